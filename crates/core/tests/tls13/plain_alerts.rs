//! Alerts without protection: a peer may have no keys yet, but never loses those that it had
//! (RFC 8446 §5, §6).

use countersign::{
    Error, Event, Role, StateName,
    fault::FaultKind,
    wire::{AlertDescription, ContentType},
};
use countersign_testkit::{Pair, RawRecord};

use crate::stage::{modern, pair};

const CLOSE_NOTIFY: [u8; 2] = [1, 0];

fn forge(pair: &mut Pair<'_>, to: Role, alert: [u8; 2]) {
    pair.side(to).receive(&RawRecord::new(ContentType::ALERT, alert).bytes());
}

/// Somebody on the way would end the stream and have it look whole.
#[test]
fn are_refused_once_the_peer_has_keys() {
    let scene = modern(|client| client, |server| server);
    for to in [Role::Client, Role::Server] {
        for updates in 0..2 {
            let mut pair = pair(&scene, 1);
            pair.run();
            for _ in 0..updates {
                let peer = pair.side(to.peer());
                peer.call(|it, lent| it.update_keys(false, lent)).unwrap();
                pair.run();
            }
            forge(&mut pair, to, CLOSE_NOTIFY);
            let side = pair.side(to);
            let fault = side.error().and_then(Error::fault);
            assert_eq!(fault, Some(FaultKind::UnprotectedRecord), "{to:?}, {updates}");
            let closed = side.noted().iter().any(|noted| matches!(noted.event, Event::PeerClosed));
            assert!(!closed);
        }
    }
}

/// A client that cannot make keys of what the server sent.
#[test]
fn are_heard_before() {
    let scene = modern(|client| client, |server| server);
    let mut pair = pair(&scene, 1);
    pair.run_until(|pair| pair.server.connection.state().state == StateName::WaitFinished);
    forge(&mut pair, Role::Server, [2, AlertDescription::ILLEGAL_PARAMETER.0]);
    let error = pair.server.error().unwrap().to_string();
    assert!(error.contains("illegal_parameter"), "{error}");
}
