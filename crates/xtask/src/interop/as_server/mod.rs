//! Our server with a peer's client.

mod basics;
mod refusals;

use countersign::Role;

use super::{
    check::Wanted,
    matrix::{Clients, Combination, Course, Leaf, Offer},
    our_server::{PAGE, Seen, Setup, answer_get, serve, serve_twice},
    peers::{Client, ClientSetup},
    plan::{self, Try},
    session::{Book, Subject},
    world::World,
};
use crate::{
    Failure,
    process::{Ended, Running},
};

/// Tries everything that every client can do.
pub(super) fn run(peer: &'static str, client: &dyn Client, world: &World, book: &Book) {
    for one in plan::all() {
        let Try { area, combination, course, .. } = one;
        let (role, what) = (Role::Server, one.name());
        let subject = Subject { peer, role, area, what, combination: Some(combination) };
        if let Some(reason) = client.lacks(&one) {
            book.skip(&subject, reason);
            continue;
        }
        book.attempt(&subject, || match course {
            None => page(client, world, combination),
            Some(course) => twice(client, world, combination, course, one.shown()),
        });
    }
    refusals::run(peer, client, world, book);
    if client.is_tunable() {
        basics::run(peer, client, world, book);
    }
}

/// Writes the request to those that read it from their input, and waits for the end.
pub(super) fn ask_and_wait(mut client: Running) -> Result<Ended, Failure> {
    // curl makes its own request, and a client that refused us is gone: neither reads this.
    let _ = client.write(b"GET / HTTP/1.0\r\n\r\n");
    client.wait()
}

/// Our server can do everything, save where it would prefer another group or scheme. It always
/// knows encrypt-then-MAC: where it is not to be, the peer has none.
fn our_setup(world: &World, combination: Combination) -> Result<Setup<'_>, Failure> {
    let mut setup = match combination.leaf {
        Some(leaf) => Setup::new(world, world.identity(leaf)?),
        None => Setup::without_certificate(world),
    };
    let Offer { groups, schemes, .. } = combination.offer();
    setup.offer = Offer { encrypt_then_mac: true, schemes, ..combination.offer() };
    setup.offer.groups = combination.group.map_or(groups, |group| vec![group]);
    Ok(setup)
}

/// What the client offers: just this, with a group before it that we do not have where it is to
/// say hello twice.
fn their_offer(combination: Combination, retries: bool) -> Offer {
    let offer = combination.offer();
    let groups = match combination.only_group(false) {
        _ if retries => combination.retried_groups(),
        Some(group) => vec![group],
        None => return offer,
    };
    Offer { groups, ..offer }
}

/// The client offers just this combination; both sides must say that it was.
fn page(client: &dyn Client, world: &World, combination: Combination) -> Result<String, Failure> {
    let serving = serve(&our_setup(world, combination)?, answer_get)?;
    let wish = ClientSetup::new(world, serving.port, their_offer(combination, false));
    let ended = ask_and_wait(client.start(&wish)?)?;
    let seen = with_words(serving.join(), &ended)?;
    let wanted = Wanted::full(combination);
    wanted.check(&seen.summary)?;
    check_success(&ended)?;
    client.confirm(&ended.said, &wanted)?;
    check_close(client, &seen)?;
    Ok(format!("asked with {} bytes, exit 0", seen.request.len()))
}

/// The client comes twice, the second time with what it kept of the first.
fn twice(
    client: &dyn Client,
    world: &World,
    combination: Combination,
    course: Course,
    shown: Option<Leaf>,
) -> Result<String, Failure> {
    let mut setup = our_setup(world, combination)?;
    setup.clients = course.clients.authentication();
    setup.way = course.way;
    let mut offer = their_offer(combination, course.way.retries());
    if course.clients != Clients::NotAsked {
        let Offer { schemes, .. } = Offer::everything(combination.version);
        setup.offer.schemes.clone_from(&schemes);
        offer.schemes = schemes;
    }
    let serving = serve_twice(&setup, answer_get)?;
    let identity = shown.map(|leaf| world.client(leaf)).transpose()?;
    let wish = ClientSetup { identity, ..ClientSetup::new(world, serving.port, offer) };
    let ended = client.come_twice(&wish, &|setup| ask_and_wait(client.start(setup)?))?;
    let seen = with_words(serving.join(), &ended)?;
    let resumption = course.way.resumption(combination.version, Role::Server);
    let retried = course.way.retries();
    let first = Wanted { client: shown, retried, ..Wanted::full(combination) };
    let second = Wanted { resumption, ..first };
    first.check(&seen[0].summary).map_err(|error| format!("first: {error}"))?;
    second.check(&seen[1].summary).map_err(|error| format!("second: {error}"))?;
    check_success(&ended)?;
    client.confirm(&ended.said, &second)?;
    match client.resumed_words() {
        Some(words) if ended.said.contains(words) != client.calls_resumed(&second) => {
            Err(format!("`{words}` where it is not so, or the contrary: {}", ended.said).into())
        }
        _ => Ok("came twice, exit 0".to_owned()),
    }
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
