//! Records of one kind that follow on each other are told as one: a download has thousands.

use countersign::Role;

use crate::timeline::{Entry, Observed};

/// How much of the data is shown, in bytes.
const SHOWN: usize = 200;

/// What the records of a run have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Data { early: bool },
    Sealed { content: String, reason: &'static str },
}

/// Records that follow on each other.
#[derive(Debug)]
pub(super) struct Run {
    from: Role,
    kind: Kind,
    records: usize,
    bytes: usize,
    shown: Vec<u8>,
}

impl Run {
    pub(super) fn new(from: Role, kind: Kind) -> Self {
        Self { from, kind, records: 0, bytes: 0, shown: Vec::new() }
    }

    pub(super) fn is(&self, from: Role, kind: &Kind) -> bool {
        self.from == from && self.kind == *kind
    }

    pub(super) fn add(&mut self, bytes: usize, data: &[u8]) {
        self.records += 1;
        self.bytes += bytes;
        let room = SHOWN.saturating_sub(self.shown.len());
        self.shown.extend(data.iter().take(room));
    }

    pub(super) fn entry(self) -> Entry {
        let (from, records, bytes) = (self.from.into(), self.records, self.bytes);
        Entry::Observed(match self.kind {
            Kind::Data { early } => {
                let mut text = String::from_utf8_lossy(&self.shown).into_owned();
                if self.shown.len() < bytes {
                    text.push('…');
                }
                Observed::Data { from, records, bytes, early, text }
            }
            Kind::Sealed { content, reason } => {
                Observed::Sealed { from, content, records, bytes, reason }
            }
        })
    }
}
