//! Our server with a peer's client.

use countersign::{Role, crypto::SignatureScheme};

use super::{
    check_summary,
    matrix::{Combination, Leaf, Offer, Version},
    names::SECP521R1,
    our_server::{PAGE, Seen, Serving, Setup, answer_get, serve},
    peers::{Client, ClientSetup},
    refusal::{Refusal, Row},
    session::{Book, Subject},
    world::{Identity, World},
};
use crate::{
    Failure,
    process::{Ended, Running},
};

/// Tries everything that every client can do.
pub(super) fn run(peer: &'static str, client: &dyn Client, world: &World, book: &mut Book) {
    let subject = |what, combination| Subject { peer, role: Role::Server, what, combination };
    for combination in Combination::all() {
        book.attempt(&subject("page", Some(combination)), || page(client, world, combination));
    }
    for row in client.refusals() {
        book.attempt(&subject(row.refusal.name(), None), || refuse(client, world, row));
    }
    let plain = Combination::plain(Leaf::P256);
    book.attempt(&subject("ALPN", plain), || alpn(client, world));
    book.attempt(&subject("no extended master secret", plain), || without_ems(client, world));
}

/// What a peer's client wants if nothing else is said.
pub(super) fn wish(world: &World, port: u16, offer: Offer) -> ClientSetup<'_> {
    let (trusted, name) = (&world.trusted, "localhost");
    ClientSetup { port, trusted, name, offer, protocols: &[], without_ems: None, options: &[] }
}

/// Writes the request to those that read it from their input, and waits for the end.
pub(super) fn ask_and_wait(mut client: Running) -> Result<Ended, Failure> {
    // curl makes its own request, and a client that refused us is gone: neither reads this.
    let _ = client.write(b"GET / HTTP/1.0\r\n\r\n");
    client.wait()
}

/// Our server can do everything, save where it would prefer another group or scheme.
fn our_setup(identity: &Identity, combination: Combination) -> Setup<'_> {
    let everything = Offer::everything();
    let groups = vec![combination.group];
    let offer = Offer { groups, schemes: vec![combination.scheme], ..everything };
    Setup { key: &identity.key, offer, protocols: &[] }
}

fn page(client: &dyn Client, world: &World, combination: Combination) -> Result<String, Failure> {
    let setup = our_setup(world.identity(combination.leaf)?, combination);
    let serving = serve(&setup, answer_get)?;
    let started = client.start(&wish(world, serving.port, combination.offer()))?;
    let ended = ask_and_wait(started)?;
    let seen = with_words(serving.join(), &ended)?;
    check_summary(&seen.summary, combination)?;
    check_success(&ended)?;
    client.confirm(&ended.said, combination)?;
    check_close(client, &seen)?;
    Ok(format!("asked with {} bytes, exit 0", seen.request.len()))
}

fn check_close(client: &dyn Client, seen: &Seen) -> Result<(), Failure> {
    if seen.closed == client.closes_in_turn() {
        return Ok(());
    }
    Err(format!("close_notify in turn: {}", seen.closed).into())
}

/// The page must have arrived, and the client must be content.
fn check_success(ended: &Ended) -> Result<(), Failure> {
    if ended.status.success() && ended.said.contains(PAGE) {
        return Ok(());
    }
    Err(format!("the client ended with {}: {}", ended.status, ended.said).into())
}

/// Where our side failed, what the client said helps.
fn with_words<T>(ours: Result<T, Failure>, ended: &Ended) -> Result<T, Failure> {
    ours.map_err(|failure| format!("{failure}; the client says: {}", ended.said).into())
}

fn alpn(client: &dyn Client, world: &World) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let protocols = &["countersign/1", "http/1.1"];
    let setup = Setup { key: &identity.key, offer: Offer::everything(), protocols };
    let serving = serve(&setup, answer_get)?;
    let wish = wish(world, serving.port, Offer::everything());
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

/// The older master secret, which the default policy still takes.
fn without_ems(client: &dyn Client, world: &World) -> Result<String, Failure> {
    let identity = world.identity(Leaf::P256)?;
    let setup = Setup { key: &identity.key, offer: Offer::everything(), protocols: &[] };
    let serving = serve(&setup, answer_get)?;
    let setup = wish(world, serving.port, Offer::everything());
    let without_ems = Some(world.without_ems.as_path());
    let ended = ask_and_wait(client.start(&ClientSetup { without_ems, ..setup })?)?;
    let seen = with_words(serving.join(), &ended)?;
    check_success(&ended)?;
    let with = seen.summary.hello.extended_master_secret;
    if with { Err("it is used all the same".into()) } else { Ok("done without".to_owned()) }
}

/// A handshake that must fail as the row says.
fn refuse(client: &dyn Client, world: &World, row: &Row) -> Result<String, Failure> {
    let identity = match row.refusal {
        Refusal::Expired => &world.expired,
        Refusal::WrongName => &world.elsewhere,
        Refusal::NoCommonScheme => world.identity(Leaf::Rsa)?,
        _ => world.identity(Leaf::P256)?,
    };
    let mut setup = Setup { key: &identity.key, offer: Offer::everything(), protocols: &[] };
    match row.refusal {
        Refusal::NoCommonProtocol => setup.protocols = &["countersign/1"],
        Refusal::NoCommonScheme => setup.offer.schemes = vec![SignatureScheme::RSA_PKCS1_SHA256],
        _ => {}
    }
    let serving: Serving<_> = serve(&setup, answer_get)?;
    let mut wish = wish(world, serving.port, Offer::everything());
    let rsa = Combination::plain(Leaf::Rsa).map(Combination::offer);
    let rsa = rsa.ok_or("no suite fits an RSA certificate")?;
    match row.refusal {
        Refusal::WrongCa => wish.trusted = &world.stranger,
        Refusal::NoCommonSuite => wish.offer.suites = rsa.suites,
        Refusal::NoCommonGroup => wish.offer.groups = vec![SECP521R1],
        Refusal::NoCommonScheme => wish.offer.schemes = rsa.schemes,
        Refusal::PeerOnlyTls11 => wish.offer.version = Version::Tls11,
        Refusal::PeerOnlyTls13 => wish.offer.version = Version::Tls13,
        Refusal::NoCommonProtocol => wish.protocols = &["http/1.1"],
        Refusal::WrongName | Refusal::Expired | Refusal::Renegotiation => {}
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
