//! Captures of other stacks' traffic: does the observer see in each what tshark sees, message by
//! message? The captures lie beside the checkout, and the test says so where they do not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a capture that cannot be read fails")]

mod flow;
mod inventory;
mod play;
mod table;

use std::path::PathBuf;

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
        let seen = play::play(&folder, &capture);
        agreement.compare(&capture, &seen);
    }
    println!("{agreement}");
    agreement.check();
}
