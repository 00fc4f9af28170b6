//! Records no longer than one side asks for: `max_fragment_length` (RFC 6066 §4) and
//! `record_size_limit` (RFC 8449); and records that are longer than what they hold.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use countersign::{
    Event, Policy,
    wire::{ProtocolVersion, extension::max_fragment_length::MaxFragmentLength},
};

use super::bulk;
use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        matrix::{Leaf, Offer},
        our_client::{Wish, dial, get},
        our_server::{PAGE, Setup, answer_get, serve},
        peers::{Client, ClientSetup, Server, ServerSetup, gnutls, openssl},
        world::World,
    },
};

/// Our client asks for records of `most` bytes; the page has more, and comes in such.
fn asked_of(
    server: &dyn Server,
    world: &World,
    most: usize,
    policy: fn(Policy) -> Policy,
) -> Result<String, Failure> {
    for combination in bulk::protections() {
        let offer = combination.offer();
        let setup = ServerSetup { offer, ..ServerSetup::new(world.identity(Leaf::Rsa)?) };
        let peer = server.start(world, &setup)?;
        let wish = Wish::new(world, peer.port, combination.offer());
        let mut stream = dial(&Wish { policy, ..wish })?;
        let longest = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&longest);
        stream.observe(move |event| {
            if let Event::Data(data) = event {
                seen.fetch_max(data.len(), Ordering::Relaxed);
            }
        });
        let (page, longest) = (get(&mut stream, "/")?.len(), longest.load(Ordering::Relaxed));
        if longest > most || page <= most {
            return Err(format!("a record of {longest} bytes, of a page of {page}").into());
        }
    }
    Ok("pages in short records".to_owned())
}

/// (GnuTLS 3.7 acknowledges the extension, and sends longer records all the same.)
pub(super) fn fragments_of_s_server(world: &World) -> Result<String, Failure> {
    asked_of(&openssl::SServer, world, 512, |policy| Policy {
        max_fragment_length: Some(MaxFragmentLength::TWO_TO_9),
        ..policy
    })
}

pub(super) fn limit_of_gnutls_serv(world: &World) -> Result<String, Failure> {
    asked_of(&gnutls::Serv, world, 600, |policy| Policy { record_size_limit: Some(600), ..policy })
}

/// The client asks, and refuses longer records. (With such a limit `gnutls-cli` loses what it is
/// to send itself, so that only our side says much.)
fn asked_by(client: &dyn Client, world: &World, options: &[&str]) -> Result<String, Failure> {
    for combination in bulk::protections() {
        bulk::download(client, options, world, combination)?;
    }
    Ok("1 MiB in short records".to_owned())
}

pub(super) fn fragments_for_s_client(world: &World) -> Result<String, Failure> {
    asked_by(&openssl::SClient, world, &["-quiet", "-maxfraglen", "512"])
}

pub(super) fn limit_for_gnutls_cli(world: &World) -> Result<String, Failure> {
    asked_by(&gnutls::Cli, world, &["--recordsize", "600"])
}

/// OpenSSL shows the headers of our records: 300 bytes, and a tag of 16.
fn seen_padded(said: &str) -> Result<(), Failure> {
    if said.contains("17 03 03 01 3c") {
        return Ok(());
    }
    Err("none of our records has 316 bytes".into())
}

/// Both sides fill their records (RFC 8446 §5.4), each to its own multiple.
pub(super) fn padding_of_s_server(world: &World) -> Result<String, Failure> {
    let offer = Offer::everything(ProtocolVersion::TLS13);
    let setup = ServerSetup {
        offer: offer.clone(),
        options: &["-www", "-msg", "-record_padding", "512"],
        ..ServerSetup::new(world.identity(Leaf::Rsa)?)
    };
    let peer = openssl::SServer.start(world, &setup)?;
    let policy = |policy| Policy { record_padding: 300, ..policy };
    let mut stream = dial(&Wish { policy, ..Wish::new(world, peer.port, offer) })?;
    let page = get(&mut stream, "/")?;
    seen_padded(&peer.said())?;
    Ok(format!("page of {} bytes in padded records", page.len()))
}

/// The same the other way round.
pub(super) fn padding_of_s_client(world: &World) -> Result<String, Failure> {
    let offer = Offer::everything(ProtocolVersion::TLS13);
    let mut setup = Setup::new(world, world.identity(Leaf::Rsa)?);
    setup.offer = offer.clone();
    setup.policy = |policy| Policy { record_padding: 300, ..policy };
    let serving = serve(&setup, answer_get)?;
    let wish = ClientSetup::new(world, serving.port, offer);
    let options = &["-msg", "-record_padding", "512"];
    let ended = ask_and_wait(openssl::SClient.start(&ClientSetup { options, ..wish })?)?;
    serving.join()?;
    seen_padded(&ended.said)?;
    if ended.status.success() && ended.said.contains(PAGE) {
        return Ok("asked and answered in padded records".to_owned());
    }
    Err(format!("the client ended with {}: {}", ended.status, ended.said).into())
}
