//! What has little to do with suites: names, application protocols, what a peer lacks.

use std::sync::Arc;

use countersign::{crypto::NamedGroup, pki_types::ServerName};
use countersign_sessions::ClientCache;

use super::subject;
use crate::{
    Failure,
    interop::{
        check::{Wanted, refuses_exports},
        matrix::{Combination, Leaf, Offer, Way},
        our_client::{Wish, dial, get},
        peers::{PeerServer, Server, ServerSetup},
        session::{Area, Book},
        world::World,
    },
};

/// Tries them with every server.
pub(super) fn run(peer: &'static str, server: &dyn Server, world: &World, book: &Book) {
    let subject = |what| subject(peer, Area::Extras, what);
    book.attempt(&subject("ALPN"), || alpn(server, world));
    book.attempt(&subject("by address"), || by_address(server, world));
    if server.can_leave_ems_out() {
        book.attempt(&subject("no extended master secret"), || without_ems(server, world));
    }
    book.attempt(&subject("we have no encrypt-then-MAC"), || without_etm(server, world));
}

fn start_plain<'a>(
    server: &dyn Server,
    world: &'a World,
    change: impl FnOnce(&mut ServerSetup<'a>),
) -> Result<PeerServer, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    change(&mut setup);
    server.start(world, &setup)
}

/// Every peer has `http/1.1`, so that it is chosen, though we prefer another.
fn alpn(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |setup| setup.protocols = &["http/1.1"])?;
    let protocols = &["countersign/1", "http/1.1"];
    let mut stream = dial(&Wish { protocols, ..Wish::new(world, running.port, Offer::modern()) })?;
    let protocol = stream.handshake()?.hello.protocol.clone();
    get(&mut stream, "/")?;
    match protocol {
        Some(name) if name.as_bytes() == b"http/1.1" => Ok(format!("{name} agreed on")),
        other => Err(format!("agreed on {other:?} instead of http/1.1").into()),
    }
}

/// The server is known by its address, for which no name is sent (RFC 6066 §3).
fn by_address(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |_| {})?;
    let name = "127.0.0.1";
    ServerName::try_from(name)?;
    let mut stream = dial(&Wish { name, ..Wish::new(world, running.port, Offer::modern()) })?;
    let page = get(&mut stream, "/")?;
    server
        .confirm(&String::from_utf8_lossy(&page), &Wanted::full(Combination::plain(Leaf::P256)))?;
    Ok("the address is in the certificate".to_owned())
}

/// The older master secret, which the default policy still takes: such a session is not kept
/// (RFC 7627 §5.3), and nothing is exported (§5.4).
fn without_ems(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |setup| {
        setup.without_ems = true;
        setup.way = Way::Both;
    })?;
    let sessions = &Arc::new(ClientCache::new(1));
    let offer = Combination::plain(Leaf::P256).offer();
    for _ in 0..2 {
        let wish = Wish::new(world, running.port, offer.clone());
        let mut stream = dial(&Wish { sessions: Some(sessions), ..wish })?;
        let hello = &stream.handshake()?.hello;
        if hello.extended_master_secret || hello.resumption.is_some() {
            return Err(format!("it is there, or a session resumed: {hello:?}").into());
        }
        refuses_exports(&stream)?;
        get(&mut stream, "/")?;
    }
    match sessions.len() {
        0 => Ok("done without, nothing kept, no exports".to_owned()),
        kept => Err(format!("{kept} sessions are kept").into()),
    }
}

/// The peer knows it, and we do not offer it.
fn without_etm(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let first = Combination::named("ECDHE-ECDSA-AES128-SHA256").ok_or("no such suite")?;
    // Of the certificate's curve, so that there is one group alone.
    let group = Some(NamedGroup::SECP256R1);
    let combination = Combination { encrypt_then_mac: false, group, ..first };
    let running = start_plain(server, world, |setup| {
        setup.offer.suites = combination.offer().suites;
    })?;
    let mut stream = dial(&Wish::new(world, running.port, combination.offer()))?;
    let wanted = Wanted::full(combination);
    wanted.check(stream.handshake()?)?;
    let page = get(&mut stream, "/")?;
    server.confirm(&String::from_utf8_lossy(&page), &wanted)?;
    Ok("MAC before encryption".to_owned())
}
