//! Rule i: plaintext that is written where it is sealed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use countersign::{
    CallError, Misuse, Role,
    limits::{MAX_PLAINTEXT, MAX_QUEUED_PLAINTEXT, RECORD_HEADER},
    wire::ContentType,
};
use countersign_testkit::{Pair, Records, Scene, Side};

use super::{IS_TLS12, opened};

fn connected(scene: &Scene) -> Pair<'_> {
    let mut pair = scene.pair();
    pair.run();
    pair
}

fn send_with(
    side: &mut Side<'_>,
    len_max: usize,
    fill: impl FnOnce(&mut [u8]) -> usize,
) -> Result<usize, CallError> {
    side.call(|connection, surroundings| connection.send_with(len_max, surroundings, fill))
}

/// Writes `text` to the front of the place.
fn writes(text: &[u8]) -> impl FnOnce(&mut [u8]) -> usize {
    |place| {
        assert!(place.iter().all(|byte| *byte == 0), "the place holds zeros");
        place[..text.len()].copy_from_slice(text);
        text.len()
    }
}

/// For calls that have no place to lend.
fn never(_: &mut [u8]) -> usize {
    panic!("fill is called in vain")
}

#[test]
fn it_is_the_record_that_send_makes() {
    let scene = Scene::fake();
    let (mut copying, mut placing) = (connected(&scene), connected(&scene));
    for len in [1, 2, 1000, MAX_PLAINTEXT] {
        let text = vec![0x61; len];
        assert_eq!(copying.client.send(&text), Ok(len));
        assert_eq!(send_with(&mut placing.client, MAX_PLAINTEXT, writes(&text)), Ok(len));
        assert_eq!(copying.client.output, placing.client.output);
        copying.run();
        placing.run();
        assert_eq!(copying.server.data(), placing.server.data());
    }
}

#[test]
fn nothing_is_copied() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.output.extend_from_slice(b"mine");
    let mut at = 0;
    let fill = |place: &mut [u8]| {
        at = place.as_ptr() as usize;
        writes(b"text")(place)
    };
    assert_eq!(send_with(&mut pair.client, 100, fill), Ok(4));
    let output = &pair.client.output;
    assert_eq!(output[..4], *b"mine");
    // In TLS 1.2 an explicit nonce is between header and text, which the fake leaves readable.
    let text = 4 + RECORD_HEADER + if IS_TLS12 { 8 } else { 0 };
    assert_eq!(output[text..text + 4], *b"text");
    assert_eq!(at, output.as_ptr() as usize + text);
}

#[test]
fn the_place_is_what_is_asked_for_or_one_record() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    for (asked, lent) in [(1, 1), (500, 500), (MAX_PLAINTEXT + 1, MAX_PLAINTEXT)] {
        let fill = |place: &mut [u8]| {
            assert_eq!(place.len(), lent);
            // More than there is: all of it.
            usize::MAX
        };
        assert_eq!(send_with(&mut pair.client, asked, fill), Ok(lent));
    }
    pair.run();
    assert_eq!(pair.server.data(), vec![0; 501 + MAX_PLAINTEXT]);
}

#[test]
fn nothing_written_is_nothing_sent() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    assert_eq!(send_with(&mut pair.client, 100, |_| 0), Ok(0));
    assert_eq!(send_with(&mut pair.client, 0, never), Ok(0));
    assert!(pair.client.output.is_empty());
    // The sequence number has not moved.
    assert_eq!(send_with(&mut pair.client, 100, writes(b"next")), Ok(4));
    pair.run();
    assert_eq!(pair.server.data(), b"next");
}

/// Rule b: before the handshake is complete, too.
#[test]
fn what_is_written_early_waits_in_the_queue() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    assert_eq!(send_with(&mut pair.client, 100, writes(b"first")), Ok(5));
    assert_eq!(send_with(&mut pair.client, 100, |_| 0), Ok(0));
    assert_eq!(pair.client.send(b"second"), Ok(6));
    let mut room = 0;
    let fill = |place: &mut [u8]| {
        room = place.len();
        usize::MAX
    };
    let taken = send_with(&mut pair.client, usize::MAX, fill).unwrap();
    assert!(taken == room && taken < MAX_QUEUED_PLAINTEXT);
    assert_eq!(send_with(&mut pair.client, 100, never), Ok(0), "the queue is full");
    pair.run();
    let data = Records::new(pair.sent(Role::Client)).filter(|record| {
        opened(record).is_some_and(|(kind, _)| kind == ContentType::APPLICATION_DATA)
    });
    assert_eq!(data.count(), 3);
    assert_eq!(pair.server.data(), [&b"firstsecond"[..], &vec![0; room]].concat());
}

#[test]
fn no_bytes_are_taken_where_the_call_is_refused() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.close().unwrap();
    let refused = send_with(&mut pair.client, 100, never);
    assert_eq!(refused, Err(CallError::Misuse(Misuse::SendAfterClose)));
    pair.client.cancel();
    assert!(matches!(send_with(&mut pair.client, 100, never), Err(CallError::Failed(_))));
}

/// TLS 1.3 goes on under new keys.
#[cfg(feature = "tls12")]
#[test]
fn no_bytes_are_taken_where_the_keys_are_used_up() {
    use countersign::{Policy, fault::FaultKind};
    use countersign_testkit::fake::KeyKind;

    let policy = Policy { max_blocks_per_key: Some(4), ..countersign_testkit::tls12() };
    let scene =
        Scene::fake_with(&[KeyKind::EcdsaP256], |client| client.policy(policy), |server| server);
    let mut pair = connected(&scene);
    assert_eq!(send_with(&mut pair.client, 100, writes(&[1; 64])), Ok(64));
    let Err(CallError::Failed(error)) = send_with(&mut pair.client, 100, never) else { panic!() };
    assert_eq!(error.fault(), Some(FaultKind::KeysUsedUp));
}

#[test]
fn a_panic_in_between_changes_nothing() {
    let scene = Scene::fake();
    let mut pair = connected(&scene);
    pair.client.output.extend_from_slice(b"mine");
    let side = &mut pair.client;
    let caught = catch_unwind(AssertUnwindSafe(|| send_with(side, 100, never)));
    assert!(caught.is_err());
    assert_eq!(pair.client.output.split().as_ref(), b"mine");
    assert_eq!(send_with(&mut pair.client, 100, writes(b"on")), Ok(2));
    pair.run();
    assert_eq!(pair.server.data(), b"on");
}
