//! A server of ours with TLS 1.3 and 1.2, for clients that have only one of them.

use countersign::{Policy, wire::ProtocolVersion};

use super::{combination, combination13};
use crate::{
    Failure,
    interop::{
        as_server::ask_and_wait,
        check::Wanted,
        matrix::{Combination, Leaf, Offer},
        our_server::{PAGE, Setup, answer_get, serve_twice},
        peers::{self, Client, ClientSetup},
        world::World,
    },
};

fn both(policy: Policy) -> Policy {
    Policy { versions: vec![ProtocolVersion::TLS13, ProtocolVersion::TLS12], ..policy }
}

fn serves(client: &dyn Client, world: &World) -> Result<String, Failure> {
    let all = [combination(), combination13().ok_or("no such suite")?];
    let offers = all.map(Combination::offer);
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    setup.offer = Offer {
        suites: offers.iter().flat_map(|one| one.suites.clone()).collect(),
        ..offers[0].clone()
    };
    setup.policy = both;
    let serving = serve_twice(&setup, answer_get)?;
    for offer in &offers {
        let wish = ClientSetup::new(world, serving.port, offer.clone());
        let ended = ask_and_wait(client.start(&wish)?)?;
        if !(ended.status.success() && ended.said.contains(PAGE)) {
            return Err(format!("the client ended with {}: {}", ended.status, ended.said).into());
        }
    }
    for (one, seen) in all.into_iter().zip(serving.join()?) {
        Wanted::full(one).check(&seen.summary)?;
    }
    Ok("each in its version".to_owned())
}

pub(super) fn s_client(world: &World) -> Result<String, Failure> {
    serves(&peers::openssl::SClient, world)
}

pub(super) fn gnutls_cli(world: &World) -> Result<String, Failure> {
    serves(&peers::gnutls::Cli, world)
}

pub(super) fn tstclnt(world: &World) -> Result<String, Failure> {
    serves(&peers::nss::TstClnt, world)
}

pub(super) fn curl(world: &World) -> Result<String, Failure> {
    serves(&peers::curl::Curl, world)
}
