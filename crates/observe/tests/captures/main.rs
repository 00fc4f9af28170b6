//! Captures of other stacks' traffic: does the observer see in each what tshark sees, message by
//! message? The captures lie beside the checkout, and the test says so where they do not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a capture that cannot be read fails")]

mod flow;
mod inventory;
#[path = "../played/mod.rs"]
mod played;
mod table;

use std::{
    fs,
    path::{Path, PathBuf},
};

use countersign_observe::Keys;
use inventory::Capture;
use pki_types::{PrivateKeyDer, pem::PemObject as _};
use played::Player;

/// Where they lie, with `MANIFEST.tsv` and `INVENTORY.jsonl`; `None` where they are not there.
fn folder() -> Option<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/captures");
    let within = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/captures");
    let found = [beside, within].into_iter().find(|folder| folder.join("INVENTORY.jsonl").exists());
    if found.is_none() {
        println!("skipped: no ../shared/captures beside the checkout");
    }
    found
}

#[test]
fn every_capture_reads_as_tshark_reads_it() {
    let Some(folder) = folder() else { return };
    let mut agreement = table::Agreement::default();
    for capture in inventory::read(&folder) {
        let mut player = Player::new(keys(&folder, &capture), usize::MAX);
        player.play(&folder.join(&capture.file));
        agreement.compare(&capture, &player.played());
    }
    println!("{agreement}");
    agreement.check();
}

/// What lies beside a capture to decrypt it.
fn keys(folder: &Path, capture: &Capture) -> Keys {
    let mut keys = Keys::new();
    for name in &capture.keys {
        let bytes = fs::read(folder.join(name)).unwrap();
        let Ok(key) = PrivateKeyDer::from_pem_slice(&bytes) else {
            keys.add_log(&bytes);
            continue;
        };
        // Keys below 2048 bits are refused, and the log beside them serves.
        if let Ok(key) = countersign_rustcrypto::signing_key(&key) {
            keys.add_rsa_key(key);
        }
    }
    keys
}
