//! `cargo xtask interop`: handshakes with other people's TLS, both roles, on this machine alone.
//!
//! Our sides run in this process on `countersign-std`; each peer is a process of its own that
//! ends with its guard. What each try must come to is agreed on by both sides: our summary, and
//! the peer's own words.

mod as_client;
mod as_server;
mod check;
mod extras;
mod matrix;
mod names;
mod options;
mod our_client;
mod our_server;
mod peers;
mod plan;
mod psk;
mod refusal;
mod session;
mod tally;
mod watch;
mod world;

use std::{
    io,
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

use countersign::Role;

use self::{
    options::Options,
    peers::{PEERS, Peer, Trade},
    session::{Area, Book, Subject},
    world::World,
};
use crate::{Failure, Outcome, namespace};

/// Runs everything that the options leave in.
pub(crate) fn run(_root: &Path, arguments: &[String]) -> Outcome {
    let options = Options::read(arguments).map_err(io::Error::other)?;
    if let Some(success) = namespace::enter("interop", arguments)? {
        return Ok(success);
    }
    run_here(options).map_err(io::Error::other)
}

fn run_here(options: Options) -> Result<bool, Failure> {
    let start = Instant::now();
    let world = World::new()?;
    let book = Book::new(options);
    let peers = Mutex::new(PEERS.iter().filter(|peer| book.wants_peer(peer.name)));
    let next = || peers.lock().unwrap_or_else(PoisonError::into_inner).next();
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(peer) = next() {
                    try_peer(peer, &world, &book);
                }
            });
        }
    });
    if book.wants_peer(extras::NOBODY) {
        extras::run(extras::NOBODY, &world, &book);
    }
    let success = book.close();
    println!("in {} s", start.elapsed().as_secs());
    Ok(success)
}

/// Peers that are tried at the same time: most of the time goes by with waiting for processes.
const AT_ONCE: usize = 3;

fn try_peer(peer: &Peer, world: &World, book: &Book) {
    let Some(version) = peer.version() else { return missing(peer, book) };
    book.introduce(peer.name, &version);
    match peer.trade {
        Trade::Serves(server) => as_client::run(peer.name, server, world, book),
        Trade::Connects(client) => as_server::run(peer.name, client, world, book),
    }
    extras::run(peer.name, world, book);
}

fn missing(peer: &Peer, book: &Book) {
    let role = match peer.trade {
        Trade::Serves(_) => Role::Client,
        Trade::Connects(_) => Role::Server,
    };
    let (area, what) = (Area::Suites, "everything".to_owned());
    let subject = Subject { peer: peer.name, role, area, what, combination: None };
    let reason = format!("`{}` is not installed", peer.needs());
    if book.allows_missing() {
        book.skip(&subject, &reason);
    } else {
        let remedy = "install it (`make interop` does), or give --allow-missing";
        book.fail(&subject, &format!("{reason}: {remedy}").into());
    }
}
