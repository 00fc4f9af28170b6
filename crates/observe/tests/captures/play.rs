//! Plays a capture to one observer for each connection.

use std::{collections::BTreeMap, fs, path::Path};

use countersign::Role;
use countersign_capture::{Block, CaptureFile, Flow, FlowEvent, Side, Tracker};
use countersign_observe::{Keys, Observation, Observer};
use pki_types::{PrivateKeyDer, pem::PemObject as _};

use crate::inventory::Capture;

/// A connection and what was observed on it.
pub(crate) struct Played {
    pub(crate) flow: Flow,
    observer: Observer,
    pub(crate) observations: Vec<Observation>,
}

/// All connections, in the order in which they began.
pub(crate) fn play(folder: &Path, capture: &Capture) -> Vec<Played> {
    let mut keys = Keys::new();
    for name in &capture.keys {
        let bytes = fs::read(folder.join(name)).unwrap();
        if let Ok(key) = PrivateKeyDer::from_pem_slice(&bytes) {
            // Keys that cannot decrypt are of no use.
            if let Ok(key) = countersign_rustcrypto::signing_key(&key) {
                keys.add_rsa_key(key);
            }
        } else {
            keys.add_log(&bytes);
        }
    }
    let mut flows = BTreeMap::new();
    let mut tracker = Tracker::new();
    let file = fs::File::open(folder.join(&capture.file)).unwrap();
    let mut file = CaptureFile::new(file).unwrap();
    loop {
        let mut events = Vec::new();
        match file.next_block() {
            Ok(Some(Block::Packet(packet))) => {
                let _ = tracker.packet(&packet, &mut |event| events.push(event));
            }
            Ok(Some(Block::KeyLog(log))) => drop(keys.add_log(log)),
            Ok(Some(Block::Other)) => {}
            Ok(None) => break,
            Err(error) => panic!("{}: {error}", capture.file),
        }
        events.into_iter().for_each(|event| take(&mut flows, &mut keys, event));
    }
    let mut events = Vec::new();
    tracker.finish(&mut |event| events.push(event));
    events.into_iter().for_each(|event| take(&mut flows, &mut keys, event));
    flows.into_values().collect()
}

fn take(flows: &mut BTreeMap<u64, Played>, keys: &mut Keys, event: FlowEvent) {
    let id = match event {
        FlowEvent::Opened(flow) => {
            let observer = Observer::new(countersign_rustcrypto::provider());
            flows.insert(flow.id, Played { flow, observer, observations: Vec::new() });
            return;
        }
        FlowEvent::Data { id, from, bytes, .. } => {
            flows.get_mut(&id).unwrap().observer.feed_owned(role(from), bytes, keys);
            id
        }
        FlowEvent::Lost { id, from, bytes } => {
            flows.get_mut(&id).unwrap().observer.lost(role(from), Some(bytes));
            id
        }
        FlowEvent::Closed { id } => id,
    };
    let played = flows.get_mut(&id).unwrap();
    while let Some(observation) = played.observer.next_observation() {
        played.observations.push(observation);
    }
}

fn role(side: Side) -> Role {
    match side {
        Side::Client => Role::Client,
        Side::Server => Role::Server,
    }
}
