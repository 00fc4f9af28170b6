//! Sessions resumed by id and by ticket, and everything that keeps one from being resumed
//! (RFC 5246 §7.3, RFC 5077). What attackers do with sessions is in `attacks/three_shake.rs`.

use std::time::Duration;

use countersign::{
    ClientAuthentication, ClientConfigBuilder, Event, Policy, ProtocolName, Resumption, Role,
    ServerConfigBuilder,
    bytes::Bytes,
    fault::FaultKind,
    pki_types::{ServerName, UnixTime},
    wire::{HandshakeType, extension::ExtensionType},
};
use countersign_testkit::{ClientHelloParts, RawRecord, Records, Scene, ServerHelloParts, tamper};

use crate::stage::{connect, connected, converse, kept, policy, scene, suite};

fn resuming(
    ids: bool,
    tickets: bool,
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    scene(
        &policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256"), suite("ECDHE-RSA-AES128-GCM-SHA256")]),
        |builder| client(builder.resumption(true)),
        |builder| server(builder.session_ids(ids).tickets(tickets)),
    )
}

fn plain(ids: bool, tickets: bool) -> Scene {
    resuming(ids, tickets, |client| client, |server| server)
}

#[test]
fn by_id_by_ticket_and_by_ticket_where_both_are_there() {
    for (ids, tickets, how) in [
        (true, false, Resumption::SessionId),
        (false, true, Resumption::Ticket),
        (true, true, Resumption::Ticket),
    ] {
        let scene = plain(ids, tickets);
        assert_eq!(connect(&scene, 1).0.hello.resumption, None);
        assert_eq!(kept(&scene), (1, (usize::from(!tickets), usize::from(tickets))));
        for seed in 2..5 {
            let (client, server) = connect(&scene, seed);
            assert_eq!(client.hello.resumption, Some(how));
            assert_eq!(client.group, None, "there is no key exchange");
            assert_eq!(client.peer_chain.len(), 1, "the server is still known");
            assert!(server.peer_chain.is_empty());
        }
    }
}

#[test]
fn every_suite_resumes() {
    for row in crate::stage::suites() {
        let scene =
            scene(&policy(&[row]), |client| client.resumption(true), |server| server.tickets(true));
        let first = connect(&scene, 1).1;
        let second = connect(&scene, 2).1;
        assert_eq!(second.hello.resumption, Some(Resumption::Ticket), "{}", row.name);
        assert_eq!(second.psk_identity, first.psk_identity, "who it is comes back with it");
    }
}

#[test]
fn nothing_is_kept_unless_both_sides_want_it() {
    assert_eq!(
        {
            let scene = plain(false, false);
            connect(&scene, 1);
            kept(&scene)
        },
        (0, (0, 0))
    );
    let scene = resuming(true, true, |client| client.resumption(false), |server| server);
    connect(&scene, 1);
    assert_eq!(kept(&scene).0, 0);
}

#[test]
fn a_server_that_has_forgotten_falls_back_to_a_full_handshake() {
    for (ids, tickets) in [(true, false), (false, true)] {
        let scene = plain(ids, tickets);
        connect(&scene, 1);
        scene.server_sessions.clear();
        assert_eq!(connect(&scene, 2).0.hello.resumption, None);
        assert!(connect(&scene, 3).0.hello.resumption.is_some(), "there is a new session");
    }
}

/// A session that is damaged where it is kept is none.
#[test]
fn a_damaged_session_is_none() {
    for (ids, tickets) in [(true, false), (false, true)] {
        for of_client in [true, false] {
            let scene = plain(ids, tickets);
            connect(&scene, 1);
            let kept = if of_client { &scene.client_sessions } else { &scene.server_sessions };
            kept.change(|bytes| bytes.truncate(40));
            assert_eq!(connect(&scene, 2).0.hello.resumption, None);
        }
    }
}

#[test]
fn a_ticket_is_renewed_where_its_keeper_says_so_and_keeps_its_age() {
    let mut scene = plain(false, true);
    connect(&scene, 1);
    scene.server_sessions.renew = true;
    assert_eq!(connect(&scene, 2).0.hello.resumption, Some(Resumption::Ticket));
    assert_eq!(kept(&scene).1.1, 2, "a second ticket");
    let later = |seconds| {
        let mut pair = scene.pair();
        let now = UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000 + seconds));
        pair.client.now = now;
        pair.server.now = now;
        converse(&mut pair).0.hello.resumption
    };
    let lifetime = u64::from(countersign_testkit::tls12().session_lifetime);
    assert_eq!(later(lifetime - 1), Some(Resumption::Ticket), "it is renewed here");
    assert_eq!(later(lifetime), None, "from the first handshake on");
}

/// The same where the client does not look at its clock: the server looks at its own.
#[test]
fn a_server_renews_no_session_beyond_its_time() {
    let mut scene = plain(false, true);
    scene.server_sessions.renew = true;
    let lifetime = u64::from(countersign_testkit::tls12().session_lifetime);
    let resumed = |seconds| {
        let mut pair = scene.pair();
        pair.server.now = UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000 + seconds));
        converse(&mut pair).0.hello.resumption
    };
    assert_eq!(resumed(0), None);
    assert_eq!(resumed(lifetime - 10), Some(Resumption::Ticket));
    assert_eq!(resumed(lifetime + 10), None);
}

#[test]
fn a_session_grows_old_on_either_side() {
    for late in [Role::Client, Role::Server] {
        let scene = plain(false, true);
        connect(&scene, 1);
        let mut pair = scene.pair();
        let lifetime = u64::from(countersign_testkit::tls12().session_lifetime);
        pair.side(late).now =
            UnixTime::since_unix_epoch(Duration::from_secs(1_700_000_000 + lifetime));
        pair.run();
        assert_eq!(connected(&pair.client).hello.resumption, None, "{late}");
    }
}

/// What is different, by name.
type Change = (&'static str, fn(&mut Scene));

fn h2() -> [ProtocolName; 2] {
    ["h2", "http/1.1"].map(|name| ProtocolName::new(name).unwrap())
}

/// Another client than that of [`with_protocols`], with one thing different.
fn client(scene: &mut Scene, change: fn(ClientConfigBuilder) -> ClientConfigBuilder) {
    let other = resuming(true, true, |client| change(client.protocols(h2())), |server| server);
    scene.client = other.client;
}

/// Another server, with one thing different.
fn server(scene: &mut Scene, change: fn(ServerConfigBuilder) -> ServerConfigBuilder) {
    let other = resuming(true, true, |client| client, |server| change(server.protocols(h2())));
    scene.server = other.server;
    scene.keys = other.keys;
}

fn with_protocols() -> Scene {
    resuming(true, true, |client| client.protocols(h2()), |server| server.protocols(h2()))
}

fn rsa_alone() -> Policy {
    policy(&[suite("ECDHE-RSA-AES128-GCM-SHA256")])
}

/// What a session is bound to: change it between two connections, and it is not resumed.
#[test]
fn a_session_is_resumed_for_nothing_else_than_it_was_made_for() {
    let changes: &[Change] = &[
        ("another name", |scene| {
            scene.server_name = ServerName::try_from("other.example").unwrap();
        }),
        ("another protocol", |scene| {
            client(scene, |client| client.protocols([ProtocolName::new("http/1.1").unwrap()]));
        }),
        ("no protocol", |scene| client(scene, |client| client.protocols([]))),
        ("a suite that the client has no longer", |scene| {
            client(scene, |client| client.policy(rsa_alone()));
        }),
        ("a suite that the server has no longer", |scene| {
            server(scene, |server| server.policy(rsa_alone()));
        }),
        ("another context of the client", |scene| {
            client(scene, |client| client.session_context("other"));
        }),
        ("another context of the server", |scene| {
            server(scene, |server| server.session_context("other"));
        }),
        ("clients have to prove themselves now", |scene| {
            server(scene, |server| server.client_authentication(ClientAuthentication::Optional));
        }),
        ("other authorities of clients", |scene| {
            server(scene, |server| server.client_authorities([Bytes::from_static(b"0\0")]));
        }),
    ];
    // With nothing different it is resumed.
    let mut same = with_protocols();
    connect(&same, 1);
    client(&mut same, |client| client);
    server(&mut same, |server| server);
    assert!(connect(&same, 2).0.hello.resumption.is_some());
    for (what, change) in changes {
        let mut scene = with_protocols();
        connect(&scene, 1);
        assert!(connect(&scene, 2).0.hello.resumption.is_some(), "{what}: before");
        change(&mut scene);
        let mut pair = scene.pair();
        // The client offers what it has, whatever the name: another keeper might.
        pair.run();
        assert!(pair.client.error().is_none(), "{what}: {:?}", pair.client.error());
        assert_eq!(connected(&pair.client).hello.resumption, None, "{what}");
    }
}

/// A keeper that answers with another server's session is not believed.
#[test]
fn a_client_offers_no_session_of_another_server() {
    struct Mixed<'a>(&'a countersign_testkit::Kept);
    impl countersign::Sessions for Mixed<'_> {
        fn find(
            &self,
            request: &countersign::FindSessionRequest,
        ) -> Option<countersign::crypto::Secret> {
            let key = countersign::SessionKey::ServerName(
                ServerName::try_from("server.example").unwrap(),
            );
            self.0.find(&countersign::FindSessionRequest { key, now: request.now })
        }
    }
    let mut scene = plain(false, true);
    connect(&scene, 1);
    scene.server_name = ServerName::try_from("other.example").unwrap();
    let mixed = Mixed(&scene.client_sessions);
    let mut client = scene.client_side();
    client.answers.sessions = &mixed;
    client.settle();
    let hello = Records::new(&client.take_output()).next().unwrap();
    let hello = ClientHelloParts::decode(&hello.fragment).unwrap();
    assert!(hello.session_id.is_empty());
    assert_eq!(hello.get(ExtensionType::SESSION_TICKET), Some(&[][..]), "a new one is welcome");
}

/// The server cannot resume another session than the one that was offered.
#[test]
fn a_server_that_resumes_with_another_suite_is_refused() {
    let scene = plain(false, true);
    connect(&scene, 1);
    let mut pair = scene.pair();
    pair.tamper(
        Role::Server,
        tamper::change(0, |record| {
            let mut hello = ServerHelloParts::decode(&record.fragment).unwrap();
            hello.cipher_suite = 0xc02f;
            hello.record()
        }),
    );
    pair.run();
    let fault = pair.client.error().unwrap().fault();
    assert_eq!(fault, Some(FaultKind::ResumptionMismatch));
}

/// What a keeper learns of the ticket's message is what the client keeps; an empty one is none.
#[test]
fn an_empty_ticket_leaves_nothing_to_keep() {
    struct Empty;
    impl countersign::Sessions for Empty {}
    let scene = plain(false, true);
    let mut pair = scene.pair();
    pair.server.answers.sessions = &Empty;
    pair.run();
    connected(&pair.client);
    assert_eq!(kept(&scene).0, 0);
    let asked = pair.client.noted().iter().any(|noted| matches!(noted.event, Event::Session(_)));
    assert!(!asked);
    let sent = Records::new(pair.sent(Role::Server)).any(|record: RawRecord| {
        record.fragment.starts_with(&[HandshakeType::NEW_SESSION_TICKET.0, 0, 0, 6])
    });
    assert!(sent, "the message was announced, and comes (RFC 5077 §3.3)");
}
