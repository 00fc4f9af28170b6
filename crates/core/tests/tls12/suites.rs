//! Every suite, with a provider that computes nothing and with one that computes everything.

use countersign::{
    ClientConfig, ConfigError, Event, Policy, PreSharedKeyRequest, Request, ServerConfig,
    crypto::{KeyExchange, RecordCipher},
};
use countersign_rustcrypto::{KeyKind, generate_key, provider};
use countersign_testkit::{Scene, SeededRandom, fake};

use crate::stage::{OneKey, connect, policy, scene, suites};

#[test]
fn every_suite_with_and_without_encrypt_then_mac() {
    for suite in suites() {
        for encrypt_then_mac in [true, false] {
            let policy = Policy { encrypt_then_mac, ..policy(&[suite]) };
            let scene = scene(&policy, |client| client, |server| server);
            let (client, server) = connect(&scene, 1);
            assert_eq!(client.hello.suite, suite.suite);
            let is_cbc = matches!(suite.cipher, RecordCipher::Cbc(..));
            assert_eq!(client.hello.encrypt_then_mac, is_cbc && encrypt_then_mac, "{}", suite.name);
            assert_eq!(client.group.is_some(), suite.key_exchange.is_ephemeral(), "{}", suite.name);
            assert_eq!(client.scheme.is_some(), suite.key_exchange.is_signed(), "{}", suite.name);
            assert_eq!((client.group, client.scheme), (server.group, server.scheme));
            let identity = suite.key_exchange.uses_psk().then_some(&b"me"[..]);
            for side in [&client, &server] {
                assert_eq!(side.psk_identity.as_deref(), identity, "{}", suite.name);
            }
            assert_eq!(server.credential.is_some(), suite.key_exchange.has_certificate());
            assert_eq!(client.peer_chain.len(), usize::from(server.credential.is_some()));
        }
    }
}

#[test]
fn every_suite_with_real_cryptography() {
    for (kind, rsa) in [(KeyKind::Rsa2048, true), (KeyKind::P256, false)] {
        let mut real =
            Scene::over(provider(), generate_key(kind, &mut SeededRandom::new(5)).unwrap().key);
        real.pre_shared_keys = Box::new(OneKey);
        for suite in suites().filter(|row| row.name.contains("RSA") == rsa) {
            let policy = policy(&[suite]);
            real.client = ClientConfig::builder(provider()).policy(policy.clone()).build().unwrap();
            let credential = real.keys[0].credential().clone();
            let server = ServerConfig::builder(provider()).policy(policy).credential(credential);
            real.server = server.build().unwrap();
            assert_eq!(connect(&real, 1).0.hello.suite, suite.suite);
        }
    }
}

/// The hint reaches whoever is asked for the key (RFC 4279 §5.2), in both forms of the message.
#[test]
fn a_hint_to_the_pre_shared_key() {
    for name in ["PSK-AES128-GCM-SHA256", "ECDHE-PSK-AES128-GCM-SHA256"] {
        for hint in [&b""[..], b"which one"] {
            let policy = policy(&[crate::stage::suite(name)]);
            let scene = scene(&policy, |client| client, |server| server.psk_identity_hint(hint));
            let mut pair = scene.pair();
            pair.run();
            crate::stage::connected(&pair.client);
            let asked = pair.client.noted().iter().find_map(|noted| match &noted.event {
                Event::Ask(
                    _,
                    Request::PreSharedKey(PreSharedKeyRequest::ForServer { hint, .. }),
                ) => Some(hint.clone().unwrap_or_default()),
                _ => None,
            });
            assert_eq!(asked.as_deref(), Some(hint), "{name}");
        }
    }
    let long = vec![0; countersign::limits::MAX_PSK_IDENTITY + 1];
    let config = ServerConfig::builder(fake::provider()).psk_identity_hint(long).build();
    assert!(matches!(config, Err(ConfigError::PskIdentityHint { .. })));
}

/// The server's order decides among kinds of key exchange too, and skips what it has no key for.
#[test]
fn a_suite_that_cannot_be_served_is_passed_over() {
    let rows: Vec<_> = suites().filter(|row| row.key_exchange != KeyExchange::Psk).collect();
    let policy = policy(&rows);
    for (kind, first) in [
        (fake::KeyKind::EcdsaP256, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
        (fake::KeyKind::Rsa, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"),
    ] {
        let scene = Scene::fake_with(
            &[kind],
            |client| client.policy(policy.clone()),
            |server| server.policy(policy.clone()),
        );
        assert_eq!(connect(&scene, 1).0.hello.suite.name(), Some(first));
    }
}
