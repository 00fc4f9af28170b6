//! New keys in the middle of a connection: RFC 8446 §4.6.3, wanted by each side.

use std::{
    io::{Read as _, Write as _},
    thread,
};

use super::combination13;
use crate::{
    Failure,
    interop::{
        matrix::Leaf,
        our_client::{Stream, Wish, dial},
        our_server::{Setup, close, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, gnutls, openssl},
        watch::watch,
        world::World,
    },
    process::{Running, until},
};

/// Reads so many bytes, which must be these.
fn hear(stream: &mut Stream, words: &str) -> Result<(), Failure> {
    let mut heard = vec![0; words.len()];
    stream.read_exact(&mut heard)?;
    if heard == words.as_bytes() {
        return Ok(());
    }
    Err(format!("`{}` instead of `{words}`", heard.escape_ascii()).into())
}

/// Says this, and hears it back.
fn echo(stream: &mut Stream, words: &str) -> Result<(), Failure> {
    stream.write_all(words.as_bytes())?;
    hear(stream, words)
}

/// How many were received and sent.
type Updates = (usize, usize);

/// Our half: the peer changes its keys twice, then we do the same, once asking for the peer's.
fn ours(stream: &mut Stream) -> Result<Updates, Failure> {
    let watch = watch(stream);
    stream.write_all(b"begin\n")?;
    hear(stream, "one\n")?;
    stream.update_keys(false)?;
    stream.write_all(b"two\n")?;
    stream.update_keys(true)?;
    stream.write_all(b"three\n")?;
    hear(stream, "four\n")?;
    let (received, sent) = (watch.count("received KeyUpdate"), watch.count("sent KeyUpdate"));
    close(stream)?;
    Ok((received, sent))
}

/// Two of each side, and the answers.
fn check(seen: Updates, wanted: Updates) -> Result<String, Failure> {
    let (received, sent) = seen;
    if seen == wanted {
        return Ok(format!("{received} received, {sent} sent, data under all keys"));
    }
    Err(format!("{received} KeyUpdates received, {sent} sent, instead of {wanted:?}").into())
}

/// The operator's half; `done` is what the program says when it has changed its keys.
fn theirs(peer: &mut Running, commands: [&[u8]; 2], done: &str) -> Result<(), Failure> {
    peer.wait_for_text("begin")?;
    for (times, command) in (1..).zip(commands) {
        peer.write(command)?;
        if !until(|| peer.said().matches(done).count() >= times) {
            return Err(format!("`{done}` is not said {times} times: {}", peer.said()).into());
        }
    }
    peer.write(b"one\n")?;
    peer.wait_for_text("two")?;
    peer.wait_for_text("three")?;
    Ok(peer.write(b"four\n")?)
}

pub(super) fn with_s_server(world: &World) -> Result<String, Failure> {
    let offer = combination13().ok_or("no such suite")?.offer();
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    // Without a status page its operator can type.
    (setup.offer, setup.options) = (offer.clone(), &["-naccept", "2"]);
    let mut peer = openssl::SServer.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, offer))?;
    let seen = thread::scope(|scope| {
        let ours = scope.spawn(|| ours(&mut stream));
        // It says that it is done when it has read our answer, so it always asks for one.
        let typed = theirs(&mut peer.running, [b"K\n", b"K\n"], "SSL_do_handshake -> 1");
        let seen = ours.join().unwrap_or_else(|_| Err("our client panicked".into()));
        typed.and(seen)
    })?;
    check(seen, (3, 4))
}

pub(super) fn with_s_client(world: &World) -> Result<String, Failure> {
    let offer = combination13().ok_or("no such suite")?.offer();
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    setup.offer = offer.clone();
    let serving = serve(&setup, ours)?;
    let mut peer = openssl::SClient.start(&ClientSetup::new(world, serving.port, offer))?;
    let typed = theirs(&mut peer, [b"K\n", b"k\n"], "KEYUPDATE");
    let seen = serving.join();
    typed?;
    check(seen?, (3, 3))
}

/// Its client has it change its keys; what else is said comes back.
pub(super) fn with_gnutls_serv(world: &World) -> Result<String, Failure> {
    let offer = combination13().ok_or("no such suite")?.offer();
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    (setup.offer, setup.options) = (offer.clone(), &["--echo"]);
    let peer = gnutls::Serv.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, offer))?;
    let watch = watch(&mut stream);
    echo(&mut stream, "begin\n")?;
    for _ in 0..2 {
        stream.write_all(b"**REHANDSHAKE**\n")?;
        hear(&mut stream, "Successfully executed command\n")?;
        echo(&mut stream, "one\n")?;
    }
    stream.update_keys(false)?;
    echo(&mut stream, "two\n")?;
    stream.update_keys(true)?;
    echo(&mut stream, "three\n")?;
    let seen = (watch.count("received KeyUpdate"), watch.count("sent KeyUpdate"));
    stream.shutdown()?;
    check(seen, (3, 4))
}

pub(super) fn with_gnutls_cli(world: &World) -> Result<String, Failure> {
    let offer = combination13().ok_or("no such suite")?.offer();
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    setup.offer = offer.clone();
    let serving = serve(&setup, ours)?;
    let wish = ClientSetup::new(world, serving.port, offer);
    let options = &["--inline-commands"][..];
    let mut peer = gnutls::Cli.start(&ClientSetup { options, ..wish })?;
    let typed = theirs(&mut peer, [b"^rekey1^\n", b"^rekey^\n"], "Rekey was completed");
    let seen = serving.join();
    typed?;
    check(seen?, (3, 3))
}
