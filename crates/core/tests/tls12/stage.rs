//! Policies, scenes and conversations that the tests here share.

use countersign::{
    ClientConfigBuilder, ConnectionSummary, Policy, PreSharedKey, PreSharedKeyRequest,
    PreSharedKeys, ServerConfigBuilder,
    bytes::Bytes,
    crypto::{KeyExchange, NamedGroup, SUITES, Secret, SuiteFacts},
    wire::ProtocolVersion,
};
use countersign_testkit::{Kept, Pair, Scene, Side, fake::KeyKind};

/// The modern policy, with these suites and all groups.
pub(crate) fn policy(suites: &[&SuiteFacts]) -> Policy {
    let mut policy = countersign_testkit::tls12();
    policy.suites = suites.iter().map(|row| row.suite).collect();
    if suites.iter().any(|row| row.key_exchange == KeyExchange::Dhe) {
        policy.groups.push(NamedGroup::FFDHE2048);
    }
    if !suites.iter().any(|row| row.key_exchange.uses_curve()) {
        policy.groups.retain(|group| group.is_finite_field());
        policy.groups.extend([NamedGroup::SECP256R1, NamedGroup::SECP384R1]);
    }
    policy
}

/// The suites of TLS 1.2 and before.
pub(crate) fn suites() -> impl Iterator<Item = &'static SuiteFacts> {
    SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS12))
}

/// The row with this name.
pub(crate) fn suite(name: &str) -> &'static SuiteFacts {
    SUITES.iter().find(|row| row.openssl_name == name).unwrap()
}

/// A fake scene with RSA and ECDSA keys where both sides have one policy, and a pre-shared key.
pub(crate) fn scene(
    policy: &Policy,
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    let mut scene = Scene::fake_with(
        &[KeyKind::RsaLegacy, KeyKind::EcdsaP256Legacy],
        |builder| client(builder.policy(policy.clone())),
        |builder| server(builder.policy(policy.clone())),
    );
    scene.pre_shared_keys = Box::new(OneKey);
    scene
}

/// Knows `me`.
pub(crate) struct OneKey;

impl PreSharedKeys for OneKey {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let identity = Bytes::from_static(b"me");
        let key = Secret::new(b"sixteen bytes...");
        match request {
            PreSharedKeyRequest::OfIdentity { identity: wanted } if *wanted != identity => None,
            _ => Some(PreSharedKey::new(identity, key)),
        }
    }
}

/// A handshake, data both ways, and the close of both sides.
pub(crate) fn converse(pair: &mut Pair<'_>) -> (ConnectionSummary, ConnectionSummary) {
    pair.run();
    let summaries = (connected(&pair.client), connected(&pair.server));
    let long = vec![b'x'; 40_000];
    pair.client.send(&long).unwrap();
    pair.server.send(b"pong").unwrap();
    pair.run();
    assert_eq!((pair.server.data(), pair.client.data()), (&long[..], &b"pong"[..]));
    pair.client.close().unwrap();
    pair.server.close().unwrap();
    pair.run();
    assert!(pair.client.error().is_none() && pair.server.error().is_none());
    assert_eq!(summaries.0.hello, summaries.1.hello);
    summaries
}

/// What a side says that was established.
#[track_caller]
pub(crate) fn connected(side: &Side<'_>) -> ConnectionSummary {
    side.connected()
}

/// One connection of the scene; seeds differ between connections of a test.
pub(crate) fn connect(scene: &Scene, seed: u64) -> (ConnectionSummary, ConnectionSummary) {
    let mut pair = scene.pair();
    pair.client.random = Box::new(countersign_testkit::SeededRandom::new(seed));
    pair.server.random = Box::new(countersign_testkit::SeededRandom::new(seed + 1000));
    converse(&mut pair)
}

/// What the keepers of both sides hold: the client's sessions, then the server's sessions and
/// tickets.
pub(crate) fn kept(scene: &Scene) -> (usize, (usize, usize)) {
    let count = |kept: &Kept| kept.counts();
    (count(&scene.client_sessions).0, count(&scene.server_sessions))
}
