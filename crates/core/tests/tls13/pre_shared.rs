//! Keys that both sides were given: RFC 8446 §2.2, §4.2.11; imported: RFC 9258.

use countersign::{
    Policy, PreSharedKey, PreSharedKeyRequest, PreSharedKeys, Resumption,
    crypto::{HashAlgorithm, Secret},
    fault::FaultKind,
    schedule,
};
use countersign_testkit::{Scene, fake, tls13};

use crate::stage::{
    AES_128, AES_256, OneKey, connect, connected, converse, modern, pair, questions, scene, suites,
    with_suites,
};

fn keyed(policy: &Policy) -> Scene {
    scene(policy, |client| client.pre_shared_keys(true), |server| server.pre_shared_keys(true))
}

#[test]
fn every_suite_goes_with_a_key_of_its_hash() {
    for row in suites() {
        let mut scene = keyed(&with_suites(&[row.suite]));
        scene.pre_shared_keys = Box::new(OneKey(row.hash));
        let mut pair = pair(&scene, 1);
        let (client, server) = converse(&mut pair);
        assert_eq!(server.psk_identity.as_deref(), Some(&b"me"[..]), "{}", row.name);
        assert_eq!(client.psk_identity, server.psk_identity);
        assert_eq!((server.hello.resumption, server.scheme), (None, None));
        assert!(server.group.is_some() && client.peer_chain.is_empty());
        assert_eq!(questions(&pair.server), ["ClientHello", "PreSharedKey"]);
    }
}

/// The suite is the first of ours that goes with the key.
#[test]
fn the_key_decides_about_the_hash_and_we_about_the_suite() {
    for (hash, suite) in [(HashAlgorithm::Sha256, AES_128), (HashAlgorithm::Sha384, AES_256)] {
        for ours in [[AES_128, AES_256], [AES_256, AES_128]] {
            let mut scene = keyed(&with_suites(&ours));
            scene.pre_shared_keys = Box::new(OneKey(hash));
            assert_eq!(connect(&scene, 1).1.hello.suite, suite);
        }
    }
}

#[test]
fn a_key_whose_hash_no_suite_has_is_not_taken() {
    let mut scene = keyed(&with_suites(&[AES_128]));
    scene.pre_shared_keys = Box::new(OneKey(HashAlgorithm::Sha384));
    let (_, server) = connect(&scene, 1);
    assert!(server.psk_identity.is_none() && server.scheme.is_some());
}

/// What a server without forward secrecy answers is in `psk_alone`.
#[test]
fn a_key_exchange_is_there_wherever_it_can_be() {
    let alone = |psk_without_key_exchange| Policy { psk_without_key_exchange, ..tls13() };
    for (client, server) in [(true, true), (true, false), (false, true), (false, false)] {
        let scene = modern(
            |builder| builder.pre_shared_keys(true).policy(alone(client)),
            |builder| builder.pre_shared_keys(true).policy(alone(server)),
        );
        assert!(connect(&scene, 1).1.group.is_some());
    }
}

/// Knows nobody.
struct Stranger;

impl PreSharedKeys for Stranger {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        match request {
            PreSharedKeyRequest::OfIdentity { .. } => None,
            PreSharedKeyRequest::ForServer { .. } => {
                Some(PreSharedKey::new(&b"who"[..], Secret::new(b"any key at all")))
            }
        }
    }
}

#[test]
fn an_unknown_identity_leads_to_a_full_handshake() {
    let mut scene = keyed(&tls13());
    scene.pre_shared_keys = Box::new(Stranger);
    let (_, server) = connect(&scene, 1);
    assert!(server.psk_identity.is_none() && server.scheme.is_some());
}

/// The identity is looked for as everything that it may be.
#[test]
fn behind_tickets_and_ids_keys_are_looked_for() {
    let scene = scene(
        &tls13(),
        |client| client.pre_shared_keys(true).resumption(true),
        |server| server.pre_shared_keys(true).tickets(true).session_ids(true),
    );
    let mut first = pair(&scene, 1);
    converse(&mut first);
    // "me" is no ticket that opens, and too short for an id.
    let asked = ["ClientHello", "OpenTicket", "PreSharedKey", "SealTicket", "SealTicket"];
    assert_eq!(questions(&first.server), asked);
    // Now there is a session before it.
    let mut second = pair(&scene, 2);
    let (_, server) = converse(&mut second);
    assert_eq!(server.hello.resumption, Some(Resumption::Ticket));
    assert_eq!(server.psk_identity.as_deref(), Some(&b"me"[..]), "who it is comes back with it");
    scene.server_sessions.clear();
    // The ticket does not open any more: the key is the second that the client offers.
    let mut third = pair(&scene, 3);
    third.run();
    let server = connected(&third.server);
    assert_eq!((server.hello.resumption, server.scheme), (None, None));
    let asked = ["ClientHello", "OpenTicket", "PreSharedKey", "OpenTicket", "PreSharedKey"];
    assert_eq!(questions(&third.server)[..5], asked);
}

/// Both sides import the same key for the hash of each suite.
struct Imported;

impl PreSharedKeys for Imported {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let (own, target) = (HashAlgorithm::Sha256, HashAlgorithm::Sha384);
        let key = Secret::new(b"sixteen bytes...");
        schedule::import(&fake::provider(), own, &key, b"me", b"context", target).ok()
    }
}

#[test]
fn an_imported_key_has_a_binder_of_its_own() {
    let mut scene = keyed(&tls13());
    scene.pre_shared_keys = Box::new(Imported);
    let (_, server) = connect(&scene, 1);
    assert_eq!(server.hello.suite, AES_256);
    assert!(server.psk_identity.unwrap().starts_with(&[0, 2, b'm', b'e', 0, 7]));
}

/// The same bytes under the same name: a client has imported them, a server was given them.
struct HalfImported;

impl PreSharedKeys for HalfImported {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let key = Imported.find(request)?;
        let imported = matches!(request, PreSharedKeyRequest::ForServer { .. });
        Some(PreSharedKey { imported, ..key })
    }
}

/// RFC 9258 §5.2: a key goes on only if both sides have imported it, or neither.
#[test]
fn an_imported_key_is_no_other() {
    let mut scene = keyed(&tls13());
    scene.pre_shared_keys = Box::new(HalfImported);
    let mut pair = pair(&scene, 1);
    pair.run();
    assert_eq!(pair.server.error().unwrap().fault(), Some(FaultKind::BadBinder));
}
