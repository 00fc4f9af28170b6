//! A client's session goes with the connection that fails (RFC 5246 §7.2.2), and with no other.

use countersign::{Error, Event, Role, fault::FaultKind};
use countersign_testkit::{Scene, Side, tamper};

use crate::stage::{connect, kept, policy, scene, suite};

/// The server's records where it resumes: `ServerHello`, `ChangeCipherSpec`, `Finished`, data.
const FINISHED: usize = 2;
const DATA: usize = 3;

fn resuming() -> Scene {
    let scene = scene(
        &policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256")]),
        |client| client.resumption(true),
        |server| server.tickets(true),
    );
    connect(&scene, 1);
    assert_eq!(kept(&scene).0, 1);
    scene
}

fn losses(side: &Side<'_>) -> usize {
    let is_loss = |event: &Event| matches!(event, Event::SessionLost(_));
    side.noted().iter().filter(|noted| is_loss(&noted.event)).count()
}

#[test]
fn a_session_whose_resumption_fails_is_forgotten() {
    let scene = resuming();
    let mut pair = scene.pair();
    pair.tamper(Role::Server, tamper::flip(FINISHED, -1, 1));
    pair.run();
    assert_eq!(pair.client.error().unwrap().fault(), Some(FaultKind::BadRecordMac));
    assert_eq!((losses(&pair.client), losses(&pair.server)), (1, 0));
    assert_eq!(kept(&scene).0, 0);
    drop(pair);
    assert_eq!(connect(&scene, 3).0.hello.resumption, None, "the next one is made in full");
}

#[test]
fn the_peer_s_fatal_alert_does_the_same() {
    let scene = resuming();
    let mut pair = scene.pair();
    // What the server takes for the client's answer does not open.
    pair.tamper(Role::Client, tamper::flip(2, -1, 1));
    pair.run();
    assert!(matches!(pair.client.error().unwrap(), Error::AlertReceived { .. }));
    assert_eq!((losses(&pair.client), kept(&scene).0), (1, 0));
}

#[test]
fn so_does_a_failure_once_connected() {
    let scene = resuming();
    let mut pair = scene.pair();
    pair.tamper(Role::Server, tamper::flip(DATA, -1, 1));
    pair.run();
    assert!(pair.client.connection.is_connected());
    pair.server.send(b"data").unwrap();
    pair.run();
    assert_eq!((losses(&pair.client), kept(&scene).0), (1, 0));
}

#[test]
fn a_session_that_was_just_made_goes_too() {
    let scene = scene(
        &policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256")]),
        |client| client.resumption(true),
        |server| server.tickets(true),
    );
    let mut pair = scene.pair();
    pair.run();
    assert_eq!(kept(&scene).0, 1);
    pair.client.connection.input().extend_from_slice(&[23, 3, 3, 0, 24]);
    pair.client.connection.input().extend_from_slice(&[0; 24]);
    pair.client.settle();
    assert_eq!((losses(&pair.client), kept(&scene).0), (1, 0));
}

/// Whoever can cut connections shall not keep sessions from being resumed as well.
#[test]
fn a_connection_that_is_cut_keeps_its_session() {
    let scene = resuming();
    let mut pair = scene.pair();
    pair.client.settle();
    pair.client.connection.end_of_input();
    pair.client.settle();
    assert!(matches!(pair.client.error().unwrap(), Error::Truncated { .. }));
    pair = scene.pair();
    pair.client.settle();
    pair.client.call(countersign::Connection::cancel);
    pair.client.settle();
    assert!(matches!(pair.client.error().unwrap(), Error::Canceled { .. }));
    assert_eq!((losses(&pair.client), kept(&scene).0), (0, 1));
}

/// A connection that had no session to offer has none to lose.
#[test]
fn a_client_without_a_session_loses_none() {
    let scene = scene(
        &policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256")]),
        |client| client.resumption(true),
        |server| server.tickets(true),
    );
    let mut pair = scene.pair();
    pair.tamper(Role::Server, tamper::lose(0));
    pair.run();
    assert!(pair.client.error().is_some());
    assert_eq!(losses(&pair.client), 0);
}
