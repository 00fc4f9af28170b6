//! Early data that are not taken: each reason, and what becomes of what was sent
//! (RFC 8446 §4.2.10, §8).

use countersign::{
    EarlyData, Policy, Role, StateName, fault::FaultKind, limits, wire::ContentType,
};
use countersign_testkit::{Pair, Scene, tls13};

use crate::{
    early_data::{MAX, early, send_early, told},
    stage::{AES_256, connect, connected, later, modern, pair, protocols, questions, with_suites},
};

/// What is different, by name; whether the session is resumed all the same.
type Change = (&'static str, bool, fn(&mut Scene));

/// Another server that keeps its sessions where the first does.
fn replace(
    scene: &mut Scene,
    server: impl FnOnce(countersign::ServerConfigBuilder) -> countersign::ServerConfigBuilder,
) {
    let other =
        modern(|client| client, |builder| server(builder.tickets(true).max_early_data(MAX)));
    (scene.server, scene.keys) = (other.server, other.keys);
}

/// Sends early data that nobody takes; all the same the handshake is complete, and data arrive.
#[track_caller]
fn refused(pair: &mut Pair<'_>, what: &str) {
    assert_eq!(send_early(pair, b"early"), 5, "{what}");
    pair.run();
    assert!(pair.server.error().is_none(), "{what}: {:?}", pair.server.error());
    let (client, server) = (connected(&pair.client), connected(&pair.server));
    assert_eq!(client.early_data, EarlyData::Rejected, "{what}");
    assert_eq!(server.early_data, EarlyData::Rejected, "{what}");
    assert!(told(&pair.server).is_empty(), "{what}");
    pair.client.send(b"later").unwrap();
    pair.run();
    assert_eq!(pair.server.data(), b"later", "{what}");
}

/// The age that the client tells is a second short.
#[test]
fn for_the_age_of_the_ticket() {
    for (client, server, taken) in
        [(101, 110, true), (111, 100, true), (100, 110, false), (112, 100, false)]
    {
        let scene = early(true);
        connect(&scene, 1);
        let mut pair = pair(&scene, 2);
        (pair.client.now, pair.server.now) = (later(client), later(server));
        if taken {
            send_early(&mut pair, b"early");
            pair.run();
            assert_eq!(told(&pair.server), b"early");
            continue;
        }
        refused(&mut pair, "apart");
        assert!(!questions(&pair.server).contains(&"AcceptEarlyData"), "nobody has to be asked");
        assert!(connected(&pair.server).hello.resumption.is_some(), "the session is still good");
    }
}

/// The same bytes sent once more to a server that has the same keepers.
#[test]
fn for_being_sent_a_second_time() {
    let scene = early(true);
    connect(&scene, 1);
    let mut first = pair(&scene, 2);
    send_early(&mut first, b"early");
    first.run();
    assert_eq!(told(&first.server), b"early");
    let recorded = first.sent(Role::Client).to_vec();
    let mut server = scene.server_side();
    server.receive(&recorded);
    assert!(told(&server).is_empty());
    assert!(questions(&server).contains(&"AcceptEarlyData"), "the driver knows it again");
    assert_eq!(server.connection.state().state, StateName::WaitFinished);
}

#[test]
fn for_a_verdict_a_retry_a_protocol_a_suite_a_configuration() {
    struct No<'a>(&'a countersign_testkit::Kept);
    impl countersign::Sessions for No<'_> {
        fn open_ticket(
            &self,
            request: &countersign::OpenTicketRequest,
        ) -> Option<countersign::OpenedTicket> {
            self.0.open_ticket(request)
        }
    }
    let scene = early(true);
    connect(&scene, 1);
    let no = No(&scene.server_sessions);
    let mut second = pair(&scene, 2);
    second.server.answers.sessions = &no;
    refused(&mut second, "the driver says no");
    assert!(questions(&second.server).contains(&"AcceptEarlyData"));

    let changes: [Change; 5] = [
        ("a retry", true, |scene| {
            let groups = vec![countersign::crypto::NamedGroup::SECP384R1];
            replace(scene, |server| server.policy(Policy { groups, ..tls13() }));
        }),
        ("no early data any more", true, |scene| replace(scene, |server| server.max_early_data(0))),
        ("another suite", false, |scene| {
            replace(scene, |server| server.policy(with_suites(&[AES_256])));
        }),
        ("no tickets any more", false, |scene| replace(scene, |server| server.tickets(false))),
        ("sessions of another context", false, |scene| {
            replace(scene, |server| server.session_context("other"));
        }),
    ];
    for (what, resumed, change) in changes {
        let mut scene = early(true);
        connect(&scene, 1);
        change(&mut scene);
        let mut pair = pair(&scene, 2);
        refused(&mut pair, what);
        assert_eq!(connected(&pair.server).hello.resumption.is_some(), resumed, "{what}");
        assert!(!questions(&pair.server).contains(&"AcceptEarlyData"), "{what}");
    }
}

/// A protocol that the session was not made with is another session's.
#[test]
fn for_another_protocol() {
    let mut scene = modern(
        |client| client.resumption(true).early_data(true).protocols(protocols(&["h2", "http/1.1"])),
        |server| server.tickets(true).max_early_data(MAX).protocols(protocols(&["h2"])),
    );
    connect(&scene, 1);
    replace(&mut scene, |server| server.protocols(protocols(&["http/1.1"])));
    refused(&mut pair(&scene, 2), "another protocol");
}

/// A key that is not the client's first: what was sent is not under it.
#[test]
fn for_a_key_that_is_not_the_first() {
    let mut scene = modern(
        |client| client.resumption(true).early_data(true).pre_shared_keys(true),
        |server| server.tickets(true).max_early_data(MAX).pre_shared_keys(true),
    );
    scene.pre_shared_keys =
        Box::new(crate::stage::OneKey(countersign::crypto::HashAlgorithm::Sha256));
    connect(&scene, 1);
    scene.server_sessions.clear();
    let mut pair = pair(&scene, 2);
    refused(&mut pair, "the second key");
    assert_eq!(connected(&pair.server).psk_identity.as_deref(), Some(&b"me"[..]));
}

/// What is passed over is bounded.
#[test]
fn no_more_is_passed_over_than_the_limit() {
    for (bytes, passes) in
        [(limits::MAX_SKIPPED_EARLY_DATA, true), (limits::MAX_SKIPPED_EARLY_DATA + 1, false)]
    {
        for retry in [false, true] {
            let mut scene = modern(
                |client| client.resumption(true).early_data(true),
                |server| server.tickets(true).max_early_data(1 << 20),
            );
            connect(&scene, 1);
            let groups = if retry {
                vec![countersign::crypto::NamedGroup::SECP384R1]
            } else {
                tls13().groups
            };
            replace(&mut scene, |server| {
                server.max_early_data(0).policy(Policy { groups, ..tls13() })
            });
            let mut pair = pair(&scene, 2);
            assert_eq!(send_early(&mut pair, &vec![7; bytes]), bytes);
            pair.run();
            let fault = pair.server.error().and_then(countersign::Error::fault);
            // Where there are no keys yet it is data out of order.
            let refused =
                if retry { FaultKind::UnexpectedMessage } else { FaultKind::BadRecordMac };
            assert_eq!(fault, (!passes).then_some(refused), "{retry}");
            assert_eq!(pair.server.connection.is_connected(), passes);
            let sent = crate::stage::count(&pair, Role::Client, ContentType::APPLICATION_DATA);
            assert!(sent > 4);
        }
    }
}
