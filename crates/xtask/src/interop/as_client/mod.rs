//! Our client with a peer's server.

mod basics;
mod refusals;
mod servers;

use std::sync::Arc;

use countersign::{Role, wire::ProtocolVersion};
use countersign_sessions::ClientCache;

use self::servers::{Key, Servers};
use super::{
    check::{Wanted, same},
    matrix::{Clients, Combination, Course, Leaf, Offer},
    our_client::{Wish, dial, echo, get},
    peers::Server,
    plan::{self, Try},
    session::{Area, Book, Subject},
    watch::watch,
    world::World,
};
use crate::Failure;

/// Tries everything that every server can do.
pub(super) fn run(peer: &'static str, server: &dyn Server, world: &World, book: &Book) {
    let mut servers = Servers::new(server, world);
    for one in plan::all() {
        let Try { area, combination, course, .. } = one;
        let (role, what) = (Role::Client, one.name());
        let subject = Subject { peer, role, area, what, combination: Some(combination) };
        if let Some(reason) = server.lacks(&one) {
            book.skip(&subject, reason);
            continue;
        }
        book.attempt(&subject, || match course {
            None => page(&mut servers, combination),
            Some(course) => twice(&mut servers, combination, course, one.shown()),
        });
    }
    drop(servers);
    refusals::run(peer, server, world, book);
    if !server.echoes() {
        basics::run(peer, server, world, book);
    }
}

/// Our side always knows encrypt-then-MAC: where it is not to be, the peer has none.
fn offer(combination: Combination) -> Offer {
    Offer { encrypt_then_mac: true, ..combination.offer() }
}

/// A page over just this combination; both sides must say that it was.
fn page(servers: &mut Servers<'_>, combination: Combination) -> Result<String, Failure> {
    let port = servers.port(Key::of(combination))?;
    let wish = Wish::new(servers.world, port, offer(combination));
    visit(servers.server, &wish, &Wanted::full(combination), false)
}

/// `asks`: whether the server wants to know the client, which it does in a full handshake.
fn visit(
    server: &dyn Server,
    wish: &Wish<'_>,
    wanted: &Wanted,
    asks: bool,
) -> Result<String, Failure> {
    let mut stream = dial(wish)?;
    let watch = watch(&mut stream);
    wanted.check(stream.handshake()?)?;
    let asked = watch.has_seen("received CertificateRequest");
    same("asked for a certificate", &asked, &(asks && wanted.resumption.is_none()))?;
    let page = if server.echoes() { echo(&mut stream)? } else { get(&mut stream, "/")? };
    server.confirm(&String::from_utf8_lossy(&page), wanted)?;
    Ok(format!("page of {} bytes", page.len()))
}

/// Two pages, the second with what the first left.
fn twice(
    servers: &mut Servers<'_>,
    combination: Combination,
    course: Course,
    shown: Option<Leaf>,
) -> Result<String, Failure> {
    let (server, world) = (servers.server, servers.world);
    let sessions = Arc::new(ClientCache::new(1));
    let (version, retried) = (combination.version, course.way.retries());
    let mut offer = offer(combination);
    if course.clients != Clients::NotAsked {
        offer.schemes = Offer::everything(version).schemes;
    }
    if course.clients != Clients::NotAsked && version < ProtocolVersion::TLS13 {
        // OpenSSL wants the curve of a client's certificate among the client's groups.
        let curve = shown.and_then(Leaf::curve).filter(|curve| !offer.groups.contains(curve));
        offer.groups.extend(curve);
    }
    if retried {
        offer.groups = combination.retried_groups();
    }
    let key = Key::of(combination);
    for second in [false, true] {
        let port = servers.port(key.on(combination, course, second))?;
        let identity = shown.map(|leaf| world.client(leaf)).transpose()?;
        let sessions = Some(&sessions);
        let wish = Wish { identity, sessions, ..Wish::new(world, port, offer.clone()) };
        let resumption = course.way.resumption(version, Role::Client).filter(|_| second);
        let full = Wanted::full(combination);
        let wanted = Wanted { resumption, client: shown, retried, ..full };
        let turn = if second { "second" } else { "first" };
        visit(server, &wish, &wanted, course.clients != Clients::NotAsked)
            .map_err(|error| format!("{turn}: {error}"))?;
    }
    Ok("two pages".to_owned())
}

/// A subject that is about no suite.
fn subject(peer: &'static str, area: Area, what: &str) -> Subject {
    Subject { peer, role: Role::Client, area, what: what.to_owned(), combination: None }
}
