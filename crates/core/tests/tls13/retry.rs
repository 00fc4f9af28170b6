//! `HelloRetryRequest`: RFC 8446 §4.1.4. What a second hello may not be is in `faults`.

use std::time::Duration;

use countersign::{
    Event, Policy, Role, StateName,
    crypto::NamedGroup,
    pki_types::UnixTime,
    wire::{
        HandshakeType, ServerHello,
        extension::{ExtensionType, pre_shared_key},
    },
};
use countersign_testkit::{ClientHelloParts, Pair, RawRecord, Scene, ServerHelloParts, tls13};

use crate::stage::{
    AES_128, AES_256, OneKey, connect, connected, converse, modern, pair, records, scene, suites,
    with_suites,
};

/// The server has P-384 alone, for which the client makes no share unasked.
fn retrying(policy: Policy) -> Scene {
    let groups = vec![NamedGroup::SECP384R1];
    let server = Policy { groups, ..policy.clone() };
    modern(|client| client.policy(policy), |builder| builder.policy(server))
}

/// The plain messages of a kind that a side sent.
fn messages(pair: &Pair<'_>, from: Role, kind: HandshakeType) -> Vec<Vec<u8>> {
    let records = records(pair, from);
    let plain = records.iter().filter(|record| record.content_type.0 == 22);
    plain.flat_map(RawRecord::messages).filter(|message| message[0] == kind.0).collect()
}

#[test]
fn with_every_suite_and_another_group() {
    for row in suites() {
        let scene = retrying(with_suites(&[row.suite]));
        let mut pair = pair(&scene, 1);
        let (client, server) = converse(&mut pair);
        assert_eq!((client.retried, server.retried), (true, true));
        assert_eq!(server.group, Some(NamedGroup::SECP384R1));
        let hellos = messages(&pair, Role::Server, HandshakeType::SERVER_HELLO);
        let [retry, hello] = &hellos[..] else { panic!("{} hellos", hellos.len()) };
        let retry = ServerHelloParts::decode(retry).unwrap();
        let hello = ServerHelloParts::decode(hello).unwrap();
        assert_eq!(&retry.random, ServerHello::RETRY_RANDOM);
        assert_eq!(retry.get(ExtensionType::KEY_SHARE), Some(&[0, 24][..]));
        assert_eq!(retry.cipher_suite, hello.cipher_suite);
        assert_eq!(retry.session_id, hello.session_id);
        let offers = messages(&pair, Role::Client, HandshakeType::CLIENT_HELLO);
        let first = ClientHelloParts::decode(&offers[0]).unwrap();
        assert_eq!(first.session_id, retry.session_id, "the client's id comes back");
        assert!(!pair.server.noted().iter().any(|noted| matches!(
            &noted.event,
            Event::Negotiated(hello) if &hello.server_random == ServerHello::RETRY_RANDOM
        )));
    }
}

#[test]
fn a_client_without_any_share_is_asked_for_one() {
    let scene = modern(|client| client, |server| server);
    let mut pair = pair(&scene, 1);
    pair.tamper(
        Role::Client,
        countersign_testkit::tamper::change(0, |record| {
            let hello = ClientHelloParts::decode(&record.fragment).unwrap();
            hello.with(ExtensionType::KEY_SHARE, [0, 0]).record()
        }),
    );
    pair.run();
    let hellos = messages(&pair, Role::Server, HandshakeType::SERVER_HELLO);
    let retry = ServerHelloParts::decode(&hellos[0]).unwrap();
    assert_eq!(&retry.random, ServerHello::RETRY_RANDOM);
    let first = tls13().groups[0].0.to_be_bytes();
    assert_eq!(retry.get(ExtensionType::KEY_SHARE), Some(&first[..]), "the first of ours");
}

#[test]
fn sessions_are_resumed_behind_a_retry() {
    for tickets in [true, false] {
        let groups = vec![NamedGroup::SECP384R1];
        let scene = modern(
            |client| client.resumption(true),
            |server| {
                let server = server.tickets(tickets).session_ids(!tickets);
                server.policy(Policy { groups, ..tls13() })
            },
        );
        assert!(connect(&scene, 1).1.hello.resumption.is_none());
        let (_, server) = connect(&scene, 2);
        assert!(server.hello.resumption.is_some() && server.retried);
    }
}

/// A suite is named before any key is asked for: it is the one that fits the client's key.
#[test]
fn a_suite_is_named_that_goes_with_the_clients_key() {
    for row in [AES_128, AES_256] {
        let hash = row.facts().unwrap().hash;
        for ours in [[AES_128, AES_256], [AES_256, AES_128]] {
            let mut scene = scene(
                &Policy { groups: vec![NamedGroup::X25519, NamedGroup::SECP384R1], ..tls13() },
                |client| client.pre_shared_keys(true),
                |server| {
                    let groups = vec![NamedGroup::SECP384R1];
                    server.pre_shared_keys(true).policy(Policy { groups, ..with_suites(&ours) })
                },
            );
            scene.pre_shared_keys = Box::new(OneKey(hash));
            let (_, server) = connect(&scene, 1);
            assert_eq!(server.psk_identity.as_deref(), Some(&b"me"[..]));
            assert_eq!((server.hello.suite, server.retried), (row, true));
        }
    }
}

/// The obfuscated ages of the ticket in the client's hellos.
fn ages(pair: &Pair<'_>) -> Vec<u32> {
    let age = |hello: Vec<u8>| {
        let hello = ClientHelloParts::decode(&hello).unwrap();
        let keys = hello.get(ExtensionType::PRE_SHARED_KEY).unwrap();
        let keys = pre_shared_key::decode_offer(keys).unwrap();
        keys.identities().next().unwrap().obfuscated_ticket_age
    };
    messages(pair, Role::Client, HandshakeType::CLIENT_HELLO).into_iter().map(age).collect()
}

fn wait(pair: &mut Pair<'_>, seconds: u64) {
    let now = pair.client.now.as_secs() + seconds;
    pair.client.now = UnixTime::since_unix_epoch(Duration::from_secs(now));
}

/// RFC 8446 §8.3: a server's own idea of the age is at least the client's. Between two readings of
/// a clock of seconds that are one apart, no more than a moment may have passed.
#[test]
fn no_ticket_is_told_to_be_older_than_it_is() {
    let scene = modern(|client| client.resumption(true), |server| server.tickets(true));
    connect(&scene, 1);
    let told = [0, 1, 2, 100].map(|seconds| {
        let mut pair = pair(&scene, 2);
        wait(&mut pair, seconds);
        assert!(pair.run_until(|pair| !pair.sent(Role::Client).is_empty()));
        ages(&pair)[0]
    });
    assert_eq!(told.map(|age| age.wrapping_sub(told[0])), [0, 0, 1000, 99_000]);
}

/// RFC 8446 §4.1.2: the age of a ticket is that of its hello.
#[test]
fn a_ticket_has_grown_older_behind_a_retry() {
    let groups = vec![NamedGroup::SECP384R1];
    let scene = modern(
        |client| client.resumption(true),
        |server| server.tickets(true).policy(Policy { groups, ..tls13() }),
    );
    connect(&scene, 1);
    let mut pair = pair(&scene, 2);
    wait(&mut pair, 5);
    let waits =
        |pair: &Pair<'_>| pair.server.connection.state().state == StateName::WaitClientHello;
    assert!(pair.run_until(|pair| !pair.sent(Role::Client).is_empty() && waits(pair)));
    wait(&mut pair, 3);
    pair.run();
    assert!(connected(&pair.server).hello.resumption.is_some());
    let ages = ages(&pair);
    assert_eq!(ages.len(), 2);
    assert_eq!(ages[1].wrapping_sub(ages[0]), 3000);
}
