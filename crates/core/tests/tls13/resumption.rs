//! Sessions resumed, and what keeps one from being resumed for its age or its damage
//! (RFC 8446 §2.2, §4.6.1).

use countersign::{Event, Policy, Resumption};
use countersign_testkit::{Scene, tls13};

use crate::stage::{
    connect, connected, converse, later, modern, pair, questions, scene, suites, with_suites,
};

fn resuming(ids: bool, tickets: bool) -> Scene {
    modern(|client| client.resumption(true), |server| server.session_ids(ids).tickets(tickets))
}

#[test]
fn by_id_by_ticket_and_by_ticket_where_both_are_there() {
    for (ids, tickets, how) in [
        (true, false, Resumption::SessionId),
        (false, true, Resumption::Ticket),
        (true, true, Resumption::Ticket),
    ] {
        let scene = resuming(ids, tickets);
        assert_eq!(connect(&scene, 1).1.hello.resumption, None);
        for seed in 2..5 {
            let (client, server) = connect(&scene, seed);
            assert_eq!(server.hello.resumption, Some(how));
            assert!(server.group.is_some(), "with a key exchange of its own");
            assert_eq!((server.scheme, &server.credential), (None, &None));
            assert_eq!(client.peer_chain.len(), 1, "the server is still known");
        }
    }
}

#[test]
fn every_suite_resumes_with_and_without_key_exchange() {
    for row in suites() {
        for alone in [false, true] {
            let policy = Policy { psk_without_key_exchange: alone, ..with_suites(&[row.suite]) };
            let scene =
                scene(&policy, |client| client.resumption(true), |server| server.tickets(true));
            connect(&scene, 1);
            let (_, server) = connect(&scene, 2);
            assert_eq!(server.hello.resumption, Some(Resumption::Ticket), "{}", row.name);
            assert!(server.group.is_some(), "where both can be the key exchange is there");
        }
    }
}

#[test]
fn a_server_that_has_forgotten_falls_back_to_a_full_handshake() {
    for (ids, tickets) in [(true, false), (false, true)] {
        let scene = resuming(ids, tickets);
        connect(&scene, 1);
        scene.server_sessions.clear();
        let mut second = pair(&scene, 2);
        assert_eq!(converse(&mut second).1.hello.resumption, None);
        let asked = if tickets { "OpenTicket" } else { "FindSession" };
        assert_eq!(questions(&second.server)[1], asked);
        assert!(connect(&scene, 3).1.hello.resumption.is_some(), "there is a new session");
    }
}

#[test]
fn a_damaged_session_is_none() {
    for (ids, tickets) in [(true, false), (false, true)] {
        let scene = resuming(ids, tickets);
        connect(&scene, 1);
        scene.server_sessions.change(|bytes| bytes.truncate(40));
        assert_eq!(connect(&scene, 2).1.hello.resumption, None);
    }
}

#[test]
fn a_session_grows_old_at_the_server_too() {
    let scene = resuming(false, true);
    connect(&scene, 1);
    let resumed = |seconds| {
        let mut pair = pair(&scene, seconds);
        pair.server.now = later(seconds);
        pair.run();
        connected(&pair.server).hello.resumption
    };
    let lifetime = u64::from(Policy::modern().session_lifetime);
    assert_eq!(resumed(lifetime - 1), Some(Resumption::Ticket));
    scene.client_sessions.clear();
    connect(&scene, 2);
    assert_eq!(resumed(lifetime), None);
}

/// A week is the most that a ticket may be used, whatever a policy says (RFC 8446 §4.6.1).
#[test]
fn no_ticket_outlives_a_week() {
    const WEEK: u64 = 7 * 24 * 3600;
    let policy = Policy { session_lifetime: u32::MAX, ..tls13() };
    for (seconds, how) in [(WEEK - 1, Some(Resumption::Ticket)), (WEEK, None)] {
        let scene = scene(&policy, |client| client.resumption(true), |server| server.tickets(true));
        connect(&scene, 1);
        let mut pair = pair(&scene, 2);
        pair.server.now = later(seconds);
        assert_eq!(converse(&mut pair).1.hello.resumption, how);
    }
}

/// Each resumption gives new tickets, none of which lives longer than the first session.
#[test]
fn a_session_that_is_carried_on_does_not_become_young_again() {
    let scene = resuming(false, true);
    let lifetime = u64::from(Policy::modern().session_lifetime);
    let at = |seconds| {
        let mut pair = pair(&scene, seconds + 1);
        (pair.client.now, pair.server.now) = (later(seconds), later(seconds));
        let (_, server) = converse(&mut pair);
        let lifetimes = pair.server.noted().iter().filter_map(|noted| match &noted.event {
            Event::Ask(_, countersign::Request::SealTicket(request)) => Some(request.lifetime),
            _ => None,
        });
        (server.hello.resumption.is_some(), lifetimes.collect::<Vec<_>>())
    };
    assert_eq!(at(0), (false, vec![7200, 7200]));
    assert_eq!(at(3000), (true, vec![4200, 4200]));
    assert_eq!(at(lifetime - 1), (true, vec![1, 1]));
    assert_eq!(at(lifetime), (false, vec![7200, 7200]), "from the first handshake on");
}

/// Who is offered a key and does not take it goes on in full; the client's certificate is asked
/// for again.
#[test]
fn a_client_that_offers_nothing_is_asked_nothing() {
    let scene = resuming(true, true);
    let mut pair = pair(&scene, 1);
    pair.run();
    assert_eq!(questions(&pair.server), ["ClientHello", "Sign", "SealTicket", "SealTicket"]);
    assert!(pair.server.connection.is_connected());
}
