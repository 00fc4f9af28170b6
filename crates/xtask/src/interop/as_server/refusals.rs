//! What our server refuses, and what it is refused.

use countersign::{ClientAuthentication, Role, crypto::SignatureScheme, wire::ProtocolVersion};

use super::ask_and_wait;
use crate::{
    Failure,
    interop::{
        matrix::{Combination, Leaf, Offer},
        names::SECP521R1,
        our_server::{Serving, Setup, answer_get, serve},
        peers::{Client, ClientSetup},
        refusal::{Refusal, Row},
        session::{Area, Book, Subject},
        world::World,
    },
};

/// Tries each row of the client's table.
pub(super) fn run(peer: &'static str, client: &dyn Client, world: &World, book: &Book) {
    for row in client.refusals() {
        let (role, area, what) = (Role::Server, Area::Refusals, row.refusal.name().to_owned());
        let subject = Subject { peer, role, area, what, combination: None };
        book.attempt(&subject, || refuse(client, world, row));
    }
}

/// A handshake that must fail as the row says.
fn refuse(client: &dyn Client, world: &World, row: &Row) -> Result<String, Failure> {
    let identity = match row.refusal {
        Refusal::Expired => &world.expired,
        Refusal::WrongName => &world.elsewhere,
        Refusal::NoCommonScheme => world.identity(Leaf::Rsa)?,
        _ => world.identity(Leaf::P256)?,
    };
    let mut setup = Setup::new(world, identity);
    match row.refusal {
        Refusal::NoCommonProtocol => setup.protocols = &["countersign/1"],
        Refusal::NoCommonScheme => setup.offer.schemes = vec![SignatureScheme::RSA_PKCS1_SHA256],
        Refusal::ClientWithout | Refusal::ClientWrongCa => {
            setup.clients = ClientAuthentication::Required;
        }
        _ => {}
    }
    let serving: Serving<_> = serve(&setup, answer_get)?;
    let mut wish = ClientSetup::new(world, serving.port, Offer::modern());
    let rsa = Combination::plain(Leaf::Rsa).offer();
    match row.refusal {
        Refusal::WrongCa => wish.trusted = &world.stranger,
        Refusal::NoCommonSuite => wish.offer.suites = rsa.suites,
        Refusal::NoCommonGroup => wish.offer.groups = vec![SECP521R1],
        Refusal::NoCommonScheme => wish.offer.schemes = rsa.schemes,
        Refusal::PeerOnlyTls11 => wish.offer = Offer::everything(ProtocolVersion::TLS11),
        Refusal::PeerOnlyTls13 => wish.offer = Offer::everything(ProtocolVersion::TLS13),
        Refusal::NoCommonProtocol => wish.protocols = &["http/1.1"],
        Refusal::ClientWrongCa => wish.identity = Some(&world.strange_client),
        _ => {}
    }
    let ended = ask_and_wait(client.start(&wish)?)?;
    let seen = row.check(serving.join());
    let seen =
        seen.map_err(|error| Failure::from(format!("{error}; the client: {}", ended.said)))?;
    row.check_words(&ended.said)?;
    if ended.status.success() {
        return Err("the client ended as if all were well".into());
    }
    Ok(format!("{seen}, {}", ended.status))
}
