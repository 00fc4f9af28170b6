//! Rule h: an error is final, and what was known is still told.

use countersign::{
    CallError, Direction, Event, Role, StateName,
    fault::FaultKind,
    wire::{HandshakeType, ProtocolVersion},
};
use countersign_testkit::{Scene, Step, fake::KeyKind, tamper};

#[test]
fn what_was_known_is_still_told() {
    for trace in [true, false] {
        let scene =
            Scene::fake_with(&[KeyKind::EcdsaP256], |client| client.trace(trace), |server| server);
        let mut pair = scene.pair();
        // The server's Finished, behind ServerHello to ServerHelloDone and ChangeCipherSpec.
        pair.tamper(Role::Server, |_, record| {
            let protected = record.fragment.len() == 40;
            tamper::flip(0, -1, u8::from(protected))(0, record)
        });
        pair.run();
        let client = &mut pair.client;
        let error = client.error().unwrap().clone();
        assert_eq!(error.fault(), Some(FaultKind::BadRecordMac));
        for _ in 0..3 {
            assert_eq!(client.poll(), Step::Failed);
            assert_eq!(client.error(), Some(&error));
            assert_eq!(client.send(b"x"), Err(CallError::Failed(error.clone())));
            assert_eq!(client.close(), Err(error.clone()));
            client.cancel();
            client.connection.end_of_input();
        }
        assert_eq!(client.connection.role(), Role::Client);
        assert_eq!(client.connection.state().state, StateName::WaitFinished);
        assert_eq!(client.connection.version(), Some(ProtocolVersion::TLS12));
        assert_eq!(client.connection.suite(), Some(countersign::crypto::CipherSuite(0xc02b)));
        let last = Some((Direction::Sent, HandshakeType::FINISHED));
        assert_eq!(client.connection.last_message(), last);
        assert!(!client.connection.is_connected());
        assert!(client.output.is_empty(), "one alert, once");
    }
}

/// Events of what happened before are told before the failure is.
#[test]
fn events_before_a_failure_are_told_first() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.client.settle();
    let mut hello = pair.client.take_output();
    hello.extend([22, 3, 3, 0, 0]);
    pair.server.feed(&hello);
    assert_eq!(pair.server.settle(), Step::Failed);
    let told: Vec<_> = pair.server.noted().iter().map(|noted| &noted.event).collect();
    assert!(matches!(told[0], Event::Message(_)), "{told:?}");
    assert!(matches!(told[1], Event::Ask(..)), "{told:?}");
    assert_eq!(pair.server.error().unwrap().fault(), Some(FaultKind::EmptyRecord));
    assert_eq!(pair.server.error().unwrap().at().state, StateName::WaitClientKeyExchange);
}

/// A question that was not told before the driver gave up is not told any more: its answer
/// would be thrown away.
#[test]
fn no_question_is_asked_after_giving_up() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.client.settle();
    let hello = pair.client.take_output();
    pair.server.feed(&hello);
    assert_eq!(pair.server.poll(), Step::Told, "the message; the question is next");
    pair.server.cancel();
    assert_eq!(pair.server.settle(), Step::Failed);
    let asked = pair.server.noted().iter().any(|noted| matches!(noted.event, Event::Ask(..)));
    assert!(!asked);
}
