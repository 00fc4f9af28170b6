//! Do the providers understand each other in whole handshakes, and does the same randomness
//! give the same bytes whichever of them computes?

use countersign::crypto::{
    Authentication, CipherSuite, KeyExchange, NamedGroup, Provider, SUITES, SignatureScheme,
    SigningKey, SuiteFacts,
};
use countersign::{CertifiedKey, ClientConfig, Event, Policy, Role, ServerConfig};
use countersign_testkit::conformance::keys::{ED25519, P256, P384, RSA2048, key_bits};
use countersign_testkit::{Pair, Scene, SeededRandom, fake};
use pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

const GROUPS: [NamedGroup; 3] = [NamedGroup::X25519, NamedGroup::SECP256R1, NamedGroup::SECP384R1];

/// What AWS-LC lacks.
const LEGACY: [SignatureScheme; 3] = [
    SignatureScheme::ECDSA_SHA1,
    SignatureScheme::RSA_PKCS1_SHA1,
    SignatureScheme::RSA_PKCS1_MD5_SHA1,
];

/// A provider with its keys.
#[derive(Clone, Copy)]
struct Side {
    name: &'static str,
    provider: Provider,
    read: fn(&PrivateKeyDer<'_>) -> Box<dyn SigningKey>,
}

const SIDES: [Side; 2] = [
    Side {
        name: "rustcrypto",
        provider: countersign_rustcrypto::provider(),
        read: |der| countersign_rustcrypto::signing_key(der).expect("it is whole"),
    },
    Side {
        name: "aws-lc",
        provider: countersign_aws_lc::provider(),
        read: |der| countersign_aws_lc::signing_key(der).expect("it is whole"),
    },
];

/// A client and a server, each over its provider, that can agree on one suite and group only.
fn scene(client: Side, server: Side, suite: CipherSuite, group: NamedGroup, key: &[u8]) -> Scene {
    let policy = Policy { suites: vec![suite], ..countersign_testkit::tls12() };
    let key = (server.read)(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)));
    let chain = vec![fake::certificate("server.example", &*key, 0)];
    let key = CertifiedKey::new("real", chain, key).expect("the certificate holds the key");
    let mut scene = Scene::fake();
    // RFC 8422 §5.1: the client's groups are also those of the keys that it takes; so the server
    // is the one that has a single group.
    scene.client = ClientConfig::builder(client.provider)
        .policy(policy.clone())
        .build()
        .expect("the provider computes all of the policy");
    scene.server = ServerConfig::builder(server.provider)
        .policy(Policy { groups: vec![group], ..policy })
        .credential(key.credential().clone())
        .build()
        .expect("the provider computes all of the policy");
    scene.keys = vec![key];
    scene
}

/// The suites that either provider alone computes.
fn common_suites() -> impl Iterator<Item = &'static SuiteFacts> {
    SUITES.iter().filter(|suite| suite.key_exchange == KeyExchange::Ecdhe)
}

/// A key that fits the suite.
fn key_for(suite: &SuiteFacts) -> &'static [u8] {
    match suite.authentication {
        Some(Authentication::Rsa) => RSA2048,
        _ => P256,
    }
}

/// Handshake on the expected suite and group, data both ways, closed.
fn converse<'a>(mut pair: Pair<'a>, expected: (CipherSuite, NamedGroup), what: &str) -> Pair<'a> {
    pair.run();
    for (from, to) in [(Role::Client, Role::Server), (Role::Server, Role::Client)] {
        for len in [1, 1000, 40_000] {
            let data = vec![0x5a; len];
            let before = pair.side(to).data().len();
            let taken = pair.side(from).send(&data);
            assert_eq!(taken, Ok(len), "{what}");
            pair.run();
            assert_eq!(&pair.side(to).data()[before..], data, "{what}");
        }
    }
    pair.client.close().expect("it is connected");
    pair.run();
    pair.server.close().expect("it is connected");
    pair.run();
    for role in [Role::Client, Role::Server] {
        let side = pair.side(role);
        assert!(side.error().is_none(), "{what}: {:?}", side.error());
        let agreed = side.noted().iter().find_map(|noted| match &noted.event {
            Event::Connected(summary) => Some((summary.hello.suite, summary.group?)),
            _ => None,
        });
        assert_eq!(agreed, Some(expected), "{what}");
    }
    pair
}

#[test]
fn every_suite_with_every_group_between_any_two() {
    let mut handshakes = 0;
    for suite in common_suites() {
        for group in GROUPS {
            for (client, server) in [(0, 1), (1, 0), (1, 1)] {
                let (client, server) = (SIDES[client], SIDES[server]);
                let what = format!("{} {group}: {} to {}", suite.name, client.name, server.name);
                let scene = scene(client, server, suite.suite, group, key_for(suite));
                converse(scene.pair(), (suite.suite, group), &what);
                handshakes += 1;
            }
        }
    }
    assert_eq!(handshakes, common_suites().count() * GROUPS.len() * 3);
}

#[test]
fn every_kind_of_key_between_any_two() {
    for (key, suite) in [(P256, 0xc02b), (P384, 0xc02c), (ED25519, 0xcca9), (RSA2048, 0xc02f)] {
        for (client, server) in [(0, 1), (1, 0)] {
            let (client, server) = (SIDES[client], SIDES[server]);
            let suite = CipherSuite(suite);
            let scene = scene(client, server, suite, NamedGroup::X25519, key);
            let what = format!("{suite}: {} to {}", client.name, server.name);
            converse(scene.pair(), (suite, NamedGroup::X25519), &what);
        }
    }
}

/// Ed25519 signs without randomness, so that nothing is left to the provider.
#[test]
fn the_same_draws_give_the_same_bytes_on_the_wire() {
    for suite in [0xc02b, 0xc02c, 0xcca9].map(CipherSuite) {
        for group in GROUPS {
            let mut wires = Vec::new();
            for client in SIDES {
                for server in SIDES {
                    let scene = scene(client, server, suite, group, ED25519);
                    let pair = converse(scene.pair(), (suite, group), "Ed25519");
                    let sent = [Role::Client, Role::Server].map(|role| pair.sent(role).to_vec());
                    wires.push(sent);
                }
            }
            assert!(wires[0].iter().all(|sent| sent.len() > 40_000));
            for other in &wires[1..] {
                assert_eq!(wires[0], *other, "{suite} {group}");
            }
        }
    }
}

/// The groups that both have: those of TLS 1.2, and the one of TLS 1.3 alone.
fn common_groups() -> impl Iterator<Item = NamedGroup> {
    [NamedGroup::X25519MLKEM768].into_iter().chain(GROUPS)
}

#[test]
fn every_group_is_in_the_list() {
    assert!(common_groups().eq(SIDES[1].provider.groups.iter().map(|group| group.name())));
}

#[test]
fn the_same_draws_give_the_same_values_and_either_understands_the_other() {
    for name in common_groups() {
        for seed in 0..50 {
            let group = |side: usize| SIDES[side].provider.group(name).unwrap();
            let start = |side| group(side).start(&mut SeededRandom::new(seed)).unwrap();
            let (one, two) = (start(0), start(1));
            assert_eq!(one.public_key(), two.public_key(), "{name}");

            let respond = |side| {
                let mut random = SeededRandom::new(seed + 1000);
                group(side).respond(one.public_key(), &mut random).unwrap()
            };
            let (first, second) = (respond(0), respond(1));
            assert_eq!(first.public_key, second.public_key, "{name}");
            assert!(first.secret.matches(second.secret.expose()), "{name}");
            for pair in [one, two] {
                let secret = pair.agree(&first.public_key).unwrap();
                assert!(secret.matches(first.secret.expose()), "{name}");
            }
        }
    }
}

/// FIPS 203 §6.3: the secret of a ciphertext that was not made for the key is a function of both.
#[test]
fn a_ciphertext_for_another_key_gives_the_same_secret_in_both() {
    for seed in 0..50 {
        let [one, two] = SIDES.map(|side| {
            let group = side.provider.group(NamedGroup::X25519MLKEM768).unwrap();
            let other = group.start(&mut SeededRandom::new(seed + 1000)).unwrap();
            let response = group.respond(other.public_key(), &mut SeededRandom::new(seed)).unwrap();
            let pair = group.start(&mut SeededRandom::new(seed)).unwrap();
            let secret = pair.agree(&response.public_key).unwrap();
            assert!(!secret.matches(response.secret.expose()));
            secret
        });
        assert!(one.matches(two.expose()), "{seed}");
    }
}

#[test]
fn each_verifies_what_the_other_signs() {
    for (signer, verifier) in [(SIDES[0], SIDES[1]), (SIDES[1], SIDES[0])] {
        for key in [P256, P384, ED25519, RSA2048] {
            let key = (signer.read)(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)));
            for scheme in key.schemes().iter().filter(|scheme| !LEGACY.contains(scheme)) {
                for seed in 0..5 {
                    let message = [7; 100];
                    let signed = key.sign(*scheme, &message, &mut SeededRandom::new(seed)).unwrap();
                    let public = key.public_key();
                    let verified = verifier.provider.verifiers(*scheme).iter().any(|algorithm| {
                        let id = algorithm.public_key_alg_id();
                        key_bits(public, &id).is_some_and(|key| {
                            algorithm.verify_signature(key, &message, &signed).is_ok()
                        })
                    });
                    assert!(verified, "{} {scheme}", signer.name);
                }
            }
        }
    }
}
