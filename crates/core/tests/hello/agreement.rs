//! What a server chooses: suite, group, credential, scheme, protocol.

use countersign::{
    ConnectionSummary, Event, Policy, ProtocolName,
    crypto::{
        AeadAlgorithm, Authentication, CipherSuite, NamedGroup, RecordCipher, SignatureScheme,
        SuiteFacts,
    },
    fault::FaultKind,
};
use countersign_rustcrypto::{KeyKind as RealKind, generate_key, provider};
use countersign_testkit::{Scene, SeededRandom, fake::KeyKind};

/// A policy that allows this much of the modern one.
fn only(suites: &[u16], groups: &[NamedGroup], schemes: &[SignatureScheme]) -> Policy {
    let modern = countersign_testkit::tls12();
    let or = |given: Vec<CipherSuite>, all: Vec<_>| if given.is_empty() { all } else { given };
    Policy {
        suites: or(suites.iter().copied().map(CipherSuite).collect(), modern.suites),
        groups: if groups.is_empty() { modern.groups } else { groups.to_vec() },
        schemes: if schemes.is_empty() { modern.schemes } else { schemes.to_vec() },
        ..countersign_testkit::tls12()
    }
}

/// Both sides connect and say the same.
fn connect(scene: &Scene) -> ConnectionSummary {
    let mut pair = scene.pair();
    pair.run();
    let summary = |side: &countersign_testkit::Side<'_>| {
        let connected = side.noted().iter().find_map(|noted| match &noted.event {
            Event::Connected(summary) => Some((**summary).clone()),
            _ => None,
        });
        connected.unwrap_or_else(|| panic!("{:?}", side.error()))
    };
    let (client, server) = (summary(&pair.client), summary(&pair.server));
    assert_eq!(
        (&client.hello, client.group, client.scheme),
        (&server.hello, server.group, server.scheme)
    );
    pair.client.send(b"ping").unwrap();
    pair.server.send(b"pong").unwrap();
    pair.run();
    assert_eq!((pair.server.data(), pair.client.data()), (&b"ping"[..], &b"pong"[..]));
    client
}

/// Those of the policy that both sides have where nothing else is said.
fn modern_suites() -> impl Iterator<Item = &'static SuiteFacts> {
    countersign_testkit::tls12().suites.into_iter().map(|suite| suite.facts().unwrap())
}

const ALL_KINDS: [KeyKind; 4] =
    [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519, KeyKind::Rsa];

#[test]
fn every_suite_with_every_group_and_every_scheme() {
    let modern = countersign_testkit::tls12();
    let mut count = 0;
    for suite in modern_suites() {
        for group in &modern.groups {
            for scheme in &modern.schemes {
                if scheme.authentication() != suite.authentication {
                    continue;
                }
                let policy = only(&[suite.suite.0], &[*group], &[*scheme]);
                // RFC 8422 §5.1: the client names the curves of certificates among its groups.
                if scheme.curve().is_some_and(|curve| curve != *group) {
                    continue;
                }
                let scene =
                    Scene::fake_with(&ALL_KINDS, |client| client.policy(policy), |server| server);
                let summary = connect(&scene);
                assert_eq!(summary.hello.suite, suite.suite);
                assert_eq!((summary.group, summary.scheme), (Some(*group), Some(*scheme)));
                count += 1;
            }
        }
    }
    assert_eq!(count, 3 * (3 + 1 + 1) + 3 * 3 * 6);
}

/// The same suites over real primitives, with each kind of key.
#[test]
fn every_suite_with_real_cryptography() {
    for (kind, authentication) in [
        (RealKind::P256, Authentication::Ecdsa),
        (RealKind::P384, Authentication::Ecdsa),
        (RealKind::Ed25519, Authentication::Ecdsa),
        (RealKind::Rsa2048, Authentication::Rsa),
    ] {
        for suite in modern_suites().filter(|suite| suite.authentication == Some(authentication)) {
            let key = generate_key(kind, &mut SeededRandom::new(11)).unwrap().key;
            let mut scene = Scene::over(provider(), key);
            let policy = only(&[suite.suite.0], &[], &[]);
            scene.client =
                countersign::ClientConfig::builder(provider()).policy(policy).build().unwrap();
            assert_eq!(connect(&scene).hello.suite, suite.suite);
        }
    }
}

/// The server's order decides about suites and groups, whatever the client prefers.
#[test]
fn the_servers_order_decides() {
    let groups = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];
    let reversed: Vec<_> = groups.iter().rev().copied().collect();
    let scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(only(&[0xc02b, 0xcca9, 0xc02c], &groups, &[])),
        |server| server.policy(only(&[0xc02c, 0xc02b, 0xcca9], &reversed, &[])),
    );
    let summary = connect(&scene);
    assert_eq!(summary.hello.suite, CipherSuite(0xc02c));
    assert_eq!(summary.group.unwrap(), NamedGroup::SECP384R1);
}

/// The suite leads to the credential, and the credential's order to the scheme.
#[test]
fn the_credential_fits_the_suite_and_the_clients_schemes() {
    use SignatureScheme as S;
    let both = [KeyKind::Rsa, KeyKind::EcdsaP384, KeyKind::EcdsaP256];
    for (suites, groups, schemes, want) in [
        // Our first suite is one for ECDSA; the first ECDSA credential has P-384.
        (&[][..], &[][..], &[][..], S::ECDSA_SECP384R1_SHA384),
        (&[0xc02f], &[], &[], S::RSA_PSS_RSAE_SHA256),
        (&[0xc02f], &[], &[S::RSA_PKCS1_SHA512, S::RSA_PSS_RSAE_SHA384], S::RSA_PSS_RSAE_SHA384),
        (&[], &[], &[S::ECDSA_SECP256R1_SHA256], S::ECDSA_SECP256R1_SHA256),
        // A client that does not know the curve of a certificate cannot use it.
        (&[], &[NamedGroup::SECP256R1], &[], S::ECDSA_SECP256R1_SHA256),
        (&[], &[NamedGroup::X25519], &[], S::RSA_PSS_RSAE_SHA256),
        (&[], &[], &[S::RSA_PKCS1_SHA256], S::RSA_PKCS1_SHA256),
    ] {
        let policy = only(suites, groups, schemes);
        let scene = Scene::fake_with(&both, |client| client.policy(policy), |server| server);
        assert_eq!(connect(&scene).scheme, Some(want), "{suites:x?} {groups:?} {schemes:?}");
    }
}

fn names(names: &[&'static str]) -> Vec<ProtocolName> {
    names.iter().map(|name| ProtocolName::new(*name).unwrap()).collect()
}

/// RFC 7301 §3.2.
#[test]
fn application_protocols() {
    for (client, server, want) in [
        (&["h2", "http/1.1"][..], &["http/1.1", "h2"][..], Some("http/1.1")),
        (&["x", "h2"], &["h2"], Some("h2")),
        (&[], &["h2"], None),
        (&["h2"], &[], None),
        (&[], &[], None),
    ] {
        let scene = Scene::fake_with(
            &[KeyKind::EcdsaP256],
            |builder| builder.protocols(names(client)),
            |builder| builder.protocols(names(server)),
        );
        let protocol = connect(&scene).hello.protocol;
        assert_eq!(protocol.map(|name| name.to_string()).as_deref(), want);
    }
    let scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |builder| builder.protocols(names(&["h2"])),
        |builder| builder.protocols(names(&["h3", "H2"])),
    );
    let mut pair = scene.pair();
    pair.run();
    assert_eq!(pair.server.error().unwrap().fault(), Some(FaultKind::NoCommonProtocol));
}

#[test]
fn each_cipher_is_told() {
    for (suite, cipher) in [
        (0xc02b, AeadAlgorithm::Aes128Gcm),
        (0xc02c, AeadAlgorithm::Aes256Gcm),
        (0xcca9, AeadAlgorithm::ChaCha20Poly1305),
    ] {
        let policy = only(&[suite], &[], &[]);
        let scene = Scene::fake_with(
            &[KeyKind::EcdsaP256],
            |client| client.policy(policy),
            |server| server,
        );
        let mut pair = scene.pair();
        pair.run();
        for side in [&pair.client, &pair.server] {
            let ciphers: Vec<_> = side
                .noted()
                .iter()
                .filter_map(|noted| match &noted.event {
                    Event::KeysChanged(change) => Some(change.cipher),
                    _ => None,
                })
                .collect();
            assert_eq!(ciphers, [RecordCipher::Aead(cipher); 2]);
        }
    }
}

/// What a person reads of a whole connection.
#[test]
fn a_connection_in_words() {
    let scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.protocols(names(&["h2", "http/1.1"])),
        |server| server.protocols(names(&["h2"])),
    );
    let mut pair = scene.pair();
    pair.run();
    pair.client.send(b"ping").unwrap();
    pair.run();
    pair.server.send(b"pong!").unwrap();
    pair.server.close().unwrap();
    pair.client.close().unwrap();
    pair.run();
    insta::assert_snapshot!(pair.walk());
}
