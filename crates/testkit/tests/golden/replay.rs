//! Our machine, fed with a peer's recorded bytes.

use std::path::Path;

use countersign::Event;
use countersign_testkit::golden::{Actor, Manifest, Player, Told};

use super::{capture::Input, plain::Wire, timeline::Timeline};

/// What our side did.
pub(crate) struct Replayed {
    /// The bytes of each connection.
    pub(crate) sent: Vec<Vec<u8>>,
    pub(crate) timeline: String,
    /// The secrets of all connections, as a key log.
    pub(crate) key_log: String,
}

/// For each connection feeds the pieces one behind the other; our side does what it did when it
/// was recorded.
pub(crate) fn replay(manifest: &Manifest, vectors: &Path, connections: &[Input]) -> Replayed {
    let mut actor = Actor::new(manifest, vectors).expect("the manifest is possible");
    let mut timeline = Timeline::new(manifest.role);
    let mut replayed =
        Replayed { sent: Vec::new(), timeline: String::new(), key_log: String::new() };
    for (number, input) in connections.iter().enumerate() {
        if manifest.forgets {
            actor.forget().expect("it was possible before");
        }
        if connections.len() > 1 {
            timeline.begins(number + 1);
        }
        let wire = actor.plain(Wire::new(&input.plain)).expect("the plaintext ends in TLS");
        assert!(wire.is_read(), "more plaintext was recorded");
        timeline.plain(&wire.lines);
        let mut sent = wire.sent;
        let mut player = Player::new(manifest, &actor, number);
        let mut tell = |told: Told<'_>| match told {
            Told::Event(event) => {
                timeline.event(event);
                if let Event::KeyLog(secret) = event {
                    replayed.key_log.push_str(&secret.line());
                }
            }
            Told::Sent(len) => timeline.sent_data(len, ""),
            Told::SentEarly(len) => timeline.sent_data(len, "early "),
        };
        let mut ended = player.run(&mut tell);
        for piece in &input.tls {
            if ended.is_err() {
                break;
            }
            player.feed(piece);
            ended = player.run(&mut tell);
        }
        sent.extend_from_slice(&player.output());
        if let Err(error) = ended {
            timeline.failed(&error);
        }
        replayed.sent.push(sent);
    }
    replayed.timeline = timeline.text();
    replayed
}
