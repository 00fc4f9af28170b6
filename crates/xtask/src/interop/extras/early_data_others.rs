//! Data before the handshake is complete (RFC 8446 §2.3), with GnuTLS and NSS.

use std::{
    io::Write as _,
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use countersign::{EarlyData, Resumption, ServerConfigBuilder};
use countersign_sessions::ClientCache;

use super::early_data::{WORDS, come, hear, offer, read_early};
use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        check::same,
        matrix::{Leaf, Offer, Way},
        our_client::Stream,
        our_server::{PAGE, Seen, Serving, Setup, answer, answer_get, serve_twice},
        peers::{Client, ClientSetup, Server, ServerSetup, gnutls, nss},
        world::World,
    },
    process::{Ended, until},
};

/// Its library takes them, and says so; its program does not look at them.
pub(super) fn taken_by_gnutls_serv(world: &World) -> Result<String, Failure> {
    let sessions = Arc::new(ClientCache::new(1));
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    (setup.offer, setup.way) = (offer()?, Way::TicketHit);
    setup.options = &["--echo", "--earlydata", "--maxearlydata", "1024"];
    let peer = gnutls::Serv.start(world, &setup)?;
    for wanted in [EarlyData::None, EarlyData::Accepted] {
        let mut stream = come(world, peer.port, &sessions, wanted)?;
        stream.write_all(b"behind them\n")?;
        hear(&mut stream, "behind them\n")?;
        stream.shutdown()?;
    }
    let says = format!("decrypted early data with length: {}", WORDS.len());
    if !until(|| peer.said().contains(&says)) {
        return Err(format!("`{says}` is not said: {}", peer.said()).into());
    }
    Ok("taken, and went on".to_owned())
}

/// `selfserv` gives back what it was asked. It remembers binders for so long, and takes no early
/// data before it has run for that time: it could have forgotten them.
const WINDOW: Duration = Duration::from_secs(11);

pub(super) fn taken_by_selfserv(world: &World) -> Result<String, Failure> {
    let sessions = Arc::new(ClientCache::new(1));
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    (setup.offer, setup.way, setup.options) = (offer()?, Way::TicketHit, &["-Z"]);
    let peer = nss::SelfServ.start(world, &setup)?;
    let start = Instant::now();
    for wanted in [EarlyData::None, EarlyData::Rejected, EarlyData::Accepted] {
        if wanted == EarlyData::Accepted {
            sleep(WINDOW.saturating_sub(start.elapsed()));
        }
        // It answers early data at once, and is gone before it has read our Finished.
        let page = hear(&mut come(world, peer.port, &sessions, wanted)?, "EOF")?;
        if page.matches("Host: localhost").count() != 1 {
            return Err(format!("the page is {page}").into());
        }
    }
    Ok("passed over at first, later taken and answered".to_owned())
}

/// What our server saw of a connection, and what came early.
type Visit = (Seen, Vec<u8>);
type Visits = Serving<[Visit; 2]>;

fn serving(
    world: &World,
    serve: fn(&mut Stream) -> Result<Visit, Failure>,
) -> Result<Visits, Failure> {
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    (setup.offer, setup.way, setup.takes_early_data) = (offer()?, Way::TicketHit, true);
    setup.tune = |builder: ServerConfigBuilder| builder.max_early_data(1024);
    serve_twice(&setup, serve)
}

/// The second connection was resumed, and began with these words.
fn check(visits: Visits, ended: &Ended, words: &[u8]) -> Result<String, Failure> {
    let visits = visits.join();
    let [_, (seen, early)] = visits.map_err(|error| format!("{error}: {}", ended.said))?;
    same("early data", &seen.summary.early_data, &EarlyData::Accepted)?;
    same("resumed", &seen.summary.hello.resumption, &Some(Resumption::Ticket))?;
    if early != words || !ended.status.success() || !ended.said.contains(PAGE) {
        let early = early.escape_ascii();
        return Err(format!("early: `{early}`; the client says: {}", ended.said).into());
    }
    Ok("taken, and the client has gone on".to_owned())
}

/// It comes twice by itself, and only the second time asks.
pub(super) fn taken_of_gnutls_cli(world: &World) -> Result<String, Failure> {
    let visits = serving(world, |stream| {
        let early = read_early(stream)?;
        Ok((answer_get(stream)?, early))
    })?;
    let words = world.file("early", WORDS)?;
    let words = words.to_string_lossy();
    let options = &["--resume", "--waitresumption", "--earlydata", &*words][..];
    let wish = ClientSetup::new(world, visits.port, offer()?);
    let ended = ask_and_wait(gnutls::Cli.start(&ClientSetup { options, ..wish })?)?;
    if !ended.said.contains("*** This is a resumed session") {
        return Err(format!("it resumes nothing: {}", ended.said).into());
    }
    check(visits, &ended, WORDS)
}

/// Its request goes early where it has read it before we answer, and is not said again.
pub(super) fn taken_of_tstclnt(world: &World) -> Result<String, Failure> {
    let visits = serving(world, |stream| {
        sleep(Duration::from_millis(500));
        let early = read_early(stream)?;
        let seen =
            if early.is_empty() { answer_get(stream)? } else { answer(stream, early.clone())? };
        Ok((seen, early))
    })?;
    // Told which suites, it frees their list behind each connection, and so crashes.
    let offer = Offer { suites: Vec::new(), ..offer()? };
    let wish = ClientSetup::new(world, visits.port, offer);
    let options = &["-Z", "-L", "2"][..];
    let ended = ask_and_wait(nss::TstClnt.start(&ClientSetup { options, ..wish })?)?;
    if ended.said.matches(PAGE).count() != 2 || !ended.said.contains("1 stateless resumes") {
        return Err(format!("it does not have two pages: {}", ended.said).into());
    }
    check(visits, &ended, b"GET / HTTP/1.0\r\n\r\n")
}
