//! Rule j: what is held is bounded.

use countersign::{
    fault::FaultKind,
    limits::{MAX_CERTIFICATE_MESSAGE, MAX_HELLO_MESSAGE, MAX_PLAINTEXT, MAX_QUEUED_PLAINTEXT},
    wire::ContentType,
};
use countersign_testkit::{RawRecord, Scene, Step};

#[test]
fn the_queue_before_the_handshake_is_bounded() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    let data: Vec<u8> = (0..=255).cycle().take(2 * MAX_QUEUED_PLAINTEXT).collect();
    let taken = pair.client.send(&data).unwrap();
    assert!(taken > 0 && taken <= MAX_QUEUED_PLAINTEXT, "{taken}");
    assert_eq!(pair.client.send(&data[taken..]), Ok(0), "the queue is full");
    pair.run();
    assert_eq!(pair.client.send(&data[taken..]), Ok(data.len() - taken), "the queue went out");
    pair.run();
    assert_eq!(pair.server.data(), data);
}

#[test]
fn many_small_calls_fill_the_queue_too() {
    let scene = Scene::fake();
    let mut client = scene.client_side();
    let calls = (0..MAX_QUEUED_PLAINTEXT).take_while(|_| client.send(b"x") == Ok(1)).count();
    assert!(calls < MAX_QUEUED_PLAINTEXT, "each call costs more than its bytes");
    let mut pair = scene.pair();
    let (mut sent, mut taken) = (Vec::<u8>::new(), 1);
    for index in 0_u8.. {
        let line = vec![index; 100];
        taken = pair.client.send(&line).unwrap();
        sent.extend(&line[..taken]);
        if taken < line.len() {
            break;
        }
    }
    assert!(taken < 100);
    pair.run();
    assert_eq!(pair.server.data(), sent);
}

/// A message that is too long is refused from its header, before any of its content has come;
/// one that is not wanted, from its first byte.
#[test]
fn messages_are_refused_before_they_are_held() {
    let scene = Scene::fake();
    for (content, fault) in [
        (&[1, 0, 0xff][..], None),
        (&[1, 1, 0, 0], None),
        (&[1, 1, 0, 1], Some(FaultKind::MessageTooLong)),
        (&[1, 0xff, 0xff, 0xff], Some(FaultKind::MessageTooLong)),
        (&[20], Some(FaultKind::UnexpectedMessage)),
        (&[99], Some(FaultKind::UnexpectedMessage)),
    ] {
        let mut server = scene.server_side();
        server.receive(&RawRecord::new(ContentType::HANDSHAKE, content).bytes());
        assert_eq!(server.error().and_then(countersign::Error::fault), fault, "{content:?}");
    }
}

/// The longest hello that is taken, in the smallest records: held once, and refused for what it
/// says, not for its length.
#[test]
fn the_longest_hello_is_held_and_no_more() {
    let scene = Scene::fake();
    let mut server = scene.server_side();
    let mut message = vec![1, 1, 0, 0];
    message.resize(4 + MAX_HELLO_MESSAGE, 0);
    for part in message.chunks(1000) {
        server.receive(&RawRecord::new(ContentType::HANDSHAKE, part).bytes());
    }
    // Version 0 is below SSL 3.0 in its own right, or the body cannot be decoded: either way
    // the whole of it was there to look at.
    let fault = server.error().unwrap().fault().unwrap();
    assert!([FaultKind::NoCommonVersion, FaultKind::Malformed].contains(&fault), "{fault:?}");
}

#[test]
fn the_longest_chain_fits() {
    let overhead = 3 + 2 * 3 + 2 * 200;
    let scene = Scene::fake_chain(2, (MAX_CERTIFICATE_MESSAGE - overhead) / 2);
    let mut pair = scene.pair();
    pair.run();
    assert!(pair.client.connection.is_connected(), "{:?}", pair.client.error());
}

/// The hint is what completes the record that has begun.
#[test]
fn the_hint_says_how_much_is_missing() {
    let scene = Scene::fake();
    let mut server = scene.server_side();
    assert_eq!(server.settle(), Step::NeedInput(5));
    assert_eq!(server.receive(&[22, 3]), Step::NeedInput(3));
    assert_eq!(server.receive(&[1, 0x40, 0]), Step::NeedInput(MAX_PLAINTEXT));
    assert_eq!(server.receive(&[1]), Step::NeedInput(MAX_PLAINTEXT - 1));
}

/// Only runs count: what carries something in between begins them anew. TLS 1.3 has no warnings.
#[cfg(feature = "tls12")]
#[test]
fn empty_records_and_warnings_are_counted_in_a_row() {
    use countersign::{
        Role,
        crypto::NonceRule,
        limits::{MAX_EMPTY_RECORDS, MAX_WARNINGS},
    };
    use countersign_testkit::{Records, fake::Forger};

    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    let finished = Records::new(pair.sent(Role::Server)).last().unwrap();
    let mut forger = Forger::learn(&finished, 0, NonceRule::Explicit).unwrap();
    forger.sequence = 1;
    let mut seal = |content_type, content: &[u8]| {
        pair.client.receive(&forger.seal(content_type, content).bytes());
        assert_eq!(pair.client.error(), None);
    };
    for _ in 0..3 {
        for _ in 0..MAX_EMPTY_RECORDS {
            seal(ContentType::APPLICATION_DATA, b"");
        }
        for _ in 0..MAX_WARNINGS {
            seal(ContentType::ALERT, &[1, 90]);
        }
        seal(ContentType::APPLICATION_DATA, b"x");
    }
    assert_eq!(pair.client.data(), b"xxx");
}
