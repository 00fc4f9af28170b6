//! The transport ends, or the driver gives up, in each phase.

use countersign::{
    Cursor, Error, Role, StateName,
    crypto::NonceRule,
    order,
    wire::{AlertDescription, ContentType},
};
use countersign_testkit::{
    Chunks, Framing, Pair, Records, Scene, Step,
    fake::{Forger, Forger13},
    is_tls13,
};

/// Every state of a role but `Start`, with a fresh pair in it. The side's question is open,
/// where it has one.
fn in_each_state(role: Role, mut check: impl FnMut(StateName, Pair<'_>)) {
    let mut seen = 0;
    let places = order::places().filter(|at| at.role == role && at.state != StateName::Start);
    for at in places {
        seen += 1;
        let scene = Scene::through(at);
        let mut pair = scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records);
        if is_tls13(at) {
            pair = pair.unpacking();
        }
        pair.side(role).hold = true;
        loop {
            let arrived = pair.run_until(|pair| cursor(pair, role) == at);
            if arrived || cursor(&pair, role) == at {
                break;
            }
            assert!(pair.side(role).answer_held(), "{} is not reached", at.state);
            // Before anything more arrives.
            pair.side(role).settle();
            if cursor(&pair, role) == at {
                break;
            }
        }
        pair.side(role).settle();
        pair.side(role).take_output();
        check(at.state, pair);
    }
    assert!(seen >= 7);
}

fn cursor(pair: &Pair<'_>, role: Role) -> Cursor {
    match role {
        Role::Client => pair.client.connection.state(),
        Role::Server => pair.server.connection.state(),
    }
}

/// A question is still waited for: its answer may end the connection in a better way.
#[test]
fn the_transport_ends_in_each_state() {
    for role in [Role::Client, Role::Server] {
        in_each_state(role, |state, mut pair| {
            let side = pair.side(role);
            side.connection.end_of_input();
            if let Step::AwaitAnswer(_) = side.settle() {
                side.hold = false;
                assert!(side.answer_held());
                side.settle();
            } else {
                assert_eq!(side.connection.state().state, state);
            }
            let truncated = matches!(side.error(), Some(Error::Truncated { .. }));
            assert!(truncated, "{state}: {:?}", side.error());
        });
    }
}

/// What has come is still read, and half a record is as good as none.
#[test]
fn what_came_before_the_end_is_read() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    pair.server.send(b"whole").unwrap();
    pair.server.send(b"cut").unwrap();
    let bytes = pair.server.take_output();
    pair.client.feed(&bytes[..bytes.len() - 1]);
    pair.client.connection.end_of_input();
    assert_eq!(pair.client.settle(), Step::Failed);
    assert_eq!(pair.client.data(), b"whole");
    assert!(matches!(pair.client.error(), Some(Error::Truncated { .. })));
    assert!(pair.client.output.is_empty(), "there is nobody to tell");
}

#[test]
fn the_end_behind_close_notify_is_in_order() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    pair.server.send(b"all").unwrap();
    pair.server.close().unwrap();
    let bytes = pair.server.take_output();
    pair.client.feed(&bytes);
    pair.client.connection.end_of_input();
    assert_eq!(pair.client.settle(), Step::PeerClosed);
    assert_eq!(pair.client.data(), b"all");
    assert_eq!(pair.client.send(b"still"), Ok(5));
    pair.client.close().unwrap();
    assert_eq!(pair.client.settle(), Step::Closed);
}

/// RFC 5246 §7.2.2: `user_canceled` is followed by `close_notify`; after the handshake the
/// latter says enough.
#[test]
fn giving_up_in_each_state() {
    for role in [Role::Client, Role::Server] {
        in_each_state(role, |state, mut pair| {
            let side = pair.side(role);
            side.cancel();
            side.cancel();
            assert_eq!(side.settle(), Step::Failed);
            assert!(matches!(side.error(), Some(Error::Canceled { .. })), "{state}");
            assert_eq!(side.connection.state().state, state);
            let both = [AlertDescription::USER_CANCELED, AlertDescription::CLOSE_NOTIFY];
            let want = if state == StateName::Connected { &both[1..] } else { &both[..] };
            assert_eq!(descriptions(&side.take_output()), want, "{state}");
            assert_eq!(side.error().unwrap().alert_sent(), want.first().copied());
        });
    }
}

fn descriptions(output: &[u8]) -> Vec<AlertDescription> {
    Records::new(output)
        .filter_map(|record| match (record.content_type, record.fragment.len()) {
            (ContentType::ALERT, 2) => Some(AlertDescription(record.fragment[1])),
            (ContentType::ALERT, _) => {
                Some(AlertDescription(Forger::open(&record, NonceRule::Explicit).unwrap()[1]))
            }
            (ContentType::APPLICATION_DATA, _) => match Forger13::open(&record).unwrap() {
                (ContentType::ALERT, alert) => Some(AlertDescription(alert[1])),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

#[test]
fn giving_up_after_closing_says_nothing_more() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    pair.client.close().unwrap();
    pair.run();
    pair.client.cancel();
    assert!(pair.client.output.is_empty());
    assert_eq!(pair.client.settle(), Step::Failed);
}
