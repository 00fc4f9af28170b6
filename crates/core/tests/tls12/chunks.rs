//! The same inputs give the same bytes however they are cut, in every kind of handshake; and late
//! answers change nothing.

use countersign::{Cursor, Role, order};
use countersign_testkit::{Chunks, Pair, Scene};

/// What went over the wire, and what each side told.
type Outcome = (Vec<u8>, Vec<u8>, [Vec<String>; 2]);

fn outcome(pair: &Pair<'_>) -> Outcome {
    let told = [&pair.client, &pair.server]
        .map(|side| side.noted().iter().map(|noted| format!("{:?}", noted.event)).collect());
    (pair.sent(Role::Client).to_vec(), pair.sent(Role::Server).to_vec(), told)
}

fn run(at: Cursor, chunks: &Chunks, late: bool) -> Outcome {
    let scene = Scene::through(at);
    let mut pair = scene.pair().chunks(chunks);
    pair.client.hold = late;
    pair.server.hold = late;
    loop {
        pair.run();
        if !(pair.client.answer_held() | pair.server.answer_held()) {
            break;
        }
    }
    assert!(pair.client.connection.is_connected(), "{at}: {:?}", pair.client.error());
    assert!(pair.server.connection.is_connected(), "{at}: {:?}", pair.server.error());
    pair.client.send(b"ping").unwrap();
    pair.run();
    outcome(&pair)
}

#[test]
fn cut_anywhere_and_answered_late_every_handshake_is_the_same() {
    for at in order::places() {
        let whole = run(at, &Chunks::Whole, false);
        for chunks in [
            Chunks::Records,
            Chunks::Sizes(vec![1]),
            Chunks::Sizes(vec![3, 1, 7, 64]),
            Chunks::RecordsCutAt(6),
        ] {
            for late in [false, true] {
                let cut = run(at, &chunks, late);
                assert_eq!((&cut.0, &cut.1), (&whole.0, &whole.1), "{at} {chunks:?} {late}");
                assert_eq!(cut.2, whole.2, "{at} {chunks:?} {late}");
            }
        }
    }
}
