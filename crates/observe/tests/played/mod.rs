//! Plays a capture to one observer for each connection, in pieces of any length.

use std::{collections::BTreeMap, fs, path::Path};

use countersign::Role;
use countersign_capture::{Block, CaptureFile, Flow, FlowEvent, Side, Tracker};
use countersign_observe::{Keys, Observation, Observer};

/// A connection and what was observed on it.
pub(crate) struct Played {
    pub(crate) flow: Flow,
    observer: Observer,
    pub(crate) observations: Vec<Observation>,
}

/// All connections of a capture, with what else it holds.
pub(crate) struct Player {
    pub(crate) keys: Keys,
    flows: BTreeMap<u64, Played>,
    /// The longest piece that is fed at once, in bytes.
    piece: usize,
    /// The key logs inside.
    pub(crate) key_log: Vec<u8>,
    /// They are not used.
    pub(crate) ignores_secrets: bool,
}

impl Player {
    pub(crate) fn new(keys: Keys, piece: usize) -> Self {
        Self { keys, flows: BTreeMap::new(), piece, key_log: Vec::new(), ignores_secrets: false }
    }

    /// Plays all of it.
    pub(crate) fn play(&mut self, path: &Path) {
        let mut tracker = Tracker::new();
        let mut file = CaptureFile::new(fs::File::open(path).unwrap()).unwrap();
        loop {
            let mut events = Vec::new();
            match file.next_block() {
                Ok(Some(Block::Packet(packet))) => {
                    let _ = tracker.packet(&packet, &mut |event| events.push(event));
                }
                Ok(Some(Block::KeyLog(log))) => {
                    self.key_log.extend_from_slice(log);
                    if !self.ignores_secrets {
                        self.keys.add_log(log);
                    }
                }
                Ok(Some(Block::Other)) => {}
                Ok(None) => break,
                Err(error) => panic!("{}: {error}", path.display()),
            }
            for event in events {
                self.take(event);
            }
        }
        let mut events = Vec::new();
        tracker.finish(&mut |event| events.push(event));
        for event in events {
            self.take(event);
        }
    }

    /// The connections, in the order in which they began.
    pub(crate) fn played(&self) -> Vec<&Played> {
        self.flows.values().collect()
    }

    fn take(&mut self, event: FlowEvent) {
        let id = match event {
            FlowEvent::Opened(flow) => {
                let observer = Observer::new(countersign_rustcrypto::provider());
                self.flows.insert(flow.id, Played { flow, observer, observations: Vec::new() });
                return;
            }
            FlowEvent::Data { id, from, bytes, .. } => {
                let played = self.flows.get_mut(&id).unwrap();
                for piece in bytes.chunks(self.piece) {
                    played.observer.feed(role(from), piece, &mut self.keys);
                }
                id
            }
            FlowEvent::Lost { id, from, bytes } => {
                self.flows.get_mut(&id).unwrap().observer.lost(role(from), Some(bytes));
                id
            }
            FlowEvent::Closed { id } => id,
        };
        let played = self.flows.get_mut(&id).unwrap();
        while let Some(observation) = played.observer.next_observation() {
            played.observations.push(observation);
        }
    }
}

fn role(side: Side) -> Role {
    match side {
        Side::Client => Role::Client,
        Side::Server => Role::Server,
    }
}
