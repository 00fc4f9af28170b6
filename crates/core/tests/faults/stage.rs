//! The ways to bring a connection to a fault that the cases of all versions share.

use countersign::{
    ClientConfigBuilder, Role, ServerConfigBuilder, StateName,
    wire::{ContentType, HandshakeType},
};
use countersign_testkit::{
    Chunks, ClientHelloParts, Framing, Pair, RawRecord, Records, Scene, ServerHelloParts,
    fake::KeyKind, tamper,
};

use super::seen::{Seen, see};

/// A server that has received nothing gets these bytes.
pub(crate) fn fresh_server(bytes: &[u8]) -> Seen {
    let scene = Scene::fake();
    let mut server = scene.server_side();
    server.receive(bytes);
    see(&mut server)
}

/// A fresh server of the scene gets its client's hello, changed.
pub(crate) fn served_by(
    scene: &Scene,
    change: impl FnOnce(ClientHelloParts) -> ClientHelloParts,
) -> Seen {
    let mut server = scene.server_side();
    server.receive(&change(client_hello(scene)).record().bytes());
    see(&mut server)
}

/// What the scene's client offers.
pub(crate) fn client_hello(scene: &Scene) -> ClientHelloParts {
    let mut client = scene.client_side();
    client.settle();
    let record = Records::new(&client.take_output()).next().unwrap();
    ClientHelloParts::decode(&record.fragment).unwrap()
}

/// A client of the scene gets the server's hello, changed.
pub(crate) fn answered_in(
    scene: &Scene,
    change: impl Fn(ServerHelloParts) -> ServerHelloParts + 'static,
) -> Seen {
    from_server(scene, 0, move |record| {
        change(ServerHelloParts::decode(&record.fragment).unwrap()).record()
    })
}

/// Message by message, each in a record of its own.
pub(crate) fn stepwise(scene: &Scene) -> Pair<'_> {
    scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records)
}

/// A client gets the server's record `index`, changed. 0: ServerHello, 1: Certificate,
/// 2: ServerKeyExchange, 3: ServerHelloDone, 4: ChangeCipherSpec, 5: Finished.
pub(crate) fn from_server(
    scene: &Scene,
    index: usize,
    change: impl FnMut(RawRecord) -> RawRecord + 'static,
) -> Seen {
    let mut pair = stepwise(scene);
    pair.tamper(Role::Server, tamper::change(index, change));
    fails(pair, Role::Client)
}

/// Runs up to the failure of one side.
pub(crate) fn fails(mut pair: Pair<'_>, whom: Role) -> Seen {
    pair.run_until(|pair| match whom {
        Role::Client => pair.client.error().is_some(),
        Role::Server => pair.server.error().is_some(),
    });
    // The alert went onto the wire before it can be seen here.
    let sent = pair.sent(whom).to_vec();
    let side = pair.side(whom);
    side.output.extend_from_slice(&sent);
    see(side)
}

/// A client that waits in `state`, and gets these bytes instead of the server's.
pub(crate) fn client_in(scene: &Scene, state: StateName, bytes: &[u8]) -> Seen {
    let mut pair = stepwise(scene);
    assert!(pair.run_until(|pair| pair.client.connection.state().state == state), "{state}");
    pair.client.settle();
    pair.client.receive(bytes);
    see(&mut pair.client)
}

/// A plain handshake record with one message.
pub(crate) fn handshake(kind: HandshakeType, body: &[u8]) -> Vec<u8> {
    RawRecord::handshake(kind, body).bytes()
}

/// A plain record.
pub(crate) fn plain(content_type: ContentType, content: &[u8]) -> Vec<u8> {
    RawRecord::new(content_type, content).bytes()
}

/// A fake scene with a P-256 key and other configurations.
pub(crate) fn scene(
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    Scene::fake_with(&[KeyKind::EcdsaP256], client, server)
}
