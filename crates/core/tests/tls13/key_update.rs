//! Keys change after the handshake: because a side wants it, because the peer asks for it, and
//! before they are used up (RFC 8446 §4.6.3, §5.5).

use countersign::{CallError, Direction, Event, Misuse, Policy, Role, limits::MAX_KEY_UPDATES};
use countersign_testkit::{Side, tls13};

use crate::stage::{converse, modern, pair};

/// How often a side changed the keys of a direction.
fn changes(side: &Side<'_>, direction: Direction) -> usize {
    let counts = |event: &Event| match event {
        Event::KeysChanged(change) => change.direction == direction,
        _ => false,
    };
    side.noted().iter().filter(|noted| counts(&noted.event)).count()
}

#[test]
fn one_side_or_both() {
    let scene = modern(|client| client, |server| server);
    for (from, request) in
        [(Role::Client, false), (Role::Client, true), (Role::Server, false), (Role::Server, true)]
    {
        let mut pair = pair(&scene, 1);
        pair.run();
        // Handshake and data.
        let own = changes(pair.side(from), Direction::Sent);
        let theirs = changes(pair.side(from.peer()), Direction::Sent);
        for round in 1..=3 {
            let changed = pair.side(from).call(|it, lent| it.update_keys(request, lent));
            assert_eq!(changed, Ok(()));
            pair.run();
            assert_eq!(changes(pair.side(from), Direction::Sent), own + round);
            let answered = theirs + if request { round } else { 0 };
            assert_eq!(changes(pair.side(from.peer()), Direction::Sent), answered);
        }
        converse(&mut pair);
    }
}

/// Without an end: data between keep the count low.
#[test]
fn keys_change_before_they_are_used_up() {
    let policy = Policy { max_blocks_per_key: Some(64), ..tls13() };
    let scene = modern(|client| client.policy(policy.clone()), |server| server);
    let mut pair = pair(&scene, 1);
    pair.run();
    let before = changes(&pair.client, Direction::Sent);
    for _ in 0..4 * usize::from(MAX_KEY_UPDATES) {
        pair.client.send(&[7; 200]).unwrap();
        pair.run();
    }
    assert!(pair.server.error().is_none(), "{:?}", pair.server.error());
    assert_eq!(pair.server.data().len(), 4 * usize::from(MAX_KEY_UPDATES) * 200);
    let changed = changes(&pair.client, Direction::Sent) - before;
    assert!((16..200).contains(&changed), "{changed}");
    assert_eq!(changes(&pair.server, Direction::Received) - 2, changed);
}

/// One call may take more than a key may encrypt.
#[test]
fn within_one_call() {
    let policy = Policy { max_blocks_per_key: Some(4096), ..tls13() };
    let scene = modern(|client| client, |server| server.policy(policy.clone()));
    let mut pair = pair(&scene, 1);
    pair.run();
    let long = vec![7; 500_000];
    pair.server.send(&long).unwrap();
    pair.run();
    assert_eq!(pair.client.data(), long);
    assert!(changes(&pair.server, Direction::Sent) > 8);
}

/// Behind our `close_notify` nothing is sent, and what the peer sends is still read.
#[test]
fn a_wish_that_comes_behind_our_close_is_not_answered() {
    let scene = modern(|client| client, |server| server);
    let mut pair = pair(&scene, 1);
    pair.run();
    pair.client.close().unwrap();
    pair.run();
    pair.server.call(|it, lent| it.update_keys(true, lent)).unwrap();
    pair.server.send(b"more").unwrap();
    let sent = pair.sent(Role::Client).len();
    pair.run();
    assert_eq!(pair.client.data(), b"more");
    assert_eq!(pair.sent(Role::Client).len(), sent);
}

#[test]
fn not_before_the_handshake_is_complete() {
    let misuse = Err(CallError::Misuse(Misuse::NoKeyUpdate));
    let scene = modern(|client| client, |server| server);
    let mut early = pair(&scene, 1);
    assert_eq!(early.client.call(|it, lent| it.update_keys(false, lent)), misuse);
}

#[cfg(feature = "tls12")]
#[test]
fn not_in_tls_1_2() {
    use countersign_testkit::tls12;
    let misuse = Err(CallError::Misuse(Misuse::NoKeyUpdate));
    let older = modern(|client| client.policy(tls12()), |server| server.policy(tls12()));
    let mut pair = pair(&older, 1);
    pair.run();
    assert_eq!(pair.client.call(|it, lent| it.update_keys(false, lent)), misuse);
    pair.client.send(b"data").unwrap();
    pair.run();
    assert_eq!(pair.server.data(), b"data");
}
