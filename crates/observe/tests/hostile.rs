//! Bytes that nobody should send: cut anywhere, changed anywhere, lost anywhere. The observer says
//! something about all of it, and holds no more than it should.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a recording that cannot be read fails")]

#[path = "played/mod.rs"]
mod played;

use std::path::{Path, PathBuf};

use countersign::Role;
use countersign_capture::{Block, CaptureFile, FlowEvent, Side, Tracker};
use countersign_observe::{Keys, Missing, Observation, Observer, SealedWhy, Verdict};

/// Recordings with what differs on the wire: AEAD, CBC, TLS 1.0, resumption, plaintext before.
const RECORDINGS: [&str; 5] =
    ["g1-client", "g5-cbc-mte-server", "g8-tls10-client", "g6-ticket-hit-client", "g9-smtp-client"];

type Pieces = Vec<(Role, Vec<u8>)>;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../test-vectors")
        .join(name)
        .join("capture.pcapng")
}

/// The bytes of the first connection, and the key log.
fn recording(name: &str) -> (Pieces, Vec<u8>) {
    let mut player = played::Player::new(Keys::new(), usize::MAX);
    player.play(&path(name));
    assert_eq!(player.played().first().unwrap().flow.id, 0);
    let (mut pieces, mut tracker) = (Pieces::new(), Tracker::new());
    let mut file = CaptureFile::new(std::fs::File::open(path(name)).unwrap()).unwrap();
    while let Some(block) = file.next_block().unwrap() {
        let Block::Packet(packet) = block else { continue };
        let _ = tracker.packet(&packet, &mut |event| {
            if let FlowEvent::Data { id: 0, from, bytes, .. } = event {
                let role = if from == Side::Client { Role::Client } else { Role::Server };
                pieces.push((role, bytes.to_vec()));
            }
        });
    }
    (pieces, player.key_log)
}

fn observe(pieces: &Pieces, key_log: &[u8]) -> Vec<Observation> {
    let mut keys = Keys::new();
    keys.add_log(key_log);
    let mut observer = Observer::new(countersign_rustcrypto::provider());
    let mut observations = Vec::new();
    for (role, bytes) in pieces {
        observer.feed(*role, bytes, &mut keys);
        assert!(observer.held(*role) < 5 + (1 << 14) + 2048, "it holds too much");
        while let Some(observation) = observer.next_observation() {
            observations.push(observation);
        }
    }
    observations
}

fn len(pieces: &Pieces) -> usize {
    pieces.iter().map(|(_, bytes)| bytes.len()).sum()
}

/// The same bytes up to `end`.
fn prefix(pieces: &Pieces, end: usize) -> Pieces {
    let mut left = end;
    let mut short = Pieces::new();
    for (role, bytes) in pieces {
        let taken = bytes.len().min(left);
        left -= taken;
        short.push((*role, bytes[..taken].to_vec()));
    }
    short
}

#[test]
fn every_prefix_is_observed_as_far_as_it_goes() {
    for name in RECORDINGS {
        let (pieces, key_log) = recording(name);
        let whole = observe(&pieces, &key_log).len();
        let mut before = 0;
        for end in 0..=len(&pieces) {
            let count = observe(&prefix(&pieces, end), &key_log).len();
            assert!(count >= before, "{name} {end}");
            before = count;
        }
        assert_eq!(before, whole);
    }
}

/// A byte that is changed after the hellos shows: in a proof, a record, or what is not understood.
#[test]
fn every_changed_byte_is_noticed_or_harmless() {
    for name in RECORDINGS {
        let (pieces, key_log) = recording(name);
        let mut noticed = 0;
        for place in 0..len(&pieces) {
            let mut changed = pieces.clone();
            let mut left = place;
            for (_, bytes) in &mut changed {
                if left < bytes.len() {
                    bytes[left] ^= 0x41;
                    break;
                }
                left -= bytes.len();
            }
            let bad = |it: &Observation| {
                matches!(
                    it,
                    Observation::Verdict { verdict: Verdict::Bad | Verdict::Unknown(_), .. }
                        | Observation::OutOfOrder { .. }
                        | Observation::Malformed { .. }
                        | Observation::Missing { .. }
                        | Observation::Sealed { .. }
                )
            };
            noticed += usize::from(observe(&changed, &key_log).iter().any(bad));
        }
        // What is not covered by anything: plaintext before TLS, versions in headers of records in
        // the clear, the content of alerts and of ChangeCipherSpec, an unread tail.
        let all = len(&pieces);
        assert!(noticed * 10 >= all * 8, "{name}: {noticed} of {all}");
    }
}

#[test]
fn one_direction_alone_is_enough_for_what_is_in_the_clear() {
    let (pieces, key_log) = recording("g1-client");
    for role in [Role::Client, Role::Server] {
        let alone: Pieces = pieces.iter().filter(|(from, _)| *from == role).cloned().collect();
        let observations = observe(&alone, &key_log);
        let messages =
            observations.iter().filter(|it| matches!(it, Observation::Message(_))).count();
        assert!(messages >= 4, "{role}: {messages}");
        let faults = |it: &Observation| {
            matches!(it, Observation::OutOfOrder { .. } | Observation::Malformed { .. })
        };
        assert!(!observations.iter().any(faults), "{role}: {observations:?}");
    }
}

#[test]
fn without_a_beginning_it_says_so_and_goes_on() {
    let (pieces, key_log) = recording("g1-client");
    // Behind the hellos and the server's flight.
    let late: Pieces = pieces[2..].to_vec();
    let observations = observe(&late, &key_log);
    let beginning =
        |it: &Observation| matches!(it, Observation::Missing { what: Missing::Beginning, .. });
    assert!(observations.iter().any(beginning), "{observations:?}");
    assert!(observations.iter().any(|it| matches!(it, Observation::Record(_))));
    let sealed =
        |it: &Observation| matches!(it, Observation::Sealed { why: SealedWhy::NoKeys, .. });
    assert!(observations.iter().any(sealed), "{observations:?}");
}

#[test]
fn behind_a_gap_the_framing_is_found_again() {
    let (pieces, key_log) = recording("g1-client");
    let mut keys = Keys::new();
    keys.add_log(&key_log);
    let mut observer = Observer::new(countersign_rustcrypto::provider());
    for (number, (role, bytes)) in pieces.iter().enumerate() {
        if number == 1 {
            // A part of the server's flight is lost.
            observer.feed(*role, &bytes[..20], &mut keys);
            observer.lost(*role, Some((bytes.len() - 20) as u64));
        } else {
            observer.feed(*role, bytes, &mut keys);
        }
    }
    let mut observations = Vec::new();
    while let Some(observation) = observer.next_observation() {
        observations.push(observation);
    }
    let lost =
        |it: &Observation| matches!(it, Observation::Missing { what: Missing::Bytes(Some(_)), .. });
    assert!(observations.iter().any(lost), "{observations:?}");
    let records = observations.iter().filter_map(|it| match it {
        Observation::Record(record) => Some(record.from),
        _ => None,
    });
    assert!(records.filter(|from| *from == Role::Server).count() >= 2, "{observations:?}");
    assert!(!observations.iter().any(|it| matches!(it, Observation::OutOfOrder { .. })));
}

/// Noise of any length, fed as both sides.
#[test]
fn noise_is_plaintext_or_said_to_be_no_record() {
    let mut state = 7_u32;
    for len in [1, 5, 6, 11, 100, 20_000] {
        let noise: Vec<u8> = (0..len)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                state.to_be_bytes()[0]
            })
            .collect();
        let pieces = vec![(Role::Client, noise.clone()), (Role::Server, noise)];
        let observations = observe(&pieces, &[]);
        assert!(!observations.iter().any(|it| matches!(it, Observation::Message(_))));
    }
}
