//! What has little to do with suites: application protocols, what a peer lacks.

use countersign::Role;

use super::{ask_and_wait, check_success, with_words};
use crate::{
    Failure,
    interop::{
        check::{Wanted, refuses_exports},
        matrix::{Combination, Leaf, Offer, Way},
        our_server::{Setup, answer_get, serve, serve_twice},
        peers::{Client, ClientSetup},
        session::{Area, Book, Subject},
        world::World,
    },
};

/// Tries them with every client.
pub(super) fn run(peer: &'static str, client: &dyn Client, world: &World, book: &Book) {
    let subject = |what: &str| {
        let (role, area, what) = (Role::Server, Area::Extras, what.to_owned());
        Subject { peer, role, area, what, combination: None }
    };
    book.attempt(&subject("ALPN"), || alpn(client, world));
    book.attempt(&subject("no extended master secret"), || without_ems(client, world));
    book.attempt(&subject("we have no encrypt-then-MAC"), || without_etm(client, world));
}

fn alpn(client: &dyn Client, world: &World) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let protocols = &["countersign/1", "http/1.1"];
    let setup = Setup { protocols, ..Setup::new(world, identity) };
    let serving = serve(&setup, answer_get)?;
    let wish = ClientSetup::new(world, serving.port, Offer::modern());
    let ended = ask_and_wait(client.start(&ClientSetup { protocols: &["http/1.1"], ..wish })?)?;
    let seen = with_words(serving.join(), &ended)?;
    check_success(&ended)?;
    let words = client.protocol_words("http/1.1");
    if !ended.said.contains(&words) {
        return Err(format!("the client does not say `{words}`, but: {}", ended.said).into());
    }
    match seen.summary.hello.protocol {
        Some(name) if name.as_bytes() == b"http/1.1" => Ok(format!("{name} agreed on")),
        other => Err(format!("agreed on {other:?} instead of http/1.1").into()),
    }
}

/// The older master secret, which the default policy still takes: such a session is not kept
/// (RFC 7627 §5.3), and nothing is exported (§5.4).
fn without_ems(client: &dyn Client, world: &World) -> Result<String, Failure> {
    let setup = Setup { way: Way::Both, ..Setup::new(world, world.identity(Leaf::P256)?) };
    let serving = serve_twice(&setup, |stream| {
        stream.handshake()?;
        refuses_exports(stream)?;
        answer_get(stream)
    })?;
    let wish = ClientSetup::new(world, serving.port, Offer::modern());
    let wish = ClientSetup { without_ems: true, ..wish };
    let ended = client.come_twice(&wish, &|setup| ask_and_wait(client.start(setup)?))?;
    for seen in with_words(serving.join(), &ended)? {
        let hello = seen.summary.hello;
        if hello.extended_master_secret || hello.resumption.is_some() {
            return Err(format!("it is there, or a session resumed: {hello:?}").into());
        }
    }
    check_success(&ended)?;
    Ok("done without, nothing kept, no exports".to_owned())
}

/// The peer offers it, and we do not know it.
fn without_etm(client: &dyn Client, world: &World) -> Result<String, Failure> {
    let first = Combination::named("ECDHE-ECDSA-AES128-SHA256").ok_or("no such suite")?;
    let combination = Combination { encrypt_then_mac: false, ..first };
    let mut setup = Setup::new(world, world.identity(Leaf::P256)?);
    setup.offer = combination.offer();
    let serving = serve(&setup, answer_get)?;
    let offer = Offer { encrypt_then_mac: true, ..combination.offer() };
    let wish = ClientSetup::new(world, serving.port, offer);
    let ended = ask_and_wait(client.start(&wish)?)?;
    let seen = with_words(serving.join(), &ended)?;
    let wanted = Wanted::full(combination);
    wanted.check(&seen.summary)?;
    check_success(&ended)?;
    client.confirm(&ended.said, &wanted)?;
    Ok("MAC before encryption".to_owned())
}
