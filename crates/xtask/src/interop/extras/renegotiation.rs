//! Peers that want to shake hands again on the same connection, and are refused with the warning
//! `no_renegotiation` (RFC 5246 §7.2.2). What they make of it is theirs: OpenSSL ends the
//! connection with an alert, `gnutls-serv` without, and `gnutls-cli` asks until our bound ends it.

use std::io::{Read as _, Write as _};

use countersign::{fault::FaultKind, wire::AlertDescription};

use super::combination;
use crate::{
    Failure,
    interop::{
        matrix::Leaf,
        our_client::{Stream, Wish, dial},
        our_server::{Setup, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, gnutls, openssl},
        refusal::{Ours, Refusal, Row, row},
        watch::{Watch, watch},
        world::World,
    },
};

/// What OpenSSL says of it.
const OPENSSL: Row = row(
    Refusal::Renegotiation,
    Ours::IsTold(AlertDescription::HANDSHAKE_FAILURE),
    "no renegotiation",
);
/// What `gnutls-cli` says of it.
const GNUTLS: Row = row(
    Refusal::Renegotiation,
    Ours::Finds(FaultKind::TooManyRenegotiations),
    "No renegotiation is allowed",
);

fn check_refused(watch: &Watch, asked: &str) -> Result<(), Failure> {
    match [asked, "sent no_renegotiation"].into_iter().find(|message| !watch.has_seen(message)) {
        Some(message) => Err(format!("`{message}` did not go by").into()),
        None => Ok(()),
    }
}

/// Reads what comes until the end, good or bad.
fn read_to_end(stream: &mut Stream) -> Result<Vec<u8>, Failure> {
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    Ok(all)
}

/// Its operator asks for it.
pub(super) fn by_s_server(world: &World) -> Result<String, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    setup.options = &["-no_ticket"];
    let mut peer = openssl::SServer.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, combination().offer()))?;
    let watch = watch(&mut stream);
    stream.write_all(b"before\n")?;
    peer.running.wait_for_text("before")?;
    peer.running.write(b"R\n")?;
    let seen = OPENSSL.check(read_to_end(&mut stream))?;
    check_refused(&watch, "received HelloRequest")?;
    peer.running.wait_for_text(OPENSSL.peer_says)?;
    Ok(format!("no_renegotiation sent, {seen}"))
}

/// Its client asks for it; data that was sent behind the request is still taken in.
pub(super) fn by_gnutls_serv(world: &World) -> Result<String, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    setup.options = &["--echo"];
    let peer = gnutls::Serv.start(world, &setup)?;
    let mut stream = dial(&Wish::new(world, peer.port, combination().offer()))?;
    let watch = watch(&mut stream);
    stream.write_all(b"**REHANDSHAKE**\n")?;
    let answer = b"Successfully executed command\n";
    let mut got = vec![0; answer.len()];
    stream.read_exact(&mut got)?;
    if got != answer {
        return Err(format!("it answers with `{}`", got.escape_ascii()).into());
    }
    check_refused(&watch, "received HelloRequest")?;
    peer.running.wait_for_text(GNUTLS.peer_says)?;
    Ok("no_renegotiation sent, data taken behind it".to_owned())
}

fn by_client(
    client: &dyn Client,
    options: &[&str],
    command: &[u8],
    row: &Row,
    world: &World,
) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let setup = Setup::new(world, identity);
    let serving = serve(&setup, |stream| {
        let watch = watch(stream);
        stream.write_all(b"welcome\n")?;
        // The outer failure is a fault of the test, the inner one the end that is looked for.
        let ended = read_to_end(stream);
        Ok((ended, check_refused(&watch, "received ClientHello")))
    })?;
    let wish = ClientSetup::new(world, serving.port, combination().offer());
    let mut running = client.start(&ClientSetup { options, ..wish })?;
    running.wait_for_text("welcome")?;
    running.write(command)?;
    let (ended, refused) = serving.join()?;
    let seen = row.check(ended)?;
    refused?;
    running.wait_for_text(row.peer_says)?;
    Ok(format!("no_renegotiation sent, {seen}"))
}

/// Its user asks for it.
pub(super) fn by_s_client(world: &World) -> Result<String, Failure> {
    by_client(&openssl::SClient, &[], b"R\n", &OPENSSL, world)
}

/// Its user asks for it.
pub(super) fn by_gnutls_cli(world: &World) -> Result<String, Failure> {
    by_client(&gnutls::Cli, &["--inline-commands"], b"^renegotiate^\n", &GNUTLS, world)
}
