//! The golden handshakes of `test-vectors`: does the observer see on the wire what the endpoint saw
//! that took part? Each `timeline.snap` holds what the live endpoint told and was reviewed; what is
//! on the wire of it, what was agreed, the secrets and the end must be the observer's too.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a recording that cannot be read fails")]

#[path = "../played/mod.rs"]
mod played;
mod words;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use countersign_observe::{Keys, Observation, Verdict};
use played::{Played, Player};
use words::Words;

fn vectors() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors")
}

fn recordings() -> Vec<PathBuf> {
    let entries = fs::read_dir(vectors()).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|it| it.join("capture.pcapng").exists()).collect();
    folders.sort();
    folders
}

/// All connections, and the key log that is inside.
fn play(folder: &Path, piece: usize) -> (Vec<Played>, String) {
    let mut player = Player::new(Keys::new(), piece);
    player.play(&folder.join("capture.pcapng"));
    let key_log = String::from_utf8(player.key_log.clone()).unwrap();
    (player.played(), key_log)
}

fn words(connections: &[Played]) -> Words {
    let mut words = Words::default();
    for (number, played) in (1..).zip(connections) {
        if connections.len() > 1 {
            words.begins(number);
        }
        played.observations.iter().for_each(|it| words.observation(it));
    }
    words
}

#[test]
fn the_observer_agrees_with_the_endpoint_on_every_recording() {
    let folders = recordings();
    assert!(folders.len() >= 62, "recordings are missing");
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let snapshot = fs::read_to_string(folder.join("timeline.snap")).unwrap();
        let endpoint = Words::of_snapshot(&snapshot);
        let (connections, key_log) = play(&folder, usize::MAX);
        let observer = words(&connections);
        // Both sides may close at once: which was first depends on where one stands.
        let failed = snapshot.contains("\nfailed: ");
        for part in ["client ->", "server ->"] {
            let (mut ours, theirs) = (observer.with(part), endpoint.with(part));
            if failed {
                // An endpoint that has failed reads no further.
                ours.truncate(theirs.len());
            }
            assert_eq!(ours.join("\n"), theirs.join("\n"), "{name}: on the wire");
        }
        if !failed {
            assert_eq!(observer.but_alerts(), endpoint.but_alerts(), "{name}: the order");
        }
        assert_eq!(observer.agreed, endpoint.agreed, "{name}: what was agreed");
        assert_eq!(observer.connected, endpoint.connected, "{name}: the end");
        let lines: BTreeSet<String> = key_log.lines().map(|line| format!("{line}\n")).collect();
        assert_eq!(observer.secrets, lines, "{name}: secrets");
        for observation in connections.iter().flat_map(|it| &it.observations) {
            // An endpoint that has failed gives no secrets away.
            let sealed = failed && matches!(observation, Observation::Sealed { .. });
            assert!(sealed || is_good(observation), "{name}: {observation:?}");
        }
    }
}

/// No proof is wrong or cannot be checked, nothing is out of order: both sides were honest.
fn is_good(observation: &Observation) -> bool {
    match observation {
        Observation::Verdict { verdict, .. } => *verdict == Verdict::Good,
        Observation::Complete(complete) => complete.verified,
        Observation::OutOfOrder { .. }
        | Observation::Malformed { .. }
        | Observation::Missing { .. }
        | Observation::Sealed { .. } => false,
        _ => true,
    }
}

/// However the bytes are cut, the same is seen.
#[test]
fn one_byte_at_a_time_makes_no_difference() {
    for folder in recordings() {
        let (whole, _) = play(&folder, usize::MAX);
        let (bytes, _) = play(&folder, 1);
        let told = |played: &[Played]| words(played);
        assert_eq!(
            told(&whole).without_plaintext(),
            told(&bytes).without_plaintext(),
            "{folder:?}"
        );
    }
}
