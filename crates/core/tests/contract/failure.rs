//! Rule h: an error is final, and what was known is still told.

use countersign::{
    CallError, Direction, Event, Role, StateName,
    crypto::CipherSuite,
    fault::FaultKind,
    wire::{ContentType, HandshakeType, ProtocolVersion},
};
use countersign_testkit::{Scene, Step, fake::KeyKind, tamper};

use super::IS_TLS12;

#[test]
fn what_was_known_is_still_told() {
    for trace in [true, false] {
        let scene =
            Scene::fake_with(&[KeyKind::EcdsaP256], |client| client.trace(trace), |server| server);
        let mut pair = scene.pair();
        // What the server protects: in TLS 1.2 its Finished, behind ServerHello to ServerHelloDone
        // and ChangeCipherSpec.
        pair.tamper(Role::Server, |_, record| {
            let is_data = record.content_type == ContentType::APPLICATION_DATA;
            let protected = is_data || record.fragment.len() == 40;
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
        let (state, version, suite, last) = if IS_TLS12 {
            let last = (Direction::Sent, HandshakeType::FINISHED);
            (StateName::WaitFinished, ProtocolVersion::TLS12, 0xc02b, last)
        } else {
            let last = (Direction::Received, HandshakeType::SERVER_HELLO);
            (StateName::WaitEncryptedExtensions, ProtocolVersion::TLS13, 0x1301, last)
        };
        assert_eq!(client.connection.state().state, state);
        assert_eq!(client.connection.version(), Some(version));
        assert_eq!(client.connection.suite(), Some(CipherSuite(suite)));
        assert_eq!(client.connection.last_message(), Some(last));
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
    let (fault, state) = if IS_TLS12 {
        (FaultKind::EmptyRecord, StateName::WaitClientKeyExchange)
    } else {
        (FaultKind::UnprotectedRecord, StateName::WaitFinished)
    };
    assert_eq!(pair.server.error().unwrap().fault(), Some(fault));
    assert_eq!(pair.server.error().unwrap().at().state, state);
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
