//! Does it matter how bytes are cut, how messages lie in records, and when questions are
//! answered or data is sent? It must not: every run gives the bytes and events of the straight
//! run.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod damaged;

use countersign::{Direction, Event, MessageContent, Role, wire::ContentType};
use countersign_rustcrypto::{KeyKind, generate_key, provider};
use countersign_testkit::{Chunks, Framing, Pair, Records, Scene, SeededRandom};
use proptest::prelude::*;

/// What each side sends, then it closes.
const FROM_CLIENT: [&[u8]; 3] = [b"one", b"two and a half", &[3; 700]];
const FROM_SERVER: [&[u8]; 2] = [b"answer", &[4; 300]];

/// All that may not depend on timing.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    sent: [Vec<u8>; 2],
    data: [Vec<u8>; 2],
    events: [Vec<String>; 2],
}

fn outcome(pair: &Pair<'_>) -> Outcome {
    let events = |side: &countersign_testkit::Side<'_>| {
        assert_eq!(side.error(), None);
        let timeless = side.noted().iter().filter(|noted| !is_own_close(&noted.event));
        timeless.map(|noted| format!("{:?}", noted.event)).collect()
    };
    Outcome {
        sent: [pair.sent(Role::Client).to_vec(), pair.sent(Role::Server).to_vec()],
        data: [pair.client.data().to_vec(), pair.server.data().to_vec()],
        events: [events(&pair.client), events(&pair.server)],
    }
}

/// When we close among what we receive is for the driver to choose.
fn is_own_close(event: &Event) -> bool {
    let Event::Message(summary) = event else { return false };
    summary.direction == Direction::Sent && matches!(summary.content, MessageContent::Alert(_))
}

/// What is still to be said.
#[derive(Default)]
struct Script {
    client: usize,
    server: usize,
}

impl Script {
    /// The next thing of a side: data, then the close.
    fn next(&mut self, pair: &mut Pair<'_>, role: Role) {
        let (said, lines): (&mut usize, &[&[u8]]) = match role {
            Role::Client => (&mut self.client, &FROM_CLIENT),
            Role::Server => (&mut self.server, &FROM_SERVER),
        };
        match lines.get(*said) {
            Some(line) => assert_eq!(pair.side(role).send(line), Ok(line.len())),
            None => assert_eq!(pair.side(role).close(), Ok(())),
        }
        *said += 1;
        pair.carry(role);
    }

    /// All that is left, then to the end.
    fn finish(mut self, pair: &mut Pair<'_>) {
        pair.client.hold = false;
        pair.server.hold = false;
        pair.client.answer_held();
        pair.server.answer_held();
        pair.run();
        while self.client <= FROM_CLIENT.len() {
            self.next(pair, Role::Client);
        }
        while self.server <= FROM_SERVER.len() {
            self.next(pair, Role::Server);
        }
        pair.run();
    }
}

fn complete(mut pair: Pair<'_>) -> Outcome {
    Script::default().finish(&mut pair);
    assert_eq!(pair.client.data(), FROM_SERVER.concat());
    assert_eq!(pair.server.data(), FROM_CLIENT.concat());
    outcome(&pair)
}

fn straight(scene: &Scene) -> Outcome {
    complete(scene.pair())
}

/// The longest record of the straight run, in bytes with its header.
fn longest_record(outcome: &Outcome) -> usize {
    let records = outcome.sent.iter().flat_map(|sent| Records::new(sent));
    records.map(|record| record.bytes().len()).max().unwrap()
}

/// The most plain handshake bytes that a side sends.
fn longest_flight(outcome: &Outcome) -> usize {
    let plain = |sent: &Vec<u8>| -> usize {
        Records::new(sent)
            .take_while(|record| record.content_type == ContentType::HANDSHAKE)
            .map(|record| record.fragment.len())
            .sum()
    };
    outcome.sent.iter().map(plain).max().unwrap()
}

#[test]
fn one_byte_at_a_time() {
    for scene in [Scene::fake(), Scene::fake_chain(3, 10_000)] {
        let pair = scene.pair().chunks(&Chunks::Sizes(vec![1]));
        assert_eq!(complete(pair), straight(&scene));
    }
}

#[test]
fn each_record_cut_at_each_place() {
    let scene = Scene::fake();
    let straight = straight(&scene);
    for at in 1..longest_record(&straight) {
        let pair = scene.pair().chunks(&Chunks::RecordsCutAt(at));
        assert_eq!(complete(pair), straight, "cut at {at}");
    }
}

#[test]
fn each_message_in_fragments_of_each_length() {
    let scene = Scene::fake();
    let straight = straight(&scene);
    for len in 1..longest_flight(&straight) {
        assert_eq!(complete(scene.pair().framing(Framing::Fragments(len))), straight, "{len}");
    }
}

#[test]
fn each_flight_in_two_records_at_each_place() {
    let scene = Scene::fake();
    let straight = straight(&scene);
    for at in 0..=longest_flight(&straight) {
        assert_eq!(complete(scene.pair().framing(Framing::SplitAt(at))), straight, "{at}");
    }
}

#[test]
fn each_flight_in_one_record_or_each_message_in_its_own() {
    for scene in [Scene::fake(), Scene::fake_chain(2, 3_000), Scene::fake_chain(3, 10_000)] {
        for framing in [Framing::Coalesced, Framing::EachMessage] {
            assert_eq!(complete(scene.pair().framing(framing)), straight(&scene), "{framing:?}");
        }
    }
}

#[test]
fn a_message_that_spans_records() {
    let scene = Scene::fake_chain(3, 20_000);
    let straight = straight(&scene);
    let certificate = Records::new(&straight.sent[1]).filter(|record| record.fragment.len() > 9000);
    assert!(certificate.count() >= 3, "the chain spans records as it is sent");
    for len in [1, 7, 1000, 16_384] {
        let pair = scene.pair().framing(Framing::Fragments(len)).chunks(&Chunks::Sizes(vec![1460]));
        assert_eq!(complete(pair), straight, "{len}");
    }
}

/// The same over primitives that notice everything.
#[test]
fn with_real_cryptography() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::Ed25519, KeyKind::Rsa2048] {
        let key = generate_key(kind, &mut SeededRandom::new(7)).unwrap();
        let scene = Scene::over(provider(), key.key);
        let straight = straight(&scene);
        let bytewise = scene.pair().chunks(&Chunks::Sizes(vec![1]));
        assert_eq!(complete(bytewise), straight);
        assert_eq!(complete(scene.pair().framing(Framing::Fragments(3))), straight);
        assert_eq!(complete(scene.pair().framing(Framing::Coalesced)), straight);
    }
}

/// One thing that a driver may do at any time.
#[derive(Clone, Copy, Debug)]
enum Doing {
    Poll(Role),
    /// Bytes arrive, wanted or not.
    Deliver(Role),
    Answer(Role),
    Say(Role),
}

fn doing() -> impl Strategy<Value = Doing> {
    let role = prop_oneof![Just(Role::Client), Just(Role::Server)];
    (0..12, role).prop_map(|(what, role)| match what {
        0..6 => Doing::Poll(role),
        6..9 => Doing::Deliver(role),
        9..11 => Doing::Answer(role),
        _ => Doing::Say(role),
    })
}

fn framing() -> impl Strategy<Value = Framing> {
    prop_oneof![
        Just(Framing::AsIs),
        Just(Framing::EachMessage),
        Just(Framing::Coalesced),
        (1..200_usize).prop_map(Framing::Fragments),
        (0..700_usize).prop_map(Framing::SplitAt),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_cut_any_order_of_calls_answers_at_any_time(
        doings in prop::collection::vec(doing(), 0..150),
        to_client in prop::collection::vec(1..900_usize, 1..5),
        to_server in prop::collection::vec(1..900_usize, 1..5),
        framing in framing(),
    ) {
        let scene = Scene::fake();
        let mut pair = scene.pair();
        pair.set_wire(Role::Server, framing, Chunks::Sizes(to_client));
        pair.set_wire(Role::Client, framing, Chunks::Sizes(to_server));
        pair.client.hold = true;
        pair.server.hold = true;
        let mut script = Script::default();
        for doing in doings {
            match doing {
                Doing::Poll(role) => {
                    pair.poll(role);
                }
                Doing::Deliver(role) => {
                    pair.deliver(role);
                }
                Doing::Answer(role) => {
                    pair.side(role).answer_held();
                }
                Doing::Say(role) if script_goes_on(&script, role) => script.next(&mut pair, role),
                Doing::Say(_) => {}
            }
        }
        script.finish(&mut pair);
        prop_assert_eq!(outcome(&pair), straight(&scene));
    }
}

fn script_goes_on(script: &Script, role: Role) -> bool {
    match role {
        Role::Client => script.client <= FROM_CLIENT.len(),
        Role::Server => script.server <= FROM_SERVER.len(),
    }
}
