//! Data before the handshake is complete: RFC 8446 §2.3.

use std::{
    fs,
    io::{Read as _, Write as _},
    sync::Arc,
};

use countersign::{ClientConfigBuilder, EarlyData, Resumption, ServerConfigBuilder};
use countersign_sessions::ClientCache;

use super::combination13;
use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        check::same,
        matrix::{Leaf, Offer, Way},
        our_client::{Stream, Wish, dial},
        our_server::{PAGE, Setup, answer_get, serve_twice},
        peers::{Client, ClientSetup, PeerServer, Server, ServerSetup, nginx, openssl},
        world::World,
    },
};

/// What a client says too early.
pub(super) const WORDS: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

pub(super) fn offer() -> Result<Offer, Failure> {
    Ok(combination13().ok_or("no such suite")?.offer())
}

/// Our client comes with all that it knows, and sends early what it may.
pub(super) fn come(
    world: &World,
    port: u16,
    sessions: &Arc<ClientCache>,
    wanted: EarlyData,
) -> Result<Stream, Failure> {
    let tune = |builder: ClientConfigBuilder| builder.early_data(true);
    let wish = Wish { sessions: Some(sessions), tune, ..Wish::new(world, port, offer()?) };
    let mut stream = dial(&wish)?;
    let early = stream.write_early(WORDS)?;
    let early = early == WORDS.len() && stream.handshake()?.early_data == EarlyData::Accepted;
    same("early data", &stream.handshake()?.early_data, &wanted)?;
    if !early {
        stream.write_all(WORDS)?;
    }
    Ok(stream)
}

/// A server whose operator answers.
fn operated(world: &World) -> Result<PeerServer, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    (setup.offer, setup.way) = (offer()?, Way::Both);
    setup.options = &["-early_data", "-max_early_data", "1024"];
    openssl::SServer.start(world, &setup)
}

/// It hears our words, and answers.
fn answered(peer: &mut PeerServer, mut stream: Stream, times: usize) -> Result<(), Failure> {
    let words = || peer.said().matches("Host: localhost").count();
    if !crate::process::until(|| words() >= times) {
        return Err(format!("the words did not come {times} times: {}", peer.said()).into());
    }
    peer.running.write(b"heard\n")?;
    let mut answer = [0; 6];
    stream.read_exact(&mut answer)?;
    stream.shutdown()?;
    Ok(())
}

pub(super) fn taken_by_s_server(world: &World) -> Result<String, Failure> {
    let sessions = Arc::new(ClientCache::new(1));
    let mut peer = operated(world)?;
    let stream = come(world, peer.port, &sessions, EarlyData::None)?;
    answered(&mut peer, stream, 1)?;
    let stream = come(world, peer.port, &sessions, EarlyData::Accepted)?;
    peer.running.wait_for_text("Early data received:")?;
    answered(&mut peer, stream, 2)?;
    Ok("taken, and answered".to_owned())
}

/// Another process cannot open the ticket.
pub(super) fn refused_by_s_server(world: &World) -> Result<String, Failure> {
    let sessions = Arc::new(ClientCache::new(1));
    let mut peer = operated(world)?;
    let stream = come(world, peer.port, &sessions, EarlyData::None)?;
    answered(&mut peer, stream, 1)?;
    let mut other = operated(world)?;
    let stream = come(world, other.port, &sessions, EarlyData::Rejected)?;
    answered(&mut other, stream, 1)?;
    Ok("passed over, then said again".to_owned())
}

/// Reads until this is there.
pub(super) fn hear(stream: &mut Stream, end: &str) -> Result<String, Failure> {
    let mut heard = String::new();
    let mut room = [0; 512];
    while !heard.contains(end) {
        let read = stream.read(&mut room)?;
        if read == 0 {
            return Err(format!("it says no more than {heard}").into());
        }
        heard.push_str(&String::from_utf8_lossy(room.get(..read).unwrap_or_default()));
    }
    Ok(heard)
}

/// Reads what comes before the handshake is complete.
pub(super) fn read_early(stream: &mut Stream) -> Result<Vec<u8>, Failure> {
    let mut early = Vec::new();
    let mut room = [0; 512];
    loop {
        match stream.read_early(&mut room)? {
            0 => return Ok(early),
            read => early.extend_from_slice(room.get(..read).unwrap_or_default()),
        }
    }
}

/// Whether its page comes before the handshake is complete is up to the network.
pub(super) fn taken_by_nginx(world: &World) -> Result<String, Failure> {
    let sessions = Arc::new(ClientCache::new(1));
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    (setup.offer, setup.way) = (offer()?, Way::TicketHit);
    setup.options = &["ssl_early_data on"];
    let peer = nginx::Nginx.start(world, &setup)?;
    for (wanted, words) in [(EarlyData::None, "resumed: ."), (EarlyData::Accepted, "resumed: r")] {
        let mut stream = come(world, peer.port, &sessions, wanted)?;
        let page = hear(&mut stream, "client: \n")?;
        if !page.contains("TLSv1.3") || !page.contains(words) {
            return Err(format!("the page is {page}").into());
        }
        stream.shutdown()?;
    }
    Ok("taken, and answered".to_owned())
}

/// `s_client` comes twice, the second time with early data.
fn of_s_client(
    world: &World,
    register: bool,
    wanted: EarlyData,
    says: &str,
) -> Result<String, Failure> {
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    (setup.offer, setup.way, setup.takes_early_data) = (offer()?, Way::TicketHit, register);
    setup.tune = |builder: ServerConfigBuilder| builder.max_early_data(1024);
    let serving = serve_twice(&setup, |stream| {
        let early = read_early(stream)?;
        Ok((answer_get(stream)?, early))
    })?;
    let folder = world.folder()?;
    let (session, request) = (folder.join("session.pem"), folder.join("request"));
    fs::write(&request, WORDS)?;
    let (session, request) = (session.to_string_lossy(), request.to_string_lossy());
    let wish = ClientSetup::new(world, serving.port, offer()?);
    let options = ["-sess_out", &session];
    ask_and_wait(openssl::SClient.start(&ClientSetup { options: &options, ..wish.clone() })?)?;
    let options = ["-sess_in", &session, "-early_data", &request];
    let ended = ask_and_wait(openssl::SClient.start(&ClientSetup { options: &options, ..wish })?)?;
    let [_, (seen, early)] = serving.join()?;
    same("early data", &seen.summary.early_data, &wanted)?;
    same("resumed", &seen.summary.hello.resumption, &Some(Resumption::Ticket))?;
    let got = if wanted == EarlyData::Accepted { WORDS } else { b"" };
    if early != got || !ended.said.contains(says) || !ended.said.contains(PAGE) {
        let early = early.escape_ascii();
        return Err(format!("early: `{early}`; the client says: {}", ended.said).into());
    }
    Ok(says.to_owned())
}

pub(super) fn taken_of_s_client(world: &World) -> Result<String, Failure> {
    of_s_client(world, true, EarlyData::Accepted, "Early data was accepted")
}

/// Nobody can tell our server that they are new.
pub(super) fn refused_of_s_client(world: &World) -> Result<String, Failure> {
    of_s_client(world, false, EarlyData::Rejected, "Early data was rejected")
}
