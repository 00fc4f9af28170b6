//! TLS 1.1 and 1.0, where a policy names them (RFC 4346, RFC 2246; deprecated by RFC 8996).

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfig, Policy, Resumption, Role, ServerConfig,
    crypto::{CipherSuite, SUITES, SuiteFacts},
    fault::FaultKind,
    wire::ProtocolVersion,
};
use countersign_rustcrypto::{KeyKind, generate_key, provider};
use countersign_testkit::{Records, Scene, SeededRandom, fake};

use crate::stage::{OneKey, connect, connected, policy, scene, suite};

const OLD: [ProtocolVersion; 2] = [ProtocolVersion::TLS11, ProtocolVersion::TLS10];

fn old_suites() -> impl Iterator<Item = &'static SuiteFacts> {
    SUITES.iter().filter(|row| row.since == ProtocolVersion::TLS10)
}

fn old(version: ProtocolVersion, row: &SuiteFacts) -> Policy {
    Policy { versions: vec![version], ..policy(&[row]) }
}

#[test]
fn every_old_suite_in_every_old_version() {
    for version in OLD {
        for row in old_suites() {
            for encrypt_then_mac in [true, false] {
                let policy = Policy { encrypt_then_mac, ..old(version, row) };
                let scene =
                    scene(&policy, |client| client.resumption(true), |server| server.tickets(true));
                let (client, _) = connect(&scene, 1);
                assert_eq!((client.hello.version, client.hello.suite), (version, row.suite));
                let again = connect(&scene, 2).0.hello.resumption;
                assert_eq!(again, Some(Resumption::Ticket), "{version} {}", row.name);
            }
        }
    }
}

#[test]
fn every_old_suite_with_real_cryptography_and_client_certificates() {
    for (kind, rsa) in [(KeyKind::Rsa2048, true), (KeyKind::P256, false)] {
        let generated = || generate_key(kind, &mut SeededRandom::new(5)).unwrap().key;
        let mut real = Scene::over(provider(), generated());
        real.pre_shared_keys = Box::new(OneKey);
        let own = generated();
        let chain = vec![fake::certificate("client", &*own, 0)];
        real.client_keys = vec![CertifiedKey::new("client", chain, own).unwrap()];
        for version in OLD {
            for row in old_suites().filter(|row| row.name.contains("RSA") == rsa) {
                let policy = old(version, row);
                let builder = ClientConfig::builder(provider()).policy(policy.clone());
                let credential = real.client_keys[0].credential().clone();
                real.client = builder.credential(credential).build().unwrap();
                let server = ServerConfig::builder(provider())
                    .policy(policy)
                    .credential(real.keys[0].credential().clone());
                let wanted = ClientAuthentication::Required;
                real.server = server.client_authentication(wanted).build().unwrap();
                let (client, server) = connect(&real, 1);
                assert_eq!((client.hello.version, client.hello.suite), (version, row.suite));
                let proven = row.key_exchange.has_certificate();
                assert_eq!(server.client_scheme.is_some(), proven, "{version} {}", row.name);
            }
        }
    }
}

/// The best that both have, whoever has less.
#[test]
fn the_highest_common_version_is_chosen() {
    let all = vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11, ProtocolVersion::TLS10];
    let row = suite("ECDHE-ECDSA-AES128-SHA");
    for chosen in &all {
        for few in [Role::Client, Role::Server] {
            let versions = |role| {
                if role == few { vec![*chosen] } else { all.clone() }
            };
            let of = |role| Policy { versions: versions(role), ..policy(&[row]) };
            let mut scene = scene(&of(Role::Server), |client| client, |server| server);
            scene.client =
                ClientConfig::builder(fake::provider()).policy(of(Role::Client)).build().unwrap();
            // A server that could more marks its random, and a client that could more sees it
            // (RFC 8446 §4.1.3): here only one of them could.
            assert_eq!(connect(&scene, 1).0.hello.version, *chosen);
        }
    }
}

/// Both could more, and somebody takes it out of the hello: the client sees the mark.
#[test]
fn a_spoilt_hello_is_noticed_before_anything_is_agreed() {
    let row = suite("ECDHE-ECDSA-AES128-SHA");
    let versions = vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11];
    let policy = Policy { versions, ..policy(&[row]) };
    let scene = scene(&policy, |client| client, |server| server);
    let mut pair = scene.pair();
    pair.tamper(
        Role::Client,
        countersign_testkit::tamper::change(0, |record| {
            let mut hello =
                countersign_testkit::ClientHelloParts::decode(&record.fragment).unwrap();
            hello.legacy_version = ProtocolVersion::TLS11;
            hello.without(countersign::wire::extension::ExtensionType::SUPPORTED_VERSIONS).record()
        }),
    );
    pair.run();
    assert_eq!(pair.client.error().unwrap().fault(), Some(FaultKind::Downgraded));
}

/// A modern side refuses an old one, with the alert that says why.
#[test]
fn an_old_side_is_refused_unless_it_is_wanted() {
    let row = suite("ECDHE-ECDSA-AES128-SHA");
    let modern = scene(&policy(&[row]), |client| client, |server| server);
    let old = scene(&old(ProtocolVersion::TLS11, row), |client| client, |server| server);
    let mut server = modern.server_side();
    let mut client = old.client_side();
    client.settle();
    server.receive(&client.take_output());
    assert_eq!(server.error().unwrap().fault(), Some(FaultKind::NoCommonVersion));
    let alert = server.take_output();
    assert_eq!(Records::new(&alert).last().unwrap().fragment, [2, 70]);
}

/// BEAST: the first byte of each call goes alone, so that nobody who chooses what is sent knows
/// the block before it (1/n-1 splitting). Only TLS 1.0 has that trouble.
#[test]
fn data_of_tls_1_0_is_split() {
    for (version, records) in [(ProtocolVersion::TLS10, 2), (ProtocolVersion::TLS11, 1)] {
        let row = suite("ECDHE-ECDSA-AES128-SHA");
        let policy = Policy { encrypt_then_mac: false, ..old(version, row) };
        let scene = scene(&policy, |client| client, |server| server);
        let mut pair = scene.pair();
        pair.run();
        connected(&pair.client);
        let before = Records::new(pair.sent(Role::Client)).count();
        pair.client.send(b"chosen by somebody else").unwrap();
        pair.run();
        assert_eq!(Records::new(pair.sent(Role::Client)).count() - before, records, "{version}");
        assert_eq!(pair.server.data(), b"chosen by somebody else");
    }
}

/// A suite that only TLS 1.2 has is not chosen before it.
#[test]
fn suites_keep_to_their_versions() {
    let modern = [0xc02b, 0xc009].map(CipherSuite).to_vec();
    let versions = vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11];
    let both = Policy { versions, suites: modern, ..countersign_testkit::tls12() };
    let mut scene = scene(&both, |client| client, |server| server);
    let versions = vec![ProtocolVersion::TLS11];
    let suites = vec![CipherSuite(0xc009)];
    let client = Policy { versions, suites, ..countersign_testkit::tls12() };
    scene.client = ClientConfig::builder(fake::provider()).policy(client).build().unwrap();
    assert_eq!(connect(&scene, 1).0.hello.suite, CipherSuite(0xc009));
}
