//! Rule g, where TLS 1.2 asks for another handshake: it is refused, and only while we may speak.

use countersign::{
    Role,
    crypto::NonceRule,
    wire::{AlertDescription, ContentType},
};
use countersign_testkit::{Records, Scene, fake::Forger};

use super::closing::{alerts, connected, warning};

const RULE: NonceRule = NonceRule::Explicit;

/// RFC 5246 §7.2.1: close_notify says that nothing more will be sent on this connection.
#[test]
fn a_request_to_renegotiate_is_not_answered_behind_our_close() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.close().unwrap();
    pair.run();
    let finished = Records::new(pair.sent(Role::Server)).last().unwrap();
    let mut forger = Forger::learn(&finished, 0, RULE).unwrap();
    forger.sequence = 1;
    pair.client.receive(&forger.seal(ContentType::HANDSHAKE, &[0, 0, 0, 0]).bytes());
    assert_eq!(pair.client.error(), None);
    assert!(pair.client.output.is_empty(), "{:?}", alerts(&pair.client.take_output()));
}

/// RFC 5246 §7.2.2: both sides refuse a new handshake with a warning, and go on.
#[test]
fn a_request_to_renegotiate_is_refused_with_a_warning() {
    let scene = Scene::fake();
    for role in [Role::Client, Role::Server] {
        let mut pair = connected(&scene);
        let from = role.peer();
        let hello = Records::new(pair.sent(Role::Client)).next().unwrap().fragment;
        let request = if role == Role::Client { vec![0, 0, 0, 0] } else { hello };
        let finished = Records::new(pair.sent(from)).last().unwrap();
        let mut forger = Forger::learn(&finished, 0, RULE).unwrap();
        forger.sequence = 1;
        let side = pair.side(role);
        side.receive(&forger.seal(ContentType::HANDSHAKE, &request).bytes());
        side.receive(&forger.seal(ContentType::APPLICATION_DATA, b"on").bytes());
        assert_eq!(side.data(), b"on");
        let refusal = warning(AlertDescription::NO_RENEGOTIATION);
        assert_eq!(alerts(&side.take_output()), [refusal]);
    }
}
