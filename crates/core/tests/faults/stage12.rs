//! The ways to bring a connection of TLS 1.2 to a fault that many cases share.

use countersign::{Role, crypto::NonceRule};
use countersign_testkit::{
    ClientHelloParts, RawRecord, Records, Scene, ServerHelloParts, fake::Forger, tamper,
};

use super::{
    seen::{Seen, see},
    stage::{answered_in, fails, served_by, stepwise},
};

/// What the suite of a fake scene uses.
pub(crate) const RULE: NonceRule = NonceRule::Explicit;

/// A fresh server gets the client's hello, changed.
pub(crate) fn served(change: impl FnOnce(ClientHelloParts) -> ClientHelloParts) -> Seen {
    served_by(&Scene::fake(), change)
}

/// A client gets the server's hello, changed.
pub(crate) fn answered(change: impl Fn(ServerHelloParts) -> ServerHelloParts + 'static) -> Seen {
    answered_in(&Scene::fake(), change)
}

/// A server gets the client's record `index`, changed. 0: ClientHello, 1: ClientKeyExchange,
/// 2: ChangeCipherSpec, 3: Finished.
pub(crate) fn from_client(
    scene: &Scene,
    index: usize,
    change: impl FnMut(RawRecord) -> RawRecord + 'static,
) -> Seen {
    let mut pair = stepwise(scene);
    pair.tamper(Role::Client, tamper::change(index, change));
    fails(pair, Role::Server)
}

/// A connected client gets what `forge` makes of the server's direction.
pub(crate) fn connected_client(forge: impl FnOnce(&mut Forger) -> Vec<RawRecord>) -> Seen {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    let finished = Records::new(pair.sent(Role::Server)).last().unwrap();
    let mut forger = Forger::learn(&finished, 0, RULE).unwrap();
    forger.sequence += 1;
    let bytes: Vec<u8> = forge(&mut forger).iter().flat_map(RawRecord::bytes).collect();
    pair.client.receive(&bytes);
    see(&mut pair.client)
}
