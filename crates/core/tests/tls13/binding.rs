//! What a session is bound to: change it between two connections, and it is not resumed.

use countersign::{
    ClientAuthentication, ClientConfigBuilder, ProtocolName, ServerConfigBuilder, bytes::Bytes,
    pki_types::ServerName,
};
use countersign_testkit::{Scene, tls13};

use crate::stage::{AES_256, connect, connected, modern, pair, protocols, with_suites};

/// What is different, by name.
type Change = (&'static str, fn(&mut Scene));

fn h2() -> Vec<ProtocolName> {
    protocols(&["h2", "http/1.1"])
}

fn with(
    client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder,
    server: impl FnOnce(ServerConfigBuilder) -> ServerConfigBuilder,
) -> Scene {
    modern(
        |builder| client(builder.resumption(true).protocols(h2())),
        |builder| server(builder.tickets(true).protocols(h2())),
    )
}

/// Another client, with one thing different.
fn client(scene: &mut Scene, change: fn(ClientConfigBuilder) -> ClientConfigBuilder) {
    scene.client = with(change, |server| server).client;
}

/// Another server, with one thing different.
fn server(scene: &mut Scene, change: fn(ServerConfigBuilder) -> ServerConfigBuilder) {
    let other = with(|client| client, change);
    scene.server = other.server;
    scene.keys = other.keys;
}

const CHANGES: &[Change] = &[
    ("another name", |scene| {
        scene.server_name = ServerName::try_from("other.example").unwrap();
    }),
    ("another protocol", |scene| {
        client(scene, |client| client.protocols(protocols(&["http/1.1"])));
    }),
    ("no protocol", |scene| client(scene, |client| client.protocols([]))),
    ("a suite that the client has no longer", |scene| {
        client(scene, |client| client.policy(with_suites(&[AES_256])));
    }),
    ("a suite that the server has no longer", |scene| {
        server(scene, |server| server.policy(with_suites(&[AES_256])));
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
    #[cfg(feature = "tls12")]
    ("another version", |scene| {
        server(scene, |server| server.policy(countersign_testkit::tls12()));
        client(scene, |client| client.policy(countersign::Policy::modern()));
    }),
];

#[test]
fn a_session_is_resumed_for_nothing_else_than_it_was_made_for() {
    let mut same = with(|client| client, |server| server);
    connect(&same, 1);
    client(&mut same, |client| client);
    server(&mut same, |server| server.policy(tls13()));
    assert!(connect(&same, 2).1.hello.resumption.is_some(), "with nothing different");
    for (what, change) in CHANGES {
        let mut scene = with(|client| client, |server| server);
        connect(&scene, 1);
        assert!(connect(&scene, 2).1.hello.resumption.is_some(), "{what}: before");
        change(&mut scene);
        let mut pair = pair(&scene, 3);
        pair.run();
        assert!(pair.client.error().is_none(), "{what}: {:?}", pair.client.error());
        assert_eq!(connected(&pair.server).hello.resumption, None, "{what}");
    }
}

/// A ticket of TLS 1.2 is no pre-shared key, and the other way round.
#[cfg(feature = "tls12")]
#[test]
fn a_session_is_of_its_version() {
    use countersign_testkit::tls12;

    for policies in [[tls12(), tls13()], [tls13(), tls12()]] {
        let both = |policy: &countersign::Policy| {
            modern(
                |client| client.resumption(true).policy(policy.clone()),
                |server| server.tickets(true).policy(policy.clone()),
            )
        };
        let mut scene = both(&policies[0]);
        connect(&scene, 1);
        assert!(connect(&scene, 2).1.hello.resumption.is_some());
        let other = both(&policies[1]);
        (scene.client, scene.server, scene.keys) = (other.client, other.server, other.keys);
        assert_eq!(connect(&scene, 3).1.hello.resumption, None);
    }
}
