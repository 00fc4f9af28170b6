//! Records no longer than one side asks for: `max_fragment_length` (RFC 6066 §4) and
//! `record_size_limit` (RFC 8449).

use countersign::{Policy, wire::extension::max_fragment_length::MaxFragmentLength};

use super::bulk;
use crate::{
    Failure,
    interop::{
        matrix::Leaf,
        our_client::{Wish, dial, get},
        peers::{Client, Server, ServerSetup, gnutls, openssl},
        world::World,
    },
};

/// Our client asks; we refuse longer records, so that what comes has been cut.
fn asked_of(
    server: &dyn Server,
    world: &World,
    policy: fn(Policy) -> Policy,
) -> Result<String, Failure> {
    for combination in bulk::protections() {
        let offer = combination.offer();
        let setup = ServerSetup { offer, ..ServerSetup::new(world.identity(Leaf::Rsa)?) };
        let peer = server.start(world, &setup)?;
        let wish = Wish::new(world, peer.port, combination.offer());
        let mut stream = dial(&Wish { policy, ..wish })?;
        get(&mut stream, "/")?;
    }
    Ok("pages in short records".to_owned())
}

pub(super) fn fragments_of_s_server(world: &World) -> Result<String, Failure> {
    asked_of(&openssl::SServer, world, |policy| Policy {
        max_fragment_length: Some(MaxFragmentLength::TWO_TO_9),
        ..policy
    })
}

pub(super) fn fragments_of_gnutls_serv(world: &World) -> Result<String, Failure> {
    asked_of(&gnutls::Serv, world, |policy| Policy {
        max_fragment_length: Some(MaxFragmentLength::TWO_TO_10),
        ..policy
    })
}

pub(super) fn limit_of_gnutls_serv(world: &World) -> Result<String, Failure> {
    asked_of(&gnutls::Serv, world, |policy| Policy { record_size_limit: Some(600), ..policy })
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
