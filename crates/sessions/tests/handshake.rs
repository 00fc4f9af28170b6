//! Whole handshakes: a second one resumes what the keepers kept.

use std::{sync::Arc, time::Duration};

use countersign::{Answers, Event, Resumption, Sessions, pki_types::UnixTime};
use countersign_rustcrypto::provider;
use countersign_sessions::{
    ClientCache, ServerSessions, SessionStore, TicketKey, TicketPolicy, TicketSealer,
};
use countersign_testkit::{Scene, SeededRandom, fake::KeyKind};

const NOW: u64 = 1_700_000_000;

fn at(seconds: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(seconds))
}

fn scene(tickets: bool) -> Scene {
    Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.resumption(true),
        |server| server.session_ids(true).tickets(tickets),
    )
}

fn sealer() -> TicketSealer {
    let policy = TicketPolicy { rotate_every: None, ..TicketPolicy::default() };
    let sealer = TicketSealer::new(&provider(), policy).expect("the provider has the cipher");
    let key = TicketKey::generate(&mut SeededRandom::new(7)).expect("it does not fail");
    sealer.rotate(at(NOW), key).expect("the key fits");
    sealer
}

/// A handshake: how it was resumed, and whether the client got a session to keep.
fn connect(
    scene: &Scene,
    client: &ClientCache,
    server: &dyn Sessions,
    now: u64,
) -> (Option<Resumption>, bool) {
    let mut pair = scene.pair();
    pair.client.answers = Answers { sessions: client, ..pair.client.answers };
    pair.server.answers = Answers { sessions: server, ..pair.server.answers };
    (pair.client.now, pair.server.now) = (at(now), at(now));
    // The same draws would give the id of a session that the server does not have.
    pair.server.random = Box::new(SeededRandom::new(now));
    pair.run();
    let told = || pair.client.noted().iter().map(|noted| &noted.event);
    let connected = told().find_map(|event| match event {
        Event::Connected(summary) => Some(summary),
        _ => None,
    });
    let resumption = connected.expect("the handshake is complete").hello.resumption;
    (resumption, told().any(|event| matches!(event, Event::Session(_))))
}

#[test]
fn by_id_until_the_session_is_over() {
    let (scene, client) = (scene(false), ClientCache::new(10));
    let server = ServerSessions {
        store: Some(Arc::new(SessionStore::new(10_000))),
        tickets: None::<TicketSealer>,
    };
    assert_eq!(connect(&scene, &client, &server, NOW), (None, true));
    let by_id = (Some(Resumption::SessionId), false);
    assert_eq!(connect(&scene, &client, &server, NOW + 1), by_id);
    assert_eq!(connect(&scene, &client, &server, NOW + 7199), by_id);
    assert_eq!(connect(&scene, &client, &server, NOW + 7200), (None, true));
}

#[test]
fn by_ticket_at_another_server_of_the_fleet_and_renewed_after_a_rotation() {
    let (scene, client) = (scene(true), ClientCache::new(10));
    let servers = [(); 2].map(|()| ServerSessions {
        store: None::<SessionStore>,
        tickets: Some(Arc::new(sealer())),
    });
    assert_eq!(connect(&scene, &client, &servers[0], NOW), (None, true));
    let by_ticket = Some(Resumption::Ticket);
    assert_eq!(connect(&scene, &client, &servers[1], NOW + 1), (by_ticket, false));

    let next = TicketKey::generate(&mut SeededRandom::new(8)).expect("it does not fail");
    for server in &servers {
        let tickets = server.tickets.as_ref().expect("it has one");
        tickets.rotate(at(NOW + 2), next.clone()).expect("the key fits");
    }
    assert_eq!(connect(&scene, &client, &servers[0], NOW + 3), (by_ticket, true));
    assert_eq!(connect(&scene, &client, &servers[1], NOW + 4), (by_ticket, false));
}

#[test]
fn a_server_with_nobody_to_keep_sessions_makes_every_handshake_in_full() {
    let client = ClientCache::new(10);
    let server = ServerSessions::<SessionStore, TicketSealer> { store: None, tickets: None };
    for tickets in [false, true] {
        for now in NOW..NOW + 3 {
            assert_eq!(connect(&scene(tickets), &client, &server, now).0, None);
        }
    }
}

#[test]
fn what_is_shown_is_no_secret() {
    let server = ServerSessions { store: Some(SessionStore::new(10_000)), tickets: Some(sealer()) };
    let shown = format!("{server:?}");
    assert!(shown.starts_with("ServerSessions { store: Some(SessionStore { sessions: 0, .. })"));
    assert!(shown.contains("tickets: Some(TicketSealer { policy: "), "{shown}");
}
