//! Bytes at the wrong level, at the wrong time, or too many (RFC 9001 §4.1.3); and calls that a
//! connection without records has no use for.

use countersign::{
    CallError, Connection, EncryptionLevel as L, Error, Event, Misuse, Surroundings,
    bytes::BytesMut, fault::FaultKind, limits::MAX_HANDSHAKE_INPUT, pki_types::UnixTime,
};
use countersign_testkit::SeededRandom;

use crate::stack::{self, End, connect, run, scene};

const PROTOCOL_VIOLATION: u64 = 0x0a;

#[track_caller]
fn violated(end: &End<'_>, kind: FaultKind) {
    let error = end.error.as_ref().unwrap();
    assert_eq!((error.fault(), error.quic_code()), (Some(kind), Some(PROTOCOL_VIOLATION)));
}

/// They are the stack's to keep, and nothing is lost.
#[test]
fn bytes_of_a_level_to_come_change_nothing() {
    let scene = scene(|client| client, |server| server);
    let (mut client, mut server) = (stack::client(&scene), stack::server(&scene));
    client.settle();
    for level in [L::Handshake, L::OneRtt] {
        let refused = Misuse::LevelNotReady { level, reading: L::Initial };
        assert_eq!(client.give(level, &[8, 0, 0, 2]), Err(CallError::Misuse(refused)));
        assert_eq!(server.give(level, &[20, 0, 0, 1]), Err(CallError::Misuse(refused)));
    }
    run(&mut client, &mut server, 10);
    stack::check(&client, &server);
    assert_eq!(client.connection.read_level(), Some(L::OneRtt));
}

#[test]
fn bytes_of_a_level_that_is_over_end_the_connection() {
    let scene = scene(|client| client, |server| server);
    for level in [L::Initial, L::Handshake] {
        let (client, server) = connect(&scene, usize::MAX);
        for mut end in [client, server] {
            // Nothing new is nothing.
            assert_eq!(end.give(level, &[]), Ok(0));
            end.settle();
            assert_eq!(end.give(level, &[1]), Ok(1));
            end.settle();
            violated(&end, FaultKind::HandshakeAtWrongLevel);
            let failed = CallError::Failed(end.error.clone().unwrap());
            assert_eq!(end.give(L::OneRtt, &[4]), Err(failed));
        }
    }
}

/// RFC 9001 §8.3.
#[test]
fn early_data_carry_no_handshake_bytes() {
    let scene = scene(|client| client, |server| server);
    let mut server = stack::server(&scene);
    server.settle();
    assert_eq!(server.give(L::ZeroRtt, &[5, 0, 0, 0]), Ok(4));
    server.settle();
    violated(&server, FaultKind::HandshakeAtWrongLevel);
}

/// No message goes on from one level to the next.
#[test]
fn nothing_is_left_over_when_the_level_changes() {
    let scene = scene(|client| client, |server| server);
    let (mut client, mut server) = (stack::client(&scene), stack::server(&scene));
    client.settle();
    let (level, hello) = client.outgoing.pop_front().unwrap();
    server.give(level, &[&hello[..], &[11]].concat()).unwrap();
    server.settle();
    violated(&server, FaultKind::MessageAcrossKeyChange);

    let mut server = stack::server(&scene);
    server.give(level, &hello).unwrap();
    server.settle();
    let (level, hello) = server.outgoing.pop_front().unwrap();
    client.give(level, &[&hello[..], &[8, 0]].concat()).unwrap();
    client.settle();
    violated(&client, FaultKind::MessageAcrossKeyChange);
}

/// A peer cannot fill our memory while nothing is taken; and what breaks a rule is not held back
/// by a question.
#[test]
fn bytes_wait_for_an_answer_within_a_bound() {
    let scene = scene(|client| client, |server| server);
    let mut client = stack::client(&scene);
    client.settle();
    let (level, hello) = client.outgoing.pop_front().unwrap();
    let mut connection = Connection::quic_server(&scene.server, b"").unwrap();
    let (mut random, mut output) = (SeededRandom::new(1), BytesMut::new());
    let mut poll = |connection: &mut Connection| {
        let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1));
        connection.poll(&mut Surroundings { now, random: &mut random, output: &mut output })
    };
    assert_eq!(connection.handshake_input(level, &hello), Ok(hello.len()));
    while !matches!(poll(&mut connection).unwrap(), Event::Ask(..)) {}
    let much = vec![0; MAX_HANDSHAKE_INPUT];
    assert_eq!(connection.handshake_input(level, &much), Ok(much.len()));
    assert_eq!(connection.handshake_input(level, &much), Ok(0));
    assert!(matches!(poll(&mut connection), Ok(Event::AwaitAnswer(_))));
    assert_eq!(connection.handshake_input(L::ZeroRtt, &[1]), Ok(1));
    let error = poll(&mut connection).unwrap_err();
    assert_eq!(error.fault(), Some(FaultKind::HandshakeAtWrongLevel));
}

#[test]
fn the_stack_sends_and_closes_by_itself() {
    let scene = scene(|client| client, |server| server.tickets(true));
    let (client, server) = connect(&scene, usize::MAX);
    for mut end in [client, server] {
        let (mut random, mut output) = (SeededRandom::new(1), BytesMut::new());
        let now = UnixTime::since_unix_epoch(core::time::Duration::from_secs(1));
        let lent = &mut Surroundings { now, random: &mut random, output: &mut output };
        let refused = Err(CallError::Misuse(Misuse::NoRecords));
        assert_eq!(end.connection.send(b"data", lent), refused);
        assert_eq!(end.connection.send_early(b"data", lent), refused);
        assert_eq!(end.connection.send_with(4, lent, |_| 4), refused);
        assert_eq!(end.connection.update_keys(true, lent), refused.map(drop));
        assert_eq!(end.connection.early_data_left(), 0);
        assert_eq!(end.connection.close(lent), Ok(()));
        end.connection.cancel(lent);
        assert!(output.is_empty(), "neither close_notify nor user_canceled");
        end.settle();
        let error = end.error.unwrap();
        assert!(matches!(error, Error::Canceled { .. }));
        assert_eq!(error.quic_code(), None);
    }
}

#[test]
fn the_end_of_the_transport_is_told() {
    let scene = scene(|client| client, |server| server);
    let mut client = stack::client(&scene);
    client.settle();
    client.connection.end_of_input();
    client.settle();
    assert!(matches!(client.error, Some(Error::Truncated { .. })));
}

#[test]
fn connections_with_records_take_records() {
    let scene = countersign_testkit::Scene::fake_tls13();
    let mut connection = Connection::server(&scene.server);
    let refused = Err(CallError::Misuse(Misuse::HasRecords));
    assert_eq!(connection.handshake_input(L::Initial, &[1]), refused);
    assert_eq!(connection.read_level(), None);
}
