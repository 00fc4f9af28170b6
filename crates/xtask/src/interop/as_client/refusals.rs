//! What our client refuses, and what it is refused.

use countersign::{ClientAuthentication, crypto::SignatureScheme, wire::ProtocolVersion};

use super::subject;
use crate::{
    Failure,
    interop::{
        matrix::{Combination, Leaf, Offer},
        names::SECP521R1,
        our_client::{Wish, dial, get},
        peers::{Server, ServerSetup},
        refusal::{Refusal, Row},
        session::{Area, Book},
        world::{Identity, World},
    },
    process::until,
};

/// Tries each row of the server's table.
pub(super) fn run(peer: &'static str, server: &dyn Server, world: &World, book: &Book) {
    for row in server.refusals() {
        let subject = subject(peer, Area::Refusals, row.refusal.name());
        book.attempt(&subject, || {
            // A server that closes at once may have the network drop its alert: not twice.
            match refuse(server, world, row) {
                Err(failure) if failure.to_string().contains("reset by peer") => {
                    refuse(server, world, row)
                }
                other => other,
            }
        });
    }
}

/// A handshake that must fail as the row says.
fn refuse(server: &dyn Server, world: &World, row: &Row) -> Result<String, Failure> {
    let identity = match row.refusal {
        Refusal::Expired => &world.expired,
        Refusal::WrongName => &world.elsewhere,
        Refusal::NoCommonScheme => world.identity(Leaf::Rsa)?,
        _ => world.identity(Leaf::P256)?,
    };
    let (theirs, ours) = offers(row.refusal, identity);
    let running = server.start(world, &theirs)?;
    let mut wish = Wish::new(world, running.port, ours);
    match row.refusal {
        Refusal::WrongCa => wish.trusted = &world.stranger.certificate,
        Refusal::NoCommonProtocol => wish.protocols = &["countersign/1"],
        Refusal::ClientWrongCa => {
            (wish.identity, wish.insists) = (Some(&world.strange_client), true);
        }
        _ => {}
    }
    let mut stream = dial(&wish)?;
    // A server that does not like our certificate may say so behind our Finished.
    let ended = stream.handshake().map(|_| ()).map_err(Failure::from);
    let ended = ended.and_then(|()| get(&mut stream, "/").map(|_| ()));
    let seen = row.check(ended)?;
    drop(stream);
    until(|| row.check_words(&running.said()).is_ok());
    row.check_words(&running.said())?;
    Ok(seen)
}

/// What both sides offer, so that it does not fit.
fn offers(refusal: Refusal, identity: &Identity) -> (ServerSetup<'_>, Offer) {
    let mut theirs = ServerSetup::new(identity);
    let mut ours = Offer::modern();
    match refusal {
        Refusal::NoCommonSuite => ours = Combination::plain(Leaf::Rsa).offer(),
        Refusal::NoCommonGroup => theirs.offer.groups = vec![SECP521R1],
        Refusal::NoCommonScheme => {
            ours = Combination::plain(Leaf::Rsa).offer();
            theirs.offer.schemes = vec![SignatureScheme::RSA_PKCS1_SHA256];
        }
        Refusal::PeerOnlyTls11 => theirs.offer = Offer::everything(ProtocolVersion::TLS11),
        Refusal::PeerOnlyTls13 => theirs.offer = Offer::everything(ProtocolVersion::TLS13),
        Refusal::NoCommonProtocol => theirs.protocols = &["http/1.1"],
        Refusal::ClientWithout | Refusal::ClientWrongCa => {
            theirs.clients = ClientAuthentication::Required;
        }
        _ => {}
    }
    (theirs, ours)
}
