//! Raw public keys in the place of certificates (RFC 7250): which kind each side shows, in which
//! version, and that nobody is made to take what it did not ask for.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a handshake that fails is what is tested")]

mod answers;
#[cfg(feature = "tls12")]
mod answers12;

use bytes::Bytes;
use countersign::{
    CertificateType, CertifiedKey, ClientAuthentication, ClientConfig, ConfigError, Credential,
    Policy, ServerConfig,
    crypto::{SignatureScheme, SigningKey as _},
    fault::FaultKind,
    limits::{HANDSHAKE_HEADER, RECORD_HEADER},
    wire::{AlertDescription, ClientHello},
};
use countersign_testkit::{
    Pair, Scene, Side,
    fake::{self, FakeKey, KeyKind},
    tls12, tls13,
};

const X509: CertificateType = CertificateType::X509;
const RAW: CertificateType = CertificateType::RAW_PUBLIC_KEY;

fn key(kind: CertificateType, seed: u64) -> CertifiedKey {
    let own = FakeKey::new(KeyKind::EcdsaP256, seed);
    let label = format!("{kind} {seed}");
    if kind == RAW {
        return CertifiedKey::raw_public_key(label, Box::new(own)).unwrap();
    }
    let chain = vec![fake::certificate("server.example", &own, 0)];
    CertifiedKey::new(label, chain, Box::new(own)).unwrap()
}

fn keys(kinds: &[CertificateType], seed: u64) -> Vec<CertifiedKey> {
    (seed..).zip(kinds).map(|(seed, kind)| key(*kind, seed)).collect()
}

/// What each side shows and takes.
struct Kinds<'a> {
    server_shows: &'a [CertificateType],
    client_takes: &'a [CertificateType],
    client_shows: &'a [CertificateType],
    server_takes: &'a [CertificateType],
    asked: ClientAuthentication,
}

/// A server with a raw public key, and a client that knows it.
const USUAL: Kinds<'_> = Kinds {
    server_shows: &[RAW],
    client_takes: &[RAW],
    client_shows: &[],
    server_takes: &[X509],
    asked: ClientAuthentication::None,
};

fn scene(policy: &Policy, kinds: &Kinds<'_>) -> Scene {
    let policy =
        |types: &[CertificateType]| Policy { certificate_types: types.to_vec(), ..policy.clone() };
    let mut scene = Scene::fake();
    scene.keys = keys(kinds.server_shows, 1);
    scene.client_keys = keys(kinds.client_shows, 100);
    let mut client = ClientConfig::builder(fake::provider())
        .policy(policy(kinds.client_takes))
        .resumption(true)
        .trace(true);
    for key in &scene.client_keys {
        client = client.credential(key.credential().clone());
    }
    let mut server = ServerConfig::builder(fake::provider())
        .policy(policy(kinds.server_takes))
        .client_authentication(kinds.asked)
        .tickets(true)
        .trace(true);
    for key in &scene.keys {
        server = server.credential(key.credential().clone());
    }
    (scene.client, scene.server) = (client.build().unwrap(), server.build().unwrap());
    scene
}

/// What the server has shown, and what the client.
fn shown(scene: &Scene) -> [Option<CertificateType>; 2] {
    let mut pair = scene.pair();
    pair.run();
    let [client, server] = [&pair.client, &pair.server].map(Side::connected);
    pair.client.send(b"ping").unwrap();
    pair.run();
    assert_eq!(pair.server.data(), b"ping");
    [client.peer_certificate_type(), server.peer_certificate_type()]
}

/// The body of what the client says first.
fn client_hello(scene: &Scene) -> Vec<u8> {
    let mut client = scene.client_side();
    client.settle();
    client.take_output()[RECORD_HEADER + HANDSHAKE_HEADER..].to_vec()
}

fn fault(pair: &Pair<'_>) -> (Option<FaultKind>, Option<FaultKind>) {
    let fault = |side: &Side<'_>| side.error().and_then(countersign::Error::fault);
    (fault(&pair.client), fault(&pair.server))
}

/// In each version that is built in.
fn both_versions(test: impl Fn(&Policy)) {
    let is_built_in = |policy: &&Policy| Policy::modern().versions.contains(&policy.versions[0]);
    [tls12(), tls13()].iter().filter(is_built_in).for_each(test);
}

#[test]
fn either_side_shows_a_key_where_the_other_takes_it() {
    both_versions(|policy| {
        let scene = scene(policy, &USUAL);
        assert_eq!(shown(&scene), [Some(RAW), None]);
        let required = ClientAuthentication::Required;
        let both = Kinds { client_shows: &[RAW], server_takes: &[RAW], asked: required, ..USUAL };
        assert_eq!(shown(&self::scene(policy, &both)), [Some(RAW), Some(RAW)]);
        let mixed = Kinds { client_shows: &[X509], server_takes: &[X509], ..both };
        assert_eq!(shown(&self::scene(policy, &mixed)), [Some(RAW), Some(X509)]);
        let other = Kinds { server_shows: &[X509], client_takes: &[X509], ..both };
        assert_eq!(shown(&self::scene(policy, &other)), [Some(X509), Some(RAW)]);
    });
}

/// The server's order of credentials decides about its own, its policy about the client's.
#[test]
fn with_a_choice_the_servers_order_decides() {
    both_versions(|policy| {
        let required = ClientAuthentication::Required;
        let any = &[X509, RAW];
        let all = Kinds {
            server_shows: &[RAW, X509],
            client_takes: any,
            client_shows: any,
            server_takes: &[RAW, X509],
            asked: required,
        };
        assert_eq!(shown(&scene(policy, &all)), [Some(RAW), Some(RAW)]);
        let turned = Kinds { server_shows: any, server_takes: any, ..all };
        assert_eq!(shown(&scene(policy, &turned)), [Some(X509), Some(X509)]);
    });
}

#[test]
fn who_has_said_nothing_gets_certificates() {
    both_versions(|policy| {
        let silent = Kinds { server_shows: &[RAW, X509], client_takes: &[X509], ..USUAL };
        let scene = scene(policy, &silent);
        assert_eq!(shown(&scene), [Some(X509), None]);
        let hello = client_hello(&scene);
        let hello = ClientHello::decode(&hello).unwrap();
        let none = [hello.client_certificate_types(), hello.server_certificate_types()];
        assert_eq!(none, [Ok(None), Ok(None)]);
    });
}

#[test]
fn a_client_without_what_is_taken_is_not_asked_or_refused() {
    both_versions(|policy| {
        for client_shows in [&[][..], &[X509]] {
            let optional = ClientAuthentication::Optional;
            let kinds = Kinds { client_shows, server_takes: &[RAW], asked: optional, ..USUAL };
            assert_eq!(shown(&scene(policy, &kinds)), [Some(RAW), None]);
            let kinds = Kinds { asked: ClientAuthentication::Required, ..kinds };
            let scene = scene(policy, &kinds);
            let mut pair = scene.pair();
            pair.run();
            assert_eq!(fault(&pair).1, Some(FaultKind::NoCommonCertificateType));
            let alert = pair.server.error().and_then(countersign::Error::alert_sent);
            assert_eq!(alert, Some(AlertDescription::UNSUPPORTED_CERTIFICATE));
        }
    });
}

#[test]
fn without_a_common_kind_there_is_no_handshake() {
    both_versions(|policy| {
        let only_key = Kinds { client_takes: &[X509], ..USUAL };
        let scene_one = scene(policy, &only_key);
        let mut pair = scene_one.pair();
        pair.run();
        assert_eq!(fault(&pair).1, Some(FaultKind::NoCommonCertificateType));
        let only_certificate = Kinds { server_shows: &[X509], ..USUAL };
        let scene_two = scene(policy, &only_certificate);
        let mut pair = scene_two.pair();
        pair.run();
        assert_eq!(fault(&pair).1, Some(FaultKind::NoCommonCertificateType));
    });
}

/// A session says who the peer was; a server that would not take it now does not resume it.
#[test]
fn a_session_is_resumed_where_its_peer_is_still_welcome() {
    both_versions(|policy| {
        let required = ClientAuthentication::Required;
        let both = Kinds { client_shows: &[RAW], server_takes: &[RAW], asked: required, ..USUAL };
        let mut scene = scene(policy, &both);
        shown(&scene);
        let mut pair = scene.pair();
        pair.run();
        let [client, server] = [&pair.client, &pair.server].map(Side::connected);
        assert!(client.hello.resumption.is_some() && server.hello.resumption.is_some());
        assert_eq!(client.peer_certificate_type(), Some(RAW));
        assert_eq!(server.peer_certificate_type(), Some(RAW));
        let taken = Kinds {
            server_shows: &[X509],
            client_takes: &[X509],
            client_shows: &[X509],
            server_takes: &[X509],
            asked: required,
        };
        let other = self::scene(policy, &taken);
        (scene.server, scene.keys) = (other.server, other.keys);
        let mut pair = scene.pair();
        pair.run();
        assert_eq!(fault(&pair).1, Some(FaultKind::NoCommonCertificateType), "no session served");
    });
}

#[test]
fn what_is_no_key_is_refused_as_a_credential() {
    let schemes = [SignatureScheme::ECDSA_SECP256R1_SHA256];
    let error = Credential::raw_public_key("odd", Bytes::from_static(b"-----BEGIN"), &schemes);
    assert_eq!(error.unwrap_err(), ConfigError::NotAPublicKey { label: "odd".to_owned() });
    let own = FakeKey::new(KeyKind::EcdsaP256, 1);
    let public_key = Bytes::copy_from_slice(own.public_key());
    let good = Credential::raw_public_key("good", public_key, &schemes).unwrap();
    assert_eq!(good.certificate_type(), RAW);
    for (types, list) in
        [(vec![], "allows no certificate_types"), (vec![CertificateType(1)], "OpenPGP")]
    {
        let policy = Policy { certificate_types: types, ..Policy::modern() };
        let error = ClientConfig::builder(fake::provider()).policy(policy).build().unwrap_err();
        assert!(error.to_string().contains(list), "{error}");
    }
}
