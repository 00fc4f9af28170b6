//! The golden handshakes of `test-vectors`, recorded with real peers: does our side still say
//! exactly what it said then, however the peer's bytes are cut?
//!
//! `cargo xtask record` makes the recordings. Each has its test here, and a test sees to it that
//! none is forgotten.

#![expect(clippy::panic, reason = "a recording that cannot be read fails its test")]

mod capture;
mod facts;
mod manifest;
mod replay;
mod timeline;

use std::path::{Path, PathBuf};

use capture::{Capture, Piece};
use manifest::Manifest;
use replay::{Replayed, replay};

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors")
}

/// Replays a recording whole, cut at each record, and one byte at a time.
fn check(name: &str) {
    let folder = vectors().join(name);
    let manifest = Manifest::read(&folder.join("manifest.toml"));
    let capture = Capture::read(&folder.join("capture.pcapng"), manifest.role());
    let whole = replay(&manifest, &vectors(), capture.peers_pieces());
    assert_same(&whole.sent, &capture.ours());

    let theirs = capture.theirs();
    let records = capture::cut_at_records(&theirs);
    assert!(records.len() > 5, "{} records are no handshake", records.len());
    for pieces in [records, theirs.chunks(1).collect()] {
        let Replayed { sent, timeline } = replay(&manifest, &vectors(), pieces);
        assert_same(&sent, &capture.ours());
        assert_eq!(timeline, whole.timeline);
    }

    insta::with_settings!({
        snapshot_path => folder,
        prepend_module_to_snapshot => false,
        omit_expression => true,
        description => manifest.shows,
    }, {
        insta::assert_snapshot!("timeline", whole.timeline);
    });
}

/// Says where two streams part: neither is worth reading as a whole.
fn assert_same(sent: &[u8], recorded: &[u8]) {
    let same = sent.iter().zip(recorded).take_while(|(ours, theirs)| ours == theirs).count();
    assert!(
        sent == recorded,
        "our side sent {} bytes, {} were recorded; the first {same} are the same",
        sent.len(),
        recorded.len()
    );
}

macro_rules! recordings {
    ($($test:ident: $name:literal;)+) => {
        $(#[test] fn $test() { check($name); })+

        #[test]
        fn every_recording_has_its_test() {
            let mut tested = vec![$($name.to_owned()),+];
            tested.sort();
            assert_eq!(recordings(), tested);
        }
    };
}

recordings! {
    ecdsa_client: "g3-ecdhe-ecdsa-client";
    rsa_client: "g3-ecdhe-rsa-client";
    ecdsa_server: "g3-ecdhe-ecdsa-server";
    rsa_server: "g3-ecdhe-rsa-server";
}

/// The names of all recordings of this kind, sorted.
fn recordings() -> Vec<String> {
    let entries = std::fs::read_dir(vectors()).expect("test-vectors is in the checkout");
    let folders = entries.map(|entry| entry.expect("it can be read").path());
    let with_manifest = folders.filter(|folder| folder.join("manifest.toml").exists());
    let name = |folder: PathBuf| folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = with_manifest.filter_map(name).collect();
    names.sort();
    names
}

/// A recording that a fault got into must not pass.
#[test]
fn a_damaged_recording_is_noticed() {
    let folder = vectors().join("g3-ecdhe-ecdsa-client");
    let manifest = Manifest::read(&folder.join("manifest.toml"));
    let capture = Capture::read(&folder.join("capture.pcapng"), manifest.role());
    let mut theirs = capture.theirs();
    let last = theirs.len() - 1;
    theirs[last] ^= 1;
    let replayed = replay(&manifest, &vectors(), vec![theirs.as_slice()]);
    assert!(replayed.timeline.contains("a record fails its authentication"));
    assert_ne!(replayed.sent, capture.ours());
    assert!(matches!(capture.pieces[0], Piece { ours: true, .. }), "the client speaks first");
}
