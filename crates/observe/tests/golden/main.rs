//! The golden handshakes of `test-vectors`: does the observer see on the wire what the endpoint saw
//! that took part? Each `timeline.snap` holds what the live endpoint told and was reviewed; what is
//! on the wire of it, what was agreed, the secrets and the end must be the observer's too.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a recording that cannot be read fails")]

#[path = "../played/mod.rs"]
mod played;
mod tapes;
mod words;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use countersign_observe::{Keys, Observation, Verdict};
use played::Player;
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

fn play(folder: &Path, piece: usize) -> Player {
    let mut player = Player::new(Keys::new(), piece);
    player.play(&folder.join("capture.pcapng"));
    player
}

fn words(player: &Player) -> Words {
    let mut words = Words::default();
    let connections = player.played();
    for (number, played) in (1..).zip(&connections) {
        assert_eq!(played.flow.id + 1, number, "connections are told in their order");
        if connections.len() > 1 {
            words.begins(number);
        }
        for observation in &played.observations {
            words.observation(observation);
        }
    }
    words
}

/// As many as `test-vectors/README.md` names.
const RECORDINGS: usize = 95;

#[test]
fn the_observer_agrees_with_the_endpoint_on_every_recording() {
    let folders = recordings();
    assert_eq!(folders.len(), RECORDINGS, "recordings are missing");
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let snapshot = fs::read_to_string(folder.join("timeline.snap")).unwrap();
        let failed = snapshot.contains("\nfailed: ");
        let player = play(&folder, usize::MAX);
        compare(&name, &words(&player), &Words::of_snapshot(&snapshot), failed);

        let key_log = String::from_utf8_lossy(&player.key_log);
        let lines: BTreeSet<String> = key_log.lines().map(|line| format!("{line}\n")).collect();
        assert_eq!(words(&player).secrets, lines, "{name}: secrets");
        // An endpoint that has failed gives no secrets away, and a server that refuses early data
        // does not compute theirs.
        let may_be_sealed = failed || snapshot.contains("early data were not taken");
        for observation in player.played().into_iter().flat_map(|it| &it.observations) {
            let sealed = may_be_sealed && matches!(observation, Observation::Sealed { .. });
            assert!(sealed || is_good(observation), "{name}: {observation:?}");
        }
    }
}

fn compare(name: &str, observer: &Words, endpoint: &Words, failed: bool) {
    // Both sides may close at once: which was first depends on where one stands.
    for part in ["client ->", "server ->"] {
        let (mut ours, theirs) = (observer.with(part), endpoint.with(part));
        if failed {
            // An endpoint that has failed reads no further.
            ours.truncate(theirs.len());
        }
        assert_eq!(ours.join("\n"), theirs.join("\n"), "{name}: on the wire");
    }
    // In TLS 1.3 an endpoint has keys before it sees that they are used.
    if !failed && !endpoint.is_tls13() {
        assert_eq!(observer.but_alerts(), endpoint.but_alerts(), "{name}: the order");
    }
    assert_eq!(observer.agreed, endpoint.agreed, "{name}: what was agreed");
    assert_eq!(observer.connected, endpoint.connected, "{name}: the end");
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
        let [whole, bytes] = [usize::MAX, 1].map(|piece| words(&play(&folder, piece)));
        let folder = folder.display();
        assert_eq!(whole.without_plaintext(), bytes.without_plaintext(), "{folder}");
    }
}
