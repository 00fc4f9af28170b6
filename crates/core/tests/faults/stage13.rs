//! The ways to bring a server of TLS 1.3 to a fault that many cases share.

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfigBuilder, Policy, Role, ServerConfigBuilder,
    crypto::NamedGroup,
    wire::{ContentType, HandshakeType},
};
use countersign_testkit::{
    ClientHelloParts, Pair, RawRecord, Scene,
    fake::{self, FakeKey, Forger13, KeyKind},
    tls13,
};

use super::{
    seen::{Seen, see},
    stage::{scene, served_by},
};

/// A fake scene with the modern policy for TLS 1.3.
pub(crate) fn scene13(
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    scene(|builder| client(builder.policy(tls13())), |builder| server(builder.policy(tls13())))
}

/// A fresh server gets the client's hello, changed.
pub(crate) fn served13(change: impl FnOnce(ClientHelloParts) -> ClientHelloParts) -> Seen {
    served_by(&Scene::fake_tls13(), change)
}

/// A server that has P-384 alone gets the client's second hello, changed.
pub(crate) fn served_again(
    change: impl Fn(ClientHelloParts) -> ClientHelloParts + 'static,
) -> Seen {
    let groups = vec![NamedGroup::SECP384R1];
    let scene = scene13(|client| client, |server| server.policy(Policy { groups, ..tls13() }));
    let mut pair = scene.pair();
    let mut hellos = 0;
    pair.tamper(Role::Client, move |_, record| {
        let is_hello = record.content_type == ContentType::HANDSHAKE;
        hellos += usize::from(is_hello);
        if is_hello && hellos == 2 {
            return change(ClientHelloParts::decode(&record.fragment).unwrap()).record().bytes();
        }
        record.bytes()
    });
    run(pair)
}

/// Runs until the server has failed.
pub(crate) fn run(mut pair: Pair<'_>) -> Seen {
    pair.run_until(|pair| pair.server.error().is_some());
    pair.server.output.extend_from_slice(pair.sent(Role::Server).to_vec().as_slice());
    see(&mut pair.server)
}

/// A server gets the client's first protected record of a handshake, its content changed: early
/// data, or the last flight.
pub(crate) fn from_client13(
    pair: Pair<'_>,
    change: impl Fn(ContentType, &[u8]) -> (ContentType, Vec<u8>) + 'static,
) -> Seen {
    let mut pair = pair;
    let mut done = false;
    pair.tamper(Role::Client, move |_, record| {
        if done || record.content_type != ContentType::APPLICATION_DATA {
            return record.bytes();
        }
        done = true;
        let (content_type, content) = Forger13::open(&record).unwrap();
        let (content_type, content) = change(content_type, content);
        Forger13::learn(&record, 0).unwrap().seal(content_type, &content).bytes()
    });
    run(pair)
}

/// The client's last flight with other messages in the place of its own.
pub(crate) fn last_flight(
    scene: &Scene,
    change: impl Fn(Vec<Vec<u8>>) -> Vec<Vec<u8>> + 'static,
) -> Seen {
    from_client13(scene.pair(), move |content_type, content| {
        let messages = RawRecord::new(content_type, content).messages();
        (content_type, change(messages).concat())
    })
}

/// The same where a message of this kind, in whichever record it comes, has another body.
pub(crate) fn with_body(
    scene: &Scene,
    kind: HandshakeType,
    change: impl Fn(&[u8]) -> Vec<u8> + 'static,
) -> Seen {
    let mut pair = scene.pair();
    let mut sequence = 0;
    pair.tamper(Role::Client, move |_, record| {
        if record.content_type != ContentType::APPLICATION_DATA {
            return record.bytes();
        }
        let (content_type, content) = Forger13::open(&record).unwrap();
        let changed = |message: Vec<u8>| match &message[..] {
            [first, _, _, _, body @ ..] if *first == kind.0 => {
                RawRecord::handshake(kind, &change(body)).fragment
            }
            _ => message,
        };
        let messages = RawRecord::new(content_type, content).messages();
        let content: Vec<u8> = messages.into_iter().flat_map(changed).collect();
        let mut forger = Forger13::learn(&record, sequence).unwrap();
        sequence += 1;
        forger.seal(content_type, &content).bytes()
    });
    run(pair)
}

/// A server that wants a certificate, and a client that has one.
pub(crate) fn with_client_key() -> Scene {
    let key = FakeKey::new(KeyKind::EcdsaP256, 77);
    let chain = vec![fake::certificate("client", &key, 0)];
    let key = CertifiedKey::new("client", chain, Box::new(key)).unwrap();
    let credential = key.credential().clone();
    let mut scene = scene13(
        |client| client.credential(credential),
        |server| server.client_authentication(ClientAuthentication::Required),
    );
    scene.client_keys = vec![key];
    scene
}

/// A connected server gets what `forge` makes of the client's direction.
pub(crate) fn connected_server(forge: impl FnOnce(&mut Forger13) -> Vec<RawRecord>) -> Seen {
    let scene = Scene::fake_tls13();
    let mut pair = scene.pair();
    pair.run();
    pair.client.send(b"data").unwrap();
    pair.carry(Role::Client);
    let data = countersign_testkit::Records::new(pair.sent(Role::Client)).last().unwrap();
    pair.intercept(Role::Client);
    let mut forger = Forger13::learn(&data, 0).unwrap();
    let bytes: Vec<u8> = forge(&mut forger).iter().flat_map(RawRecord::bytes).collect();
    pair.server.receive(&bytes);
    see(&mut pair.server)
}
