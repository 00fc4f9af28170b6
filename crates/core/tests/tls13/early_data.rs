//! Early data that are taken: RFC 8446 §2.3, §4.2.10.

use countersign::{EarlyData, Event, Policy, Request, Resumption};
use countersign_testkit::{Chunks, Pair, Scene, Side, tls13};

use crate::stage::{
    connect, connected, later, modern, pair, questions, scene, suites, with_suites,
};

/// How much the server takes, in bytes.
pub(crate) const MAX: u32 = 20_000;

/// Sessions that allow early data, by ticket or by id.
pub(crate) fn early(tickets: bool) -> Scene {
    modern(
        |client| client.resumption(true).early_data(true),
        |server| server.tickets(tickets).session_ids(!tickets).max_early_data(MAX),
    )
}

/// Sends early data as soon as they can be sent, and tells how many bytes were taken.
pub(crate) fn send_early(pair: &mut Pair<'_>, data: &[u8]) -> usize {
    pair.run_until(|pair| pair.client.connection.early_data_left() > 0);
    pair.client.call(|connection, surroundings| connection.send_early(data, surroundings)).unwrap()
}

/// The early data that a server was told of.
pub(crate) fn told(server: &Side<'_>) -> Vec<u8> {
    let data = |event: &Event| match event {
        Event::EarlyData(data) => Some(data.to_vec()),
        _ => None,
    };
    server.noted().iter().filter_map(|noted| data(&noted.event)).collect::<Vec<_>>().concat()
}

#[test]
fn with_every_suite_and_either_keeper() {
    for row in suites() {
        for tickets in [true, false] {
            let scene = scene(
                &with_suites(&[row.suite]),
                |client| client.resumption(true).early_data(true),
                |server| server.tickets(tickets).session_ids(!tickets).max_early_data(MAX),
            );
            let (client, server) = connect(&scene, 1);
            assert_eq!((client.early_data, server.early_data), (EarlyData::None, EarlyData::None));
            let mut pair = pair(&scene, 2);
            assert_eq!(send_early(&mut pair, b"early"), 5);
            pair.run();
            let (client, server) = (connected(&pair.client), connected(&pair.server));
            assert_eq!(client.early_data, EarlyData::Accepted, "{}", row.name);
            assert_eq!(server.early_data, EarlyData::Accepted);
            assert_eq!(told(&pair.server), b"early");
            assert!(pair.server.data().is_empty(), "they are told apart");
            pair.client.send(b"later").unwrap();
            pair.server.send(b"answer").unwrap();
            pair.run();
            assert_eq!((pair.server.data(), pair.client.data()), (&b"later"[..], &b"answer"[..]));
        }
    }
}

#[test]
fn as_much_as_the_ticket_says() {
    let scene = early(true);
    connect(&scene, 1);
    let mut pair = pair(&scene, 2);
    let data = vec![7; 30_000];
    let max = usize::try_from(MAX).unwrap();
    assert_eq!(send_early(&mut pair, &data), max);
    pair.run();
    assert!(told(&pair.server) == data[..max]);
    assert_eq!(connected(&pair.server).early_data, EarlyData::Accepted);
}

/// What a driver is asked, and when: behind the ticket, before anything is sent.
#[test]
fn the_driver_is_asked_with_what_it_takes_to_tell_one_hello_from_another() {
    let scene = early(true);
    connect(&scene, 1);
    let mut binders = Vec::new();
    for seed in 2..4 {
        let mut pair = pair(&scene, seed);
        send_early(&mut pair, b"early");
        pair.run();
        assert_eq!(questions(&pair.server)[..3], ["ClientHello", "OpenTicket", "AcceptEarlyData"]);
        let request = |event: &Event| match event {
            Event::Ask(_, Request::AcceptEarlyData(request)) => Some(request.clone()),
            _ => None,
        };
        let mut requests = pair.server.noted().iter().filter_map(|noted| request(&noted.event));
        let request = requests.next().unwrap();
        assert_eq!(request.server_name.as_deref(), Some(&b"server.example"[..]));
        assert_eq!((request.binder.len(), request.window), (32, 21));
        binders.push(request.binder);
    }
    assert_ne!(binders[0], binders[1]);
}

/// A client counts the age of its ticket, not that of the session behind it.
#[test]
fn a_session_that_is_carried_on_is_good_for_early_data_too() {
    let scene = early(true);
    for (seconds, early) in
        [(0, EarlyData::None), (1000, EarlyData::Accepted), (2500, EarlyData::Accepted)]
    {
        let mut pair = pair(&scene, seconds + 1);
        (pair.client.now, pair.server.now) = (later(seconds), later(seconds));
        if early == EarlyData::Accepted {
            send_early(&mut pair, b"early");
        }
        pair.run();
        assert_eq!(connected(&pair.server).early_data, early, "{seconds}");
    }
}

/// A pre-shared key that stands alone protects early data too.
#[test]
fn without_a_key_exchange() {
    let policy = Policy { psk_without_key_exchange: true, ..tls13() };
    let scene = scene(
        &policy,
        |client| client.resumption(true).early_data(true),
        |server| server.tickets(true).max_early_data(MAX),
    );
    connect(&scene, 1);
    let mut pair = pair(&scene, 2);
    send_early(&mut pair, b"early");
    pair.run();
    let server = connected(&pair.server);
    assert_eq!(server.hello.resumption, Some(Resumption::Ticket));
    assert_eq!(told(&pair.server), b"early");
}

/// Early data are there before the questions are answered that decide about them.
#[test]
fn cut_anywhere_and_answered_late_they_are_the_same() {
    for chunks in [Chunks::Whole, Chunks::Records, Chunks::Sizes(vec![1]), Chunks::RecordsCutAt(6)]
    {
        for late in [false, true] {
            let scene = early(true);
            connect(&scene, 1);
            let mut pair = pair(&scene, 2).chunks(&chunks);
            pair.server.hold = late;
            let data = vec![7; 17_000];
            send_early(&mut pair, &data);
            loop {
                pair.run();
                if !pair.server.answer_held() {
                    break;
                }
            }
            assert_eq!(connected(&pair.server).early_data, EarlyData::Accepted);
            assert!(told(&pair.server) == data, "{chunks:?} {late}");
        }
    }
}

/// What a client sends before it has seen our limit is not bound by it.
#[test]
fn they_know_no_limit_of_records() {
    for max in [MAX, 0] {
        let policy = Policy { record_size_limit: Some(64), ..tls13() };
        let mut scene = early(true);
        connect(&scene, 1);
        let other = modern(
            |client| client.resumption(true).early_data(true).policy(policy.clone()),
            |server| server.tickets(true).max_early_data(max).policy(policy.clone()),
        );
        (scene.client, scene.server, scene.keys) = (other.client, other.server, other.keys);
        let mut pair = pair(&scene, 2);
        let data = vec![7; 10_000];
        send_early(&mut pair, &data);
        pair.run();
        connected(&pair.server);
        assert!(told(&pair.server) == data[..if max > 0 { data.len() } else { 0 }]);
        pair.client.send(&data).unwrap();
        pair.run();
        assert!(pair.server.data() == data);
    }
}
