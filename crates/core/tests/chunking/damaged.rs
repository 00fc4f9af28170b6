//! A stream with a wrong bit in it: does it end the same, however it is cut?

use countersign::{Error, Role, StateName, crypto::NonceRule, wire::ContentType};
use countersign_testkit::{Chunks, Framing, Pair, RawRecord, Records, Scene, Side, fake::Forger};
use proptest::prelude::*;

/// How it ended at one side, with all that it put out and told before.
#[derive(Debug, PartialEq, Eq)]
struct End {
    state: StateName,
    error: Option<Error>,
    told: Vec<String>,
    data: Vec<u8>,
}

fn end(side: &Side<'_>) -> End {
    End {
        state: side.connection.state().state,
        error: side.error().cloned(),
        told: side.noted().iter().map(|noted| format!("{:?}", noted.event)).collect(),
        data: side.data().to_vec(),
    }
}

/// Flips bits of the byte at `place` of all that goes by.
fn flip(place: usize, mask: u8) -> impl FnMut(usize, RawRecord) -> Vec<u8> {
    let mut before = 0;
    move |_, record| {
        let mut bytes = record.bytes();
        if let Some(byte) = place.checked_sub(before).and_then(|at| bytes.get_mut(at)) {
            *byte ^= mask;
        }
        before += bytes.len();
        bytes
    }
}

fn run(mut pair: Pair<'_>, from: Role, place: usize, mask: u8) -> ([End; 2], [Vec<u8>; 2]) {
    pair.tamper(from, flip(place, mask));
    pair.run();
    for role in [Role::Client, Role::Server] {
        // Where the handshake failed there is nothing more to say.
        let _ = pair.side(role).send(b"some data");
        let _ = pair.side(role).close();
    }
    pair.run();
    let sent = [pair.sent(Role::Client).to_vec(), pair.sent(Role::Server).to_vec()];
    ([end(&pair.client), end(&pair.server)], sent)
}

/// Each byte of both directions, wrong in its lowest and in its highest bit.
#[test]
fn one_byte_at_a_time_as_all_at_once() {
    let scene = Scene::fake();
    for from in [Role::Client, Role::Server] {
        for place in 0..900 {
            for mask in [1, 0x80] {
                let bytewise = scene.pair().chunks(&Chunks::Sizes(vec![1]));
                let whole = run(scene.pair(), from, place, mask);
                assert_eq!(run(bytewise, from, place, mask), whole, "{from} {place} {mask}");
            }
        }
    }
}

/// Nothing that was changed on the way is ever taken for good: a side that is connected has
/// received what was sent, or the change lay behind the handshake and the record fails. In TLS 1.3
/// the ChangeCipherSpec counts for nothing, changed or not.
#[cfg(feature = "tls12")]
#[test]
fn no_change_goes_unnoticed() {
    let scene = Scene::fake();
    for from in [Role::Client, Role::Server] {
        let mut straight = scene.pair();
        straight.run();
        let len = straight.sent(from).len();
        for place in 0..len {
            for bit in 0..8 {
                let mut pair = scene.pair();
                pair.tamper(from, flip(place, 1 << bit));
                pair.run();
                let side = pair.side(from.peer());
                // RFC 5246 appendix E.1: the minor version of the first record does not count.
                let benign = place == 2;
                assert!(benign || !side.connection.is_connected(), "{from} {place} {bit}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Records of any kind with any content, to either side, in plain and under its keys (of
    /// TLS 1.2): an error at worst, and the same one for ever.
    #[test]
    fn anything_at_all(
        polls in 0..40_usize,
        to in prop_oneof![Just(Role::Client), Just(Role::Server)],
        protect in any::<bool>(),
        records in prop::collection::vec(
            (18..26_u8, prop::collection::vec(any::<u8>(), 0..60)),
            1..20,
        ),
    ) {
        let scene = Scene::fake();
        let mut pair = scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records);
        let mut left = polls;
        pair.run_until(|_| {
            left = left.saturating_sub(1);
            left == 0
        });
        let last = Records::new(pair.sent(to.peer())).last();
        let mut forger = last.and_then(|last| Forger::learn(&last, 0, NonceRule::Explicit));
        let side = pair.side(to);
        for (content_type, content) in records {
            let content_type = ContentType(content_type);
            let record = match &mut forger {
                Some(forger) if protect && side.connection.is_connected() => {
                    forger.sequence = forger.sequence.max(1);
                    forger.seal(content_type, &content)
                }
                _ => RawRecord::new(content_type, content),
            };
            side.receive(&record.bytes());
        }
        let error = side.error().cloned();
        side.settle();
        prop_assert_eq!(side.error(), error.as_ref());
    }

    #[test]
    fn any_cut_ends_as_the_straight_run(
        place in 0..900_usize,
        mask in 1..=255_u8,
        from in prop_oneof![Just(Role::Client), Just(Role::Server)],
        sizes in prop::collection::vec(1..300_usize, 1..6),
    ) {
        let scene = Scene::fake();
        let cut = scene.pair().chunks(&Chunks::Sizes(sizes));
        prop_assert_eq!(run(cut, from, place, mask), run(scene.pair(), from, place, mask));
    }
}
