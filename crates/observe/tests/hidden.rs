//! What cannot be read: does the rest stay right?

#![expect(clippy::unwrap_used, clippy::panic, reason = "a recording that cannot be read fails")]

#[path = "played/mod.rs"]
mod played;

use std::path::Path;

use countersign_observe::{Complete, Keys, Observation, Verdict};
use played::{Played, Player};

fn verified(all: &[&Observation]) -> usize {
    let verified =
        |it: &&&Observation| matches!(it, Observation::Complete(Complete { verified: true, .. }));
    all.iter().filter(verified).count()
}

fn wrong<'a>(all: &[&'a Observation]) -> Vec<&'a Observation> {
    let is_wrong = |it: &&&Observation| {
        matches!(
            it,
            Observation::Verdict { verdict: Verdict::Bad, .. }
                | Observation::OutOfOrder { .. }
                | Observation::Malformed { .. }
        )
    };
    all.iter().filter(is_wrong).copied().collect()
}

/// A recording with the lines of its key log that begin otherwise.
fn without(name: &str, label: &str) -> Player {
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors");
    let path = vectors.join(name).join("capture.pcapng");
    let mut with = Player::new(Keys::new(), usize::MAX);
    with.play(&path);
    let log = String::from_utf8(with.key_log).unwrap();
    let kept: Vec<&str> = log.lines().filter(|line| !line.starts_with(label)).collect();
    assert!(kept.len() < log.lines().count(), "{name} has no {label}");
    let mut keys = Keys::new();
    keys.add_log(kept.join("\n").as_bytes());
    let mut player = Player::new(keys, usize::MAX);
    player.ignores_secrets = true;
    player.play(&path);
    player
}

/// The message at the end of early data is under their keys, and part of what `Finished` covers.
#[test]
fn early_data_that_nobody_can_read_leave_the_proofs_right() {
    for name in ["g8-early-data-client", "g8-early-data-server"] {
        let player = without(name, "CLIENT_EARLY_TRAFFIC_SECRET");
        let connections: Vec<&Played> = player.played();
        assert_eq!(connections.iter().map(|it| it.flow.id).collect::<Vec<_>>(), [0, 1], "{name}");
        let all: Vec<_> = connections.into_iter().flat_map(|it| &it.observations).collect();
        assert!(all.iter().any(|it| matches!(it, Observation::Sealed { .. })), "{name}");
        assert!(wrong(&all).is_empty(), "{name}: {:?}", wrong(&all));
        assert_eq!(verified(&all), 2, "{name}");
    }
}

/// Messages of the server that are hidden make the client's proof one that cannot be checked, and
/// none that is wrong.
#[test]
fn proofs_over_what_is_hidden_are_not_called_wrong() {
    let player = without("g8-client-certificate-server", "SERVER_HANDSHAKE_TRAFFIC_SECRET");
    let all: Vec<_> = player.played().into_iter().flat_map(|it| &it.observations).collect();
    assert!(wrong(&all).is_empty(), "{:?}", wrong(&all));
    assert_eq!(verified(&all), 0);
}
