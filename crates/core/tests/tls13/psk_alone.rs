//! A client that knows `psk_ke` alone: no shares, no groups, no certificates (RFC 8446 §4.2.9).
//! None of ours is such a one, so it is made up here, of the parts that others are given too.

use countersign::{
    EarlyData, Policy, Role,
    crypto::{HashAlgorithm, NONCE_LEN, Secret},
    fault::FaultKind,
    schedule::{EarlySecret, Hkdf, PskKind},
    wire::{ContentType, HandshakeType, extension::ExtensionType as E},
};
use countersign_testkit::{
    ClientHelloParts, RawRecord, Records, Scene, ServerHelloParts,
    fake::{self, Forger13},
    tls13,
};

use crate::stage::{connected, modern};

/// Length of the list of binders with one of 32 bytes.
const BINDERS: usize = 2 + 1 + 32;

fn scene(psk_without_key_exchange: bool) -> Scene {
    let policy = Policy { psk_without_key_exchange, ..tls13() };
    modern(|client| client, |server| server.pre_shared_keys(true).policy(policy))
}

fn hkdf() -> Hkdf {
    Hkdf::new(&fake::provider(), HashAlgorithm::Sha256).unwrap()
}

fn early() -> EarlySecret {
    EarlySecret::new(hkdf(), Some(&Secret::new(b"sixteen bytes...")))
}

/// The hello in a record, with its binder.
fn hello(scene: &Scene) -> RawRecord {
    let mut client = scene.client_side();
    client.settle();
    let record = Records::new(&client.take_output()).next().unwrap();
    let psk =
        |binder: &[u8]| [&[0, 8, 0, 2, b'm', b'e', 0, 0, 0, 0, 0, 33, 32][..], binder].concat();
    let parts = ClientHelloParts::decode(&record.fragment)
        .unwrap()
        .without(E::KEY_SHARE)
        .without(E::SUPPORTED_GROUPS)
        .without(E::SIGNATURE_ALGORITHMS)
        .with(E::PSK_KEY_EXCHANGE_MODES, [1, 0])
        .with(E::PRE_SHARED_KEY, psk(&[0; 32]));
    let message = parts.record().fragment;
    let truncated = hkdf().hash(&message[..message.len() - BINDERS]);
    let binder = early().binder_key(PskKind::External).binder(truncated.as_ref());
    parts.with(E::PRE_SHARED_KEY, psk(binder.as_ref())).record()
}

#[test]
fn it_is_served_without_a_key_exchange_where_the_policy_allows_it() {
    let scene = scene(true);
    let mut server = scene.server_side();
    let hello = hello(&scene);
    server.receive(&hello.bytes());
    let flight: Vec<_> = Records::new(&server.take_output()).collect();
    let parts = ServerHelloParts::decode(&flight[0].fragment).unwrap();
    assert_eq!((parts.get(E::KEY_SHARE), parts.get(E::PRE_SHARED_KEY)), (None, Some(&[0, 0][..])));

    let mut messages = [&hello.fragment[..], &flight[0].fragment].concat();
    let secret = early().into_handshake(None);
    let client = secret.traffic(Role::Client, hkdf().hash(&messages).as_ref());
    let protected = flight.iter().filter(|record| record.content_type.0 == 23);
    for (content_type, content) in protected.filter_map(Forger13::open) {
        assert_eq!(content_type, ContentType::HANDSHAKE);
        messages.extend_from_slice(content);
    }
    let proof = client.verify_data(hkdf().hash(&messages).as_ref());
    let mut iv = [0; NONCE_LEN];
    client.expand("iv", &mut iv);
    let finished = RawRecord::handshake(HandshakeType::FINISHED, proof.as_ref()).fragment;
    let record = Forger13::with_iv(iv, 0).seal(ContentType::HANDSHAKE, &finished);
    server.receive(&record.bytes());
    let summary = connected(&server);
    assert_eq!((summary.group, summary.scheme), (None, None));
    assert_eq!(summary.psk_identity.as_deref(), Some(&b"me"[..]));
    assert_eq!((summary.retried, summary.early_data), (false, EarlyData::None));
}

/// There is nothing else that such a client could go on with.
#[test]
fn where_the_policy_does_not_it_is_refused_with_what_is_missing() {
    let scene = scene(false);
    let mut server = scene.server_side();
    server.receive(&hello(&scene).bytes());
    let error = server.error().unwrap();
    assert_eq!(error.fault(), Some(FaultKind::MissingExtension), "{error}");
}
