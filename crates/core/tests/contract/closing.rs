//! Rule g: closing, each way and both ways.

use countersign::{
    CallError, Error, Misuse, Role, StateName,
    wire::{Alert, AlertDescription, AlertLevel, ContentType},
};
use countersign_testkit::{Pair, RawRecord, Records, Scene, Step};

use super::opened;

pub(crate) fn connected(scene: &Scene) -> Pair<'_> {
    let mut pair = scene.pair();
    pair.run();
    pair
}

/// Every alert of a side, plain or protected.
pub(crate) fn alerts(sent: &[u8]) -> Vec<Alert> {
    Records::new(sent)
        .filter_map(|record| match (record.content_type, record.fragment.len()) {
            (ContentType::ALERT, 2) => Some(Alert::decode(&record.fragment).unwrap()),
            _ => match opened(&record) {
                Some((ContentType::ALERT, alert)) => Some(Alert::decode(alert).unwrap()),
                _ => None,
            },
        })
        .collect()
}

pub(crate) fn warning(description: AlertDescription) -> Alert {
    Alert { level: AlertLevel::WARNING, description }
}

/// Rule g: after one side's close the other goes on, and is still heard.
#[test]
fn half_close_in_either_direction() {
    for first in [Role::Client, Role::Server] {
        let second = first.peer();
        let scene = Scene::fake();
        let mut pair = connected(&scene);
        pair.side(first).send(b"last words").unwrap();
        pair.side(first).close().unwrap();
        pair.run();
        assert_eq!(pair.side(second).data(), b"last words");
        assert_eq!(pair.side(second).poll(), Step::PeerClosed);
        assert_eq!(pair.side(first).poll(), Step::NeedInput(5));
        for _ in 0..3 {
            assert_eq!(pair.side(second).send(b"more "), Ok(5), "writing goes on");
            pair.run();
        }
        assert_eq!(pair.side(first).data(), b"more more more ");
        assert_eq!(pair.side(second).poll(), Step::PeerClosed, "told at each poll");
        pair.side(second).close().unwrap();
        pair.run();
        for _ in 0..2 {
            assert_eq!(pair.client.poll(), Step::Closed);
            assert_eq!(pair.server.poll(), Step::Closed);
        }
        for role in [first, second] {
            assert_eq!(alerts(pair.sent(role)), [warning(AlertDescription::CLOSE_NOTIFY)]);
        }
    }
}

#[test]
fn both_close_at_once() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.close().unwrap();
    pair.server.close().unwrap();
    pair.run();
    assert_eq!((pair.client.poll(), pair.server.poll()), (Step::Closed, Step::Closed));
}

#[test]
fn closing_twice_is_closing_once_and_sending_then_is_misuse() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.close().unwrap();
    pair.client.close().unwrap();
    assert_eq!(pair.client.send(b"x"), Err(CallError::Misuse(Misuse::SendAfterClose)));
    pair.run();
    assert_eq!(alerts(pair.sent(Role::Client)).len(), 1);
    assert_eq!(pair.server.data(), b"");
    assert_eq!(pair.client.error(), None, "misuse changes nothing");
}

/// A close before the handshake is complete waits, behind what was queued.
#[test]
fn close_before_connected() {
    for role in [Role::Client, Role::Server] {
        let scene = Scene::fake();
        let mut pair = scene.pair();
        pair.side(role).send(b"all I have to say").unwrap();
        pair.side(role).close().unwrap();
        assert_eq!(pair.side(role).send(b"x"), Err(CallError::Misuse(Misuse::SendAfterClose)));
        pair.run();
        assert!(pair.client.connection.is_connected() && pair.server.connection.is_connected());
        assert_eq!(pair.side(role.peer()).data(), b"all I have to say");
        assert_eq!(pair.side(role.peer()).poll(), Step::PeerClosed);
        assert_eq!(alerts(pair.sent(role)), [warning(AlertDescription::CLOSE_NOTIFY)]);
    }
}

/// The driver may speak another protocol on the same transport afterwards.
#[test]
fn bytes_behind_close_notify_stay_in_the_input() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.server.close().unwrap();
    let mut bytes = pair.server.take_output();
    bytes.extend(b"plain again");
    assert_eq!(pair.client.receive(&bytes), Step::PeerClosed);
    assert_eq!(pair.client.connection.input_len(), 11);
    assert_eq!(pair.client.connection.input()[..], *b"plain again");
    pair.client.close().unwrap();
    assert_eq!(pair.client.settle(), Step::Closed);
    assert_eq!(pair.client.connection.input()[..], *b"plain again");
}

/// RFC 5246 §7.2.1: the peer's close in the middle of a handshake is answered, and final.
#[test]
fn the_peer_closes_in_the_handshake() {
    let scene = Scene::fake();
    let mut server = scene.server_side();
    let close = RawRecord::new(ContentType::ALERT, [1, 0]).bytes();
    assert_eq!(server.receive(&close), Step::Failed);
    assert!(matches!(server.error(), Some(Error::ClosedInHandshake { .. })));
    assert_eq!(alerts(&server.take_output()), [warning(AlertDescription::CLOSE_NOTIFY)]);
}

#[test]
fn a_fatal_alert_ends_the_connection_without_an_answer() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.server.feed(&[23, 3, 3, 0, 0]);
    pair.run();
    let Some(Error::AlertReceived { at, description }) = pair.client.error() else { panic!() };
    assert_eq!((at.state, *description), (StateName::Connected, AlertDescription::BAD_RECORD_MAC));
    assert_eq!(alerts(pair.sent(Role::Client)), []);
}

/// RFC 5246 §7.2.1: close_notify says that nothing more will be sent, not even of a fault: the
/// error says that no alert went out.
#[test]
fn a_fault_behind_our_close_is_not_told_to_the_peer() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.close().unwrap();
    pair.run();
    assert_eq!(pair.client.receive(&[23, 3, 3, 0, 0]), Step::Failed);
    assert!(pair.client.output.is_empty());
    assert_eq!(pair.client.error().unwrap().alert_sent(), None);
}
