//! The agreement with tshark, and every difference with its reason.

use std::fmt;

use crate::{flow::flow, inventory::Capture, play::Played};

/// What came of the comparison.
#[derive(Default)]
pub(crate) struct Agreement {
    streams: usize,
    equal: usize,
    explained: Vec<String>,
    others: Vec<String>,
}

impl Agreement {
    pub(crate) fn compare(&mut self, capture: &Capture, seen: &[Played]) {
        let mut left: Vec<(String, String)> = seen
            .iter()
            .map(|it| (it.flow.client.port().to_string(), flow(&it.observations)))
            .collect();
        for stream in &capture.streams {
            self.streams += 1;
            let ours = left.iter().position(|(port, _)| stream.ports.contains(port));
            let ours = ours.map(|place| left.remove(place).1).unwrap_or_default();
            if ours == stream.flow {
                self.equal += 1;
            } else {
                self.others.push(format!("{}\n  tshark: {}\n  ours:   {ours}", capture.file, stream.flow));
            }
        }
    }

    pub(crate) fn check(&self) {
        assert!(self.others.is_empty(), "{} differences are not explained", self.others.len());
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} connections, {} equal, {} explained", self.streams, self.equal, self.explained.len())?;
        self.others.iter().try_for_each(|other| writeln!(f, "{other}"))
    }
}
