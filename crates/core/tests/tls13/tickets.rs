//! The tickets that a server gives: how many, for how long, to whom (RFC 8446 §4.6.1).

use countersign::{
    Event, MessageContent, Policy, Request, SealTicketRequest, SealedTicket, SessionKey, Sessions,
    crypto::Random, limits::MAX_TICKETS_GIVEN, wire::Message13,
};
use countersign_testkit::{Scene, Side, tls13};

use crate::stage::{connected, modern, pair, questions};

fn giving(tickets: u8, seals: bool) -> Scene {
    let policy = Policy { tickets, ..tls13() };
    modern(
        |client| client.resumption(true),
        |server| server.policy(policy).tickets(seals).session_ids(!seals),
    )
}

/// Lifetime, nonce and early data of the tickets that a client got.
fn given(client: &Side<'_>) -> Vec<(u32, Vec<u8>, Option<u32>)> {
    let ticket = |event: &Event| {
        let Event::Message(summary) = event else { return None };
        let content @ MessageContent::Handshake(_) = &summary.content else { return None };
        match content.decode13()?.ok()? {
            Message13::NewSessionTicket(ticket) => {
                let early = ticket.max_early_data_size().unwrap();
                Some((ticket.lifetime, ticket.nonce.to_vec(), early))
            }
            _ => None,
        }
    };
    client.noted().iter().filter_map(|noted| ticket(&noted.event)).collect()
}

#[test]
fn as_many_as_the_policy_says_and_no_more_than_the_limit() {
    for seals in [true, false] {
        for (tickets, count) in [(0, 0), (1, 1), (2, 2), (MAX_TICKETS_GIVEN, 16), (255, 16)] {
            let scene = giving(tickets, seals);
            let mut pair = pair(&scene, 1);
            pair.run();
            connected(&pair.server);
            let given = given(&pair.client);
            assert_eq!(given.len(), count);
            for (number, (lifetime, nonce, early)) in (0..).zip(given) {
                assert_eq!((lifetime, early), (7200, None));
                assert_eq!(nonce, [number], "each has a nonce of its own");
            }
            let asked = if seals { "SealTicket" } else { "StoreSession" };
            let asked = questions(&pair.server).iter().filter(|name| **name == asked).count();
            assert_eq!(asked, count);
        }
    }
}

#[test]
fn a_client_that_could_not_use_them_gets_none() {
    for seals in [true, false] {
        let mut scene = giving(2, seals);
        scene.client = modern(|client| client, |server| server).client;
        let mut pair = pair(&scene, 1);
        pair.run();
        connected(&pair.server);
        assert_eq!(questions(&pair.server), ["ClientHello", "Sign"]);
    }
}

#[test]
fn they_say_how_much_early_data_they_are_good_for() {
    let scene = modern(
        |client| client.resumption(true),
        |server| server.tickets(true).max_early_data(1234),
    );
    let mut pair = pair(&scene, 1);
    pair.run();
    let given = given(&pair.client);
    assert!(given.iter().all(|(_, _, early)| *early == Some(1234)) && given.len() == 2);
}

#[test]
fn each_stored_session_has_an_id_of_its_own() {
    let scene = giving(3, false);
    let mut pair = pair(&scene, 1);
    pair.run();
    let id = |event: &Event| match event {
        Event::Ask(_, Request::StoreSession(session)) => Some(session.key.clone()),
        _ => None,
    };
    let ids: Vec<_> = pair.server.noted().iter().filter_map(|noted| id(&noted.event)).collect();
    assert!(ids.iter().all(|id| matches!(id, SessionKey::Id(id) if id.len() == 32)));
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
}

/// Gives this for every session.
struct Sealer(Option<SealedTicket>);

impl Sessions for Sealer {
    fn seal_ticket(&self, _: &SealTicketRequest, _: &mut dyn Random) -> Option<SealedTicket> {
        self.0.clone()
    }
}

#[test]
fn a_sealer_that_fails_is_not_asked_again_and_the_handshake_is_complete() {
    let none = None;
    let empty = Some(SealedTicket { ticket: Vec::new(), lifetime_hint: 7 });
    // What our own clients would refuse.
    let long = Some(SealedTicket { ticket: vec![1; 16 * 1024], lifetime_hint: 7 });
    for sealed in [none, empty, long] {
        let scene = giving(4, true);
        let sealer = Sealer(sealed);
        let mut pair = pair(&scene, 1);
        pair.server.answers.sessions = &sealer;
        pair.run();
        connected(&pair.server);
        connected(&pair.client);
        assert_eq!(questions(&pair.server), ["ClientHello", "Sign", "SealTicket"]);
        assert!(given(&pair.client).is_empty());
        pair.server.send(b"data").unwrap();
        pair.run();
        assert_eq!(pair.client.data(), b"data");
    }
}

#[test]
fn no_ticket_says_more_than_the_session_is_good_for() {
    for (hint, said) in [(7, 7), (7200, 7200), (u32::MAX, 7200)] {
        let scene = giving(1, true);
        let sealer = Sealer(Some(SealedTicket { ticket: vec![1; 16_000], lifetime_hint: hint }));
        let mut pair = pair(&scene, 1);
        pair.server.answers.sessions = &sealer;
        pair.run();
        assert_eq!(given(&pair.client), [(said, vec![0], None)]);
    }
}
