//! Our client with a peer's server.

use countersign::{Role, crypto::SignatureScheme, pki_types::ServerName};

use super::{
    check_summary,
    matrix::{Combination, Leaf, Offer, Version},
    names::SECP521R1,
    our_client::{Wish, dial, get, watch},
    peers::{PeerServer, Server, ServerSetup},
    refusal::{Refusal, Row},
    session::{Book, Subject},
    world::{Identity, World},
};
use crate::{Failure, process::until};

/// Tries everything that every server can do.
pub(super) fn run(peer: &'static str, server: &dyn Server, world: &World, book: &mut Book) {
    let subject = |what, combination| Subject { peer, role: Role::Client, what, combination };
    for leaf in Leaf::ALL {
        let started = world
            .identity(leaf)
            .and_then(|identity| server.start(world, &ServerSetup::new(identity)));
        let running = match started {
            Ok(running) => running,
            Err(failure) => {
                book.fail(&subject("its start", None), &failure);
                continue;
            }
        };
        for combination in Combination::all().into_iter().filter(|one| one.leaf == leaf) {
            book.attempt(&subject("page", Some(combination)), || {
                page(server, running.port, world, combination)
            });
        }
    }
    let plain = Combination::plain(Leaf::P256);
    for row in server.refusals() {
        book.attempt(&subject(row.refusal.name(), None), || refuse(server, world, row));
    }
    book.attempt(&subject("ALPN", plain), || alpn(server, world));
    book.attempt(&subject("by address", plain), || by_address(server, world));
    book.attempt(&subject("certificate asked for", plain), || asked_for_certificate(server, world));
    book.attempt(&subject("no extended master secret", plain), || without_ems(server, world));
}

/// What our client wants if nothing else is said.
pub(super) fn wish(world: &World, port: u16, offer: Offer) -> Wish<'_> {
    Wish { port, name: "localhost", offer, protocols: &[], trusted: &world.trusted.certificate }
}

/// A page over just this combination; both sides must say that it was.
fn page(
    server: &dyn Server,
    port: u16,
    world: &World,
    combination: Combination,
) -> Result<String, Failure> {
    let mut stream = dial(&wish(world, port, combination.offer()))?;
    check_summary(stream.handshake()?, combination)?;
    let page = get(&mut stream, "/")?;
    server.confirm(&String::from_utf8_lossy(&page), combination)?;
    Ok(format!("page of {} bytes", page.len()))
}

fn plain(leaf: Leaf) -> Result<Combination, Failure> {
    Combination::plain(leaf).ok_or_else(|| "no suite fits this certificate".into())
}

fn start_plain<'a>(
    server: &dyn Server,
    world: &'a World,
    change: impl FnOnce(&mut ServerSetup<'a>),
) -> Result<PeerServer, Failure> {
    let mut setup = ServerSetup::new(world.identity(Leaf::P256)?);
    change(&mut setup);
    server.start(world, &setup)
}

/// Every peer has `http/1.1`, so that it is chosen, though we prefer another.
fn alpn(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |setup| setup.protocols = &["http/1.1"])?;
    let protocols = &["countersign/1", "http/1.1"];
    let mut stream = dial(&Wish { protocols, ..wish(world, running.port, Offer::everything()) })?;
    let protocol = stream.handshake()?.hello.protocol.clone();
    get(&mut stream, "/")?;
    match protocol {
        Some(name) if name.as_bytes() == b"http/1.1" => Ok(format!("{name} agreed on")),
        other => Err(format!("agreed on {other:?} instead of http/1.1").into()),
    }
}

/// The server is known by its address, for which no name is sent (RFC 6066 §3).
fn by_address(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |_| {})?;
    let name = "127.0.0.1";
    ServerName::try_from(name)?;
    let mut stream = dial(&Wish { name, ..wish(world, running.port, Offer::everything()) })?;
    let page = get(&mut stream, "/")?;
    server.confirm(&String::from_utf8_lossy(&page), plain(Leaf::P256)?)?;
    Ok("the address is in the certificate".to_owned())
}

/// We have no certificate, say so, and are served all the same.
fn asked_for_certificate(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |setup| setup.asks_certificate = true)?;
    let mut stream = dial(&wish(world, running.port, plain(Leaf::P256)?.offer()))?;
    let asked = watch(&mut stream);
    get(&mut stream, "/")?;
    if asked.has_seen("received CertificateRequest") {
        return Ok("an empty Certificate was enough".to_owned());
    }
    Err("the server did not ask".into())
}

/// The older master secret, which the default policy still takes.
fn without_ems(server: &dyn Server, world: &World) -> Result<String, Failure> {
    let running = start_plain(server, world, |setup| setup.without_ems = Some(&world.without_ems))?;
    let mut stream = dial(&wish(world, running.port, plain(Leaf::P256)?.offer()))?;
    let with = stream.handshake()?.hello.extended_master_secret;
    get(&mut stream, "/")?;
    if with { Err("it is used all the same".into()) } else { Ok("done without".to_owned()) }
}

/// A handshake that must fail as the row says.
fn refuse(server: &dyn Server, world: &World, row: &Row) -> Result<String, Failure> {
    let identity = match row.refusal {
        Refusal::Expired => &world.expired,
        Refusal::WrongName => &world.elsewhere,
        Refusal::NoCommonScheme => world.identity(Leaf::Rsa)?,
        _ => world.identity(Leaf::P256)?,
    };
    let (theirs, ours) = offers(row.refusal, identity)?;
    let running = server.start(world, &theirs)?;
    let mut wish = wish(world, running.port, ours);
    match row.refusal {
        Refusal::WrongCa => wish.trusted = &world.stranger.certificate,
        Refusal::NoCommonProtocol => wish.protocols = &["countersign/1"],
        _ => {}
    }
    let mut stream = dial(&wish)?;
    let seen = row.check(stream.handshake().map(|_| ()).map_err(Failure::from))?;
    drop(stream);
    until(|| row.check_words(&running.said()).is_ok());
    row.check_words(&running.said())?;
    Ok(seen)
}

/// What both sides offer, so that it does not fit.
fn offers(refusal: Refusal, identity: &Identity) -> Result<(ServerSetup<'_>, Offer), Failure> {
    let mut theirs = ServerSetup::new(identity);
    let mut ours = Offer::everything();
    match refusal {
        Refusal::NoCommonSuite => ours = plain(Leaf::Rsa)?.offer(),
        Refusal::NoCommonGroup => theirs.offer.groups = vec![SECP521R1],
        Refusal::NoCommonScheme => {
            ours = plain(Leaf::Rsa)?.offer();
            theirs.offer.schemes = vec![SignatureScheme::RSA_PKCS1_SHA256];
        }
        Refusal::PeerOnlyTls11 => theirs.offer.version = Version::Tls11,
        Refusal::PeerOnlyTls13 => theirs.offer.version = Version::Tls13,
        Refusal::NoCommonProtocol => theirs.protocols = &["http/1.1"],
        Refusal::WrongCa | Refusal::WrongName | Refusal::Expired | Refusal::Renegotiation => {}
    }
    Ok((theirs, ours))
}
