//! `countersign inspect`: the TLS connections in a capture file.
//!
//! ```text
//! file → packets → connections (countersign-capture) → observer (countersign-observe)
//!      → entries of the timeline → text | JSON | diagram
//! ```

mod connection;
mod diagram;
mod keys;
mod page;
mod progress;
mod row;
mod runs;
mod sink;
mod teller;

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read},
    path::Path,
};

use countersign_capture::{Block, CaptureError, CaptureFile, FlowEvent, FlowId, Tracker};
use countersign_observe::Keys;

use self::{connection::Connection, progress::Progress, sink::Sink};
use crate::{arguments::Inspect, failure::Failure, output::Output};

/// The connections that are open, and where what they show goes.
struct Inspection {
    keys: Keys,
    connections: HashMap<FlowId, Connection>,
    only: Option<FlowId>,
    sink: Sink,
}

pub(crate) fn run(options: &Inspect, output: Output) -> Result<(), Failure> {
    let mut inspection = Inspection {
        keys: keys::load(options)?,
        connections: HashMap::new(),
        // People count from 1.
        only: options.connection.map(|number| number.saturating_sub(1)),
        sink: Sink::new(options, output),
    };
    let path = &options.file;
    let (source, progress) = open(path)?;
    let refused =
        |error: &CaptureError| Failure::usage(format_args!("{}: {error}", path.display()), ADVICE);
    let mut capture = CaptureFile::new(source).map_err(|error| refused(&error))?;
    let end = inspection.read(&mut capture);
    progress.finish();
    inspection.sink.finish();
    match end {
        Ok(0) => Ok(()),
        Ok(_) if inspection.sink.found() => Ok(()),
        Ok(passed_over) => Err(Failure::usage(
            format_args!("{}: no TLS; {passed_over} packets are not TCP", path.display()),
            "TLS over UDP (DTLS, QUIC) and link layers other than Ethernet, IP and Linux's cooked \
             form are not read",
        )),
        // What came before was shown.
        Err(error) => Err(refused(&error)),
    }
}

const ADVICE: &str = "pcap and pcapng are read, also gzipped; capinfos says what is in a file";

/// The file, and how much of it is read.
fn open(path: &Path) -> Result<(Box<dyn Read + Send>, Progress), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin()), Progress::none()));
    }
    let failed = |error: io::Error| Failure::file(path, "read", &error);
    let file = File::open(path).map_err(failed)?;
    let len = file.metadata().map_err(failed)?.len();
    let progress = Progress::of(len);
    Ok((Box::new(progress.watch(file)), progress))
}

impl Inspection {
    /// Reads all; tells how many packets were passed over.
    fn read<R: Read + Send + 'static>(
        &mut self,
        capture: &mut CaptureFile<R>,
    ) -> Result<u64, CaptureError> {
        let mut tracker = Tracker::new();
        let mut passed_over = 0;
        let end = loop {
            match capture.next_block() {
                Ok(Some(Block::Packet(packet))) => {
                    if tracker.packet(&packet, &mut |event| self.event(event)).is_err() {
                        passed_over += 1;
                    }
                }
                Ok(Some(Block::KeyLog(log))) => {
                    self.keys.add_log(log);
                }
                Ok(Some(Block::Other)) => {}
                Ok(None) => break Ok(passed_over),
                Err(error) => break Err(error),
            }
        };
        tracker.finish(&mut |event| self.event(event));
        end
    }

    fn event(&mut self, event: FlowEvent) {
        match event {
            FlowEvent::Opened(flow) => {
                if self.only.is_none_or(|only| only == flow.id) {
                    self.connections.insert(flow.id, Connection::new(flow));
                }
            }
            FlowEvent::Data { id, from, bytes, .. } => {
                if let Some(connection) = self.connections.get_mut(&id) {
                    connection.data(from, bytes, &mut self.keys, &mut self.sink);
                }
            }
            FlowEvent::Lost { id, from, bytes } => {
                if let Some(connection) = self.connections.get_mut(&id) {
                    connection.lost(from, bytes, &mut self.sink);
                }
            }
            FlowEvent::Closed { id } => {
                if let Some(connection) = self.connections.remove(&id) {
                    connection.end(&mut self.sink);
                }
            }
        }
    }
}
