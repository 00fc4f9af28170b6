//! Full handshakes: what is chosen, and what goes over the wire.

use countersign::{
    ClientConfigBuilder, Event, Policy, ProtocolName, Request, Role, ServerConfig,
    ServerConfigBuilder, bytes::Bytes, crypto::NamedGroup, wire::ContentType,
};
use countersign_testkit::{
    Scene,
    fake::{self, KeyKind},
    tls13,
};

use crate::stage::{
    AES_128, AES_256, CHACHA20, connect, connected, converse, count, modern, pair, protocols,
    scene, suites, with_suites,
};

#[test]
fn every_suite_connects_with_every_kind_of_key() {
    for row in suites() {
        for kind in [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519, KeyKind::Rsa] {
            let policy = with_suites(&[row.suite]);
            let scene = Scene::fake_with(
                &[kind],
                |client| client.policy(policy.clone()),
                |server| server.policy(policy.clone()),
            );
            let (client, server) = connect(&scene, 1);
            assert_eq!(server.hello.suite, row.suite);
            assert_eq!(server.group, policy.groups.first().copied());
            assert_eq!((server.scheme, server.retried), (client.scheme, false));
            assert!(server.scheme.unwrap().is_for_tls13(), "{kind:?}");
            assert_eq!(server.credential.as_ref(), Some(scene.keys[0].credential()));
            assert_eq!(client.peer_chain, scene.keys[0].credential().chain());
            assert_eq!(server.server_name.as_deref(), Some(&b"server.example"[..]));
        }
    }
}

fn policies(client: Policy, server: Policy) -> Scene {
    modern(|builder| builder.policy(client), |builder| builder.policy(server))
}

#[test]
fn our_order_of_suites_decides() {
    for (ours, chosen) in [
        (vec![AES_256, AES_128], AES_256),
        (vec![CHACHA20, AES_256], CHACHA20),
        (vec![AES_128], AES_128),
    ] {
        let scene = policies(with_suites(&[AES_128, AES_256, CHACHA20]), with_suites(&ours));
        assert_eq!(connect(&scene, 1).1.hello.suite, chosen);
    }
}

/// A round trip costs more than a group is better.
#[test]
fn a_group_with_a_share_comes_before_a_better_one_without() {
    let groups = [NamedGroup::SECP256R1, NamedGroup::X25519];
    let client = Policy { groups: vec![NamedGroup::X25519, NamedGroup::SECP256R1], ..tls13() };
    let server = Policy { groups: groups.to_vec(), ..tls13() };
    let (_, server) = connect(&policies(client, server), 1);
    assert_eq!((server.group, server.retried), (Some(NamedGroup::X25519), false));
}

#[test]
fn our_order_of_schemes_and_credentials_decides() {
    let credentials = |kinds: &[KeyKind]| {
        let client = |client: ClientConfigBuilder| client.policy(tls13());
        let scene =
            Scene::fake_with(kinds, client, |server: ServerConfigBuilder| server.policy(tls13()));
        connect(&scene, 1).1.credential.unwrap().label().to_owned()
    };
    assert_eq!(credentials(&[KeyKind::Rsa, KeyKind::EcdsaP256]), "Rsa");
    assert_eq!(credentials(&[KeyKind::EcdsaP256, KeyKind::Rsa]), "EcdsaP256");
}

#[test]
fn protocols_are_agreed_on() {
    for (theirs, ours, chosen) in [
        (&["http/1.1", "h2"][..], &["h2", "http/1.1"][..], Some("h2")),
        (&["http/1.1"], &["h2", "http/1.1"], Some("http/1.1")),
        (&[], &["h2"], None),
        (&["h2"], &[], None),
    ] {
        let scene = modern(
            |client| client.protocols(protocols(theirs)),
            |server| server.protocols(protocols(ours)),
        );
        let agreed = connect(&scene, 1).0.hello.protocol;
        assert_eq!(agreed.as_ref().map(ProtocolName::as_bytes), chosen.map(str::as_bytes));
    }
}

/// RFC 8446 appendix D.4.
#[test]
fn the_server_sends_one_change_cipher_spec_to_clients_that_look_like_tls_1_2() {
    for (compatible, retry) in [(true, false), (true, true), (false, false), (false, true)] {
        let groups = if retry { vec![NamedGroup::SECP384R1] } else { tls13().groups };
        let client = Policy { middlebox_compatibility: compatible, ..tls13() };
        let scene = policies(client, Policy { groups, ..tls13() });
        let mut pair = pair(&scene, 1);
        let (_, server) = converse(&mut pair);
        assert_eq!(server.retried, retry);
        let sent = count(&pair, Role::Server, ContentType::CHANGE_CIPHER_SPEC);
        assert_eq!(sent, usize::from(compatible), "retry: {retry}");
    }
}

#[test]
fn both_sides_log_and_export_the_same() {
    let log = |side: &countersign_testkit::Side<'_>| {
        let line = |event: &Event| match event {
            Event::KeyLog(log) => Some(log.line()),
            _ => None,
        };
        let mut lines: Vec<_> =
            side.noted().iter().filter_map(|noted| line(&noted.event)).collect();
        lines.sort();
        lines
    };
    for row in suites() {
        let scene = scene(
            &with_suites(&[row.suite]),
            |client| client.key_log(true),
            |server| server.key_log(true),
        );
        let mut pair = pair(&scene, 1);
        pair.run();
        connected(&pair.server);
        let (client, server) = (log(&pair.client), log(&pair.server));
        assert_eq!(client, server);
        let labels: Vec<_> = server.iter().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(
            labels,
            [
                "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
                "CLIENT_TRAFFIC_SECRET_0",
                "EXPORTER_SECRET",
                "SERVER_HANDSHAKE_TRAFFIC_SECRET",
                "SERVER_TRAFFIC_SECRET_0",
            ]
        );
        let export = |side: &countersign_testkit::Side<'_>| {
            let mut out = [0; 40];
            side.connection.export_keying_material("EXPORTER-test", None, &mut out).unwrap();
            out
        };
        assert_eq!(export(&pair.client), export(&pair.server));
    }
}

/// What encapsulates a key is no Diffie-Hellman: the two sides differ.
#[test]
fn every_group_connects_whichever_it_is() {
    for group in fake::provider().groups.iter().map(|group| group.name()) {
        if !group.is_for_tls13() {
            continue;
        }
        let policy = Policy { groups: vec![group], ..tls13() };
        let (client, server) = connect(&policies(policy.clone(), policy), 1);
        assert_eq!((client.group, server.group), (Some(group), Some(group)));
        assert!(!server.retried);
    }
}

/// RFC 8446 §4.4.2.1: the status of the certificate stands beside it, for clients that ask.
#[test]
fn a_response_is_stapled_where_the_client_asks() {
    let response = Bytes::from_static(b"a response");
    for asks in [true, false] {
        let mut scene = modern(|client| client.request_ocsp(asks), |server| server);
        let key = scene.keys.remove(0).with_ocsp_response(response.clone());
        let builder = ServerConfig::builder(fake::provider()).policy(tls13());
        scene.server = builder.credential(key.credential().clone()).build().unwrap();
        scene.keys.push(key);
        let mut pair = pair(&scene, 1);
        converse(&mut pair);
        let stapled = |event: &Event| match event {
            Event::Ask(_, Request::VerifyPeer(request)) => Some(request.ocsp_response.clone()),
            _ => None,
        };
        let told: Vec<_> =
            pair.client.noted().iter().filter_map(|noted| stapled(&noted.event)).collect();
        assert_eq!(told, [asks.then(|| response.clone())]);
    }
}
