//! A pre-shared key that stands alone in TLS 1.3 (`psk_ke`, RFC 8446 §4.2.9): it opens its own
//! connection, and those that its tickets resume.

#![expect(clippy::unwrap_used, reason = "a handshake that fails is a mistake of the test")]

use bytes::Bytes;
use countersign::{
    ClientConfig, Policy, PreSharedKey, PreSharedKeyRequest, PreSharedKeys, Role, ServerConfig,
    crypto::{NamedGroup, Secret},
};
use countersign_observe::{Complete, KeyLevel, Keys, Observation, Observer};
use countersign_testkit::{Scene, SeededRandom, tls13};

struct OneKey;

impl PreSharedKeys for OneKey {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        Some(PreSharedKey::new(Bytes::from_static(b"me"), Secret::new(&[7; 16])))
    }
}

/// A key that stands alone (`psk_ke`, RFC 8446 §4.2.9): both sides have no group in common.
fn alone_in_tls13() -> Scene {
    let provider = countersign_rustcrypto::provider();
    let policy = |group| Policy { groups: vec![group], psk_without_key_exchange: true, ..tls13() };
    let mut scene = Scene::fake();
    scene.client = ClientConfig::builder(provider)
        .policy(policy(NamedGroup::X25519))
        .pre_shared_keys(true)
        .resumption(true)
        .early_data(true)
        .build()
        .unwrap();
    scene.server = ServerConfig::builder(provider)
        .policy(policy(NamedGroup::SECP256R1))
        .pre_shared_keys(true)
        .tickets(true)
        .max_early_data(1024)
        .build()
        .unwrap();
    scene.pre_shared_keys = Box::new(OneKey);
    scene
}

/// What the keys are for that a side changes to, in its order.
fn levels(all: &[Observation], side: Role) -> Vec<KeyLevel> {
    let level = |it: &Observation| match it {
        Observation::KeysChanged { from, level, .. } if *from == side => *level,
        _ => None,
    };
    all.iter().filter_map(level).collect()
}

/// What a client says early, if it announces anything.
type Early = Option<&'static [u8]>;

/// Plays a connection to an observer, with what an attacker puts behind the handshake, on the
/// server's side.
fn play(
    scene: &Scene,
    seed: u64,
    early: Early,
    keys: &mut Keys,
    forged: &[u8],
) -> Vec<Observation> {
    let mut observer = Observer::new(countersign_rustcrypto::provider());
    let (mut client, mut server) = (scene.client_side(), scene.server_side());
    client.random = Box::new(SeededRandom::new(seed));
    server.random = Box::new(SeededRandom::new(seed + 1));
    client.settle();
    if let Some(early) = early.filter(|early| !early.is_empty()) {
        let sent = client.call(|connection, around| connection.send_early(early, around));
        assert_eq!(sent, Ok(early.len()));
    }
    for _ in 0..3 {
        let said = client.take_output();
        observer.feed(Role::Client, &said, keys);
        server.receive(&said);
        let said = server.take_output();
        observer.feed(Role::Server, &said, keys);
        client.receive(&said);
    }
    observer.feed(Role::Server, forged, keys);
    client.send(b"countersign").unwrap();
    server.send(b"at your service").unwrap();
    observer.feed(Role::Client, &client.take_output(), keys);
    observer.feed(Role::Server, &server.take_output(), keys);
    std::iter::from_fn(|| observer.next_observation()).collect()
}

fn data(all: &[Observation]) -> Vec<(bool, &[u8])> {
    let data = |it| match it {
        &Observation::Data { early, ref bytes, .. } => Some((early, &bytes[..])),
        _ => None,
    };
    all.iter().filter_map(data).collect()
}

fn is_verified(all: &[Observation]) -> bool {
    let verified =
        |it: &Observation| matches!(it, Observation::Complete(Complete { verified: true, .. }));
    all.iter().any(verified)
}

/// A session at first; then with early data; then with some announced, and none sent.
const CONNECTIONS: [(u64, Early); 3] = [(1, None), (3, Some(b"at once")), (5, Some(b""))];

#[test]
fn it_opens_its_connection_and_what_its_tickets_resume() {
    let scene = alone_in_tls13();
    let mut keys = Keys::new();
    keys.add_pre_shared_key(b"me", Secret::new(&[7; 16]));
    for (seed, early) in CONNECTIONS {
        let all = play(&scene, seed, early, &mut keys, b"");
        let mut expected = vec![
            (true, early.unwrap_or_default()),
            (false, &b"countersign"[..]),
            (false, b"at your service"),
        ];
        expected.retain(|(_, bytes)| !bytes.is_empty());
        assert_eq!(data(&all), expected, "{all:?}");
        assert!(is_verified(&all), "{all:?}");
        let secrets = all.iter().filter(|it| matches!(it, Observation::Secret(_)));
        assert_eq!(secrets.count(), 5 + usize::from(early.is_some()));
        let mut client = vec![KeyLevel::EarlyData, KeyLevel::Handshake, KeyLevel::ApplicationData];
        client.retain(|level| early.is_some() || *level != KeyLevel::EarlyData);
        assert_eq!(levels(&all, Role::Client), client);
        let server = [KeyLevel::Handshake, KeyLevel::ApplicationData];
        assert_eq!(levels(&all, Role::Server), server);
    }
}

/// Another name, and the right one with another key: nothing is told that would not be so.
#[test]
fn another_key_opens_nothing() {
    for (identity, key) in [(&b"you"[..], 7), (b"me", 8)] {
        let scene = alone_in_tls13();
        let mut keys = Keys::new();
        keys.add_pre_shared_key(identity, Secret::new(&[key; 16]));
        for (seed, early) in CONNECTIONS {
            let all = play(&scene, seed, early, &mut keys, b"");
            assert_eq!(data(&all), []);
            assert!(!is_verified(&all));
            assert!(!all.iter().any(|it| matches!(it, Observation::Secret(_))), "{all:?}");
        }
    }
}

/// No endpoint takes a message in the clear behind keys, and who reads along does not either.
#[test]
fn what_is_forged_in_the_clear_blinds_nobody() {
    // A KeyUpdate, and a hello.
    let forged: [&[u8]; 2] =
        [&[22, 3, 3, 0, 5, 24, 0, 0, 1, 0], &[22, 3, 3, 0, 6, 2, 0, 0, 2, 3, 3]];
    for forged in forged {
        let scene = alone_in_tls13();
        let mut keys = Keys::new();
        keys.add_pre_shared_key(b"me", Secret::new(&[7; 16]));
        let all = play(&scene, 1, None, &mut keys, forged);
        let told = |it: &Observation| {
            matches!(it, Observation::OutOfOrder { from: Role::Server, came, .. }
                if came.ends_with("in the clear"))
        };
        assert!(all.iter().any(told), "{all:?}");
        assert_eq!(data(&all), [(false, &b"countersign"[..]), (false, b"at your service")]);
    }
}
