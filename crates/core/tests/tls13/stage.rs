//! Policies, scenes and conversations that the tests here share.

use countersign::{
    ClientConfigBuilder, ConnectionSummary, Event, Policy, PreSharedKey, PreSharedKeyRequest,
    PreSharedKeys, ProtocolName, Role, ServerConfigBuilder,
    bytes::Bytes,
    crypto::{CipherSuite, HashAlgorithm, RecordCipher, SUITES, Secret, SuiteFacts},
    pki_types::UnixTime,
    wire::{ContentType, ProtocolVersion},
};
use countersign_testkit::{
    Pair, RawRecord, Records, Scene, SeededRandom, Side,
    fake::{self, KeyKind},
    tls13,
};

/// The suites of TLS 1.3 that the fake provider computes.
pub(crate) fn suites() -> impl Iterator<Item = &'static SuiteFacts> {
    let computed = |row: &&SuiteFacts| match row.cipher {
        RecordCipher::Aead(algorithm) => fake::provider().aead(algorithm).is_some(),
        RecordCipher::Cbc(..) => false,
    };
    SUITES.iter().filter(|row| row.is_for(ProtocolVersion::TLS13)).filter(computed)
}

/// TLS 1.3 alone, with these suites.
pub(crate) fn with_suites(suites: &[CipherSuite]) -> Policy {
    Policy { suites: suites.to_vec(), ..tls13() }
}

/// The suites that the tests name: two with SHA-256, one with SHA-384.
pub(crate) const AES_128: CipherSuite = CipherSuite(0x1301);
pub(crate) const AES_256: CipherSuite = CipherSuite(0x1302);
pub(crate) const CHACHA20: CipherSuite = CipherSuite(0x1303);

/// A fake scene with the modern policy for TLS 1.3.
pub(crate) fn modern(
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    scene(&tls13(), client, server)
}

/// A fake scene where both sides have this policy, and a pre-shared key that is not asked for.
pub(crate) fn scene(
    policy: &Policy,
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    let mut scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |builder| client(builder.policy(policy.clone())),
        |builder| server(builder.policy(policy.clone())),
    );
    scene.pre_shared_keys = Box::new(OneKey(HashAlgorithm::Sha256));
    scene
}

/// Knows `me`, for the suites with this hash.
pub(crate) struct OneKey(pub(crate) HashAlgorithm);

impl PreSharedKeys for OneKey {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let identity = Bytes::from_static(b"me");
        let key = Secret::new(b"sixteen bytes...");
        match request {
            PreSharedKeyRequest::OfIdentity { identity: wanted } if *wanted != identity => None,
            _ => Some(PreSharedKey { hash: self.0, ..PreSharedKey::new(identity, key) }),
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
    let (mut client, mut server) = (summaries.0.hello.clone(), summaries.1.hello.clone());
    // A client sees tickets alone.
    assert_eq!(client.resumption.take().is_some(), server.resumption.take().is_some());
    assert_eq!(client, server);
    summaries
}

/// What a side says that was established.
#[track_caller]
pub(crate) fn connected(side: &Side<'_>) -> ConnectionSummary {
    side.connected()
}

/// A pair of the scene; seeds differ between connections of a test.
pub(crate) fn pair(scene: &Scene, seed: u64) -> Pair<'_> {
    let mut pair = scene.pair();
    pair.client.random = Box::new(SeededRandom::new(seed));
    pair.server.random = Box::new(SeededRandom::new(seed + 1000));
    pair
}

/// One connection of the scene.
pub(crate) fn connect(scene: &Scene, seed: u64) -> (ConnectionSummary, ConnectionSummary) {
    converse(&mut pair(scene, seed))
}

/// The time of the tests, and so many seconds.
pub(crate) fn later(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_700_000_000 + seconds))
}

/// What a side has put out, record by record.
pub(crate) fn records(pair: &Pair<'_>, from: Role) -> Vec<RawRecord> {
    Records::new(pair.sent(from)).collect()
}

/// The records of one type.
pub(crate) fn count(pair: &Pair<'_>, from: Role, content_type: ContentType) -> usize {
    records(pair, from).iter().filter(|record| record.content_type == content_type).count()
}

/// The questions that a side asked, by name, in order.
pub(crate) fn questions(side: &Side<'_>) -> Vec<&'static str> {
    let name = |event: &Event| match event {
        Event::Ask(_, request) => Some(request.name()),
        _ => None,
    };
    side.noted().iter().filter_map(|noted| name(&noted.event)).collect()
}

/// Application protocols by name.
pub(crate) fn protocols(names: &[&'static str]) -> Vec<ProtocolName> {
    names.iter().map(|name| ProtocolName::new(*name).unwrap()).collect()
}
