//! Whole handshakes: a second one resumes what the keepers kept.

use std::{sync::Arc, time::Duration};

use countersign::{
    Answers, ConnectionSummary, EarlyData, Event, Resumption, Role, Sessions, pki_types::UnixTime,
};
use countersign_rustcrypto::provider;
use countersign_sessions::{
    ClientCache, ServerSessions, SessionStore, StrikeRegister, TicketKey, TicketPolicy,
    TicketSealer,
};
use countersign_testkit::{Pair, Scene, SeededRandom, fake::KeyKind, tls13};

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
        early_data: None,
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
        early_data: None,
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
    let server = ServerSessions::<SessionStore, TicketSealer> {
        store: None,
        tickets: None,
        early_data: None,
    };
    for tickets in [false, true] {
        for now in NOW..NOW + 3 {
            assert_eq!(connect(&scene(tickets), &client, &server, now).0, None);
        }
    }
}

#[test]
fn what_is_shown_is_no_secret() {
    let server = ServerSessions {
        store: Some(SessionStore::new(10_000)),
        tickets: Some(sealer()),
        early_data: Some(Arc::new(StrikeRegister::new(10))),
    };
    let shown = format!("{server:?}");
    assert!(shown.starts_with("ServerSessions { store: Some(SessionStore { sessions: 0, .. })"));
    assert!(shown.contains("tickets: Some(TicketSealer { policy: "), "{shown}");
}

/// Both sides speak TLS 1.3 alone; the server takes early data.
fn scene13(tickets: bool) -> Scene {
    Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(tls13()).resumption(true).early_data(true),
        |server| server.policy(tls13()).session_ids(!tickets).tickets(tickets).max_early_data(1000),
    )
}

fn keeper13(register: StrikeRegister) -> ServerSessions {
    ServerSessions {
        store: Some(SessionStore::new(20_000)),
        tickets: Some(sealer()),
        early_data: Some(Arc::new(register)),
    }
}

/// A handshake with early data; gives the pair as it is then.
fn connect13<'a>(
    scene: &'a Scene,
    client: &'a ClientCache,
    server: &'a dyn Sessions,
    now: u64,
) -> Pair<'a> {
    let mut pair = scene.pair();
    pair.client.answers = Answers { sessions: client, ..pair.client.answers };
    pair.server.answers = Answers { sessions: server, ..pair.server.answers };
    (pair.client.now, pair.server.now) = (at(now), at(now));
    pair.client.random = Box::new(SeededRandom::new(now));
    pair.server.random = Box::new(SeededRandom::new(now));
    pair.client.settle();
    let early = pair.client.call(|connection, lent| connection.send_early(b"early", lent));
    early.expect("the connection is whole");
    pair.run();
    pair
}

fn summary(pair: &Pair<'_>) -> ConnectionSummary {
    assert_eq!((pair.client.error(), pair.server.error()), (None, None), "{}", pair.walk());
    pair.server.connected()
}

fn early(pair: &Pair<'_>) -> usize {
    let events = pair.server.noted().iter().map(|noted| &noted.event);
    events.map(|event| if let Event::EarlyData(data) = event { data.len() } else { 0 }).sum()
}

#[test]
fn tls_1_3_gives_several_tickets_and_each_is_used_once() {
    for tickets in [true, false] {
        let (scene, client) = (scene13(tickets), ClientCache::new(10));
        let server = keeper13(StrikeRegister::with_fresh_keys(10));
        let first = connect13(&scene, &client, &server, NOW);
        assert_eq!(summary(&first).hello.resumption, None);
        assert_eq!(client.len(), 1, "for one server");
        // Two were given by each: one is taken, two are added.
        for now in NOW + 1..NOW + 4 {
            let pair = connect13(&scene, &client, &server, now);
            let summary = summary(&pair);
            assert!(summary.hello.resumption.is_some(), "{tickets}");
            assert_eq!((summary.early_data, early(&pair)), (EarlyData::Accepted, 5));
        }
        assert_eq!(server.early_data.as_ref().expect("it has one").len(), 3);
    }
}

#[test]
fn early_data_that_come_again_are_refused() {
    let (scene, client) = (scene13(true), ClientCache::new(10));
    let server = keeper13(StrikeRegister::with_fresh_keys(10));
    connect13(&scene, &client, &server, NOW);
    let pair = connect13(&scene, &client, &server, NOW + 1);
    assert_eq!(early(&pair), 5);
    let recorded = pair.sent(Role::Client).to_vec();

    for _ in 0..2 {
        let mut again = scene.pair();
        again.server.answers = Answers { sessions: &server, ..again.server.answers };
        again.server.now = at(NOW + 2);
        again.server.receive(&recorded);
        assert_eq!(early(&again), 0, "they are passed over");
    }
}

#[test]
fn a_register_that_may_have_missed_something_refuses() {
    let (scene, client) = (scene13(true), ClientCache::new(10));
    let server = keeper13(StrikeRegister::new(10));
    connect13(&scene, &client, &server, NOW);
    for (now, taken) in [(NOW + 1, false), (NOW + 22, false), (NOW + 23, true)] {
        let pair = connect13(&scene, &client, &server, now);
        let wanted = if taken { EarlyData::Accepted } else { EarlyData::Rejected };
        assert_eq!(summary(&pair).early_data, wanted, "{now}");
    }
}
