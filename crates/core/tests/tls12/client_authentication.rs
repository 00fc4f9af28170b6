//! Clients that prove themselves (RFC 5246 §7.4.4, §7.4.6, §7.4.8).

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfigBuilder, Credential, Request, SelectCredential,
    SelectCredentialRequest, bytes::Bytes, crypto::SignatureScheme, fault::FaultKind,
};
use countersign_testkit::{
    Scene,
    fake::{self, FakeKey, KeyKind},
};

use crate::stage::{connect, connected, policy, scene, suite, suites};

fn client_key(kind: KeyKind) -> CertifiedKey {
    let key = FakeKey::new(kind, 77);
    let chain = vec![fake::certificate("client", &key, 0)];
    CertifiedKey::new("client", chain, Box::new(key)).unwrap()
}

fn authenticating(wanted: ClientAuthentication, kinds: &[KeyKind], suites: &[&str]) -> Scene {
    let rows: Vec<_> = suites.iter().map(|name| suite(name)).collect();
    let keys: Vec<_> = kinds.iter().map(|kind| client_key(*kind)).collect();
    let credentials: Vec<_> = keys.iter().map(|key| key.credential().clone()).collect();
    let mut scene = scene(
        &policy(&rows),
        |client| credentials.into_iter().fold(client, ClientConfigBuilder::credential),
        |server| server.client_authentication(wanted).tickets(true),
    );
    scene.client_keys = keys;
    scene
}

const ECDSA: &str = "ECDHE-ECDSA-AES128-GCM-SHA256";

#[test]
fn with_every_kind_of_key_exchange_and_of_key() {
    for row in suites().filter(|row| row.key_exchange.has_certificate()) {
        for kind in [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519, KeyKind::Rsa] {
            let name = row.openssl_name;
            let scene = authenticating(ClientAuthentication::Required, &[kind], &[name]);
            let (client, server) = connect(&scene, 1);
            assert_eq!(client.credential.as_ref(), Some(scene.client_keys[0].credential()));
            assert_eq!(server.peer_chain, scene.client_keys[0].credential().chain());
            assert!(client.client_scheme.is_some() && client.client_scheme == server.client_scheme);
        }
    }
}

/// Else whoever resumes the session would be taken for a client that has shown none.
#[test]
fn a_certificate_too_long_for_a_session_is_shown_each_time() {
    for (filling, resumed) in [(15_000, true), (17_000, false)] {
        for tickets in [true, false] {
            let own = FakeKey::new(KeyKind::EcdsaP256, 77);
            let chain = vec![fake::certificate("client", &own, filling)];
            let key = CertifiedKey::new("client", chain, Box::new(own)).unwrap();
            let mut scene = scene(
                &policy(&[suite(ECDSA)]),
                |client| client.resumption(true).credential(key.credential().clone()),
                |server| {
                    let required = server.client_authentication(ClientAuthentication::Required);
                    required.tickets(tickets).session_ids(true)
                },
            );
            scene.client_keys = vec![key];
            for seed in 1..4 {
                let (client, server) = connect(&scene, seed);
                assert_eq!(client.hello.resumption.is_some(), resumed && seed > 1, "{filling}");
                assert_eq!(server.peer_chain, scene.client_keys[0].credential().chain());
            }
        }
    }
}

#[test]
fn whoever_has_none_is_let_in_or_not_as_the_server_wants() {
    let optional = authenticating(ClientAuthentication::Optional, &[], &[ECDSA]);
    let (client, server) = connect(&optional, 1);
    assert!(server.peer_chain.is_empty() && client.client_scheme.is_none());
    let required = authenticating(ClientAuthentication::Required, &[], &[ECDSA]);
    let mut pair = required.pair();
    pair.run();
    let fault = pair.server.error().unwrap().fault();
    assert_eq!(fault, Some(FaultKind::ClientCertificateMissing));
}

#[test]
fn the_first_that_fits_is_taken_and_the_driver_may_take_another() {
    struct Last;
    impl SelectCredential for Last {
        fn select(&self, request: &SelectCredentialRequest) -> Option<Credential> {
            request.fitting.last().cloned()
        }
    }
    struct None_;
    impl SelectCredential for None_ {
        fn select(&self, _: &SelectCredentialRequest) -> Option<Credential> {
            None
        }
    }
    let kinds = [KeyKind::Rsa, KeyKind::EcdsaP256];
    let scene = authenticating(ClientAuthentication::Optional, &kinds, &[ECDSA]);
    assert_eq!(connect(&scene, 1).0.credential.as_ref(), Some(scene.client_keys[0].credential()));
    for (select, place) in [(&Last as &dyn SelectCredential, Some(1)), (&None_, None)] {
        let mut pair = scene.pair();
        pair.client.answers.credentials = select;
        pair.run();
        let chosen = place.map(|place: usize| scene.client_keys[place].credential());
        assert_eq!(connected(&pair.client).credential.as_ref(), chosen);
        assert_eq!(connected(&pair.server).peer_chain.is_empty(), chosen.is_none());
    }
}

/// The names of authorities choose among credentials (R4.3): those of RFC 5280's issuer field.
#[test]
fn authorities_choose_among_credentials() {
    let ca = |name: &str| {
        let mut params = rcgen::CertificateParams::new(vec![]).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = rcgen::KeyPair::generate().unwrap();
        Bytes::copy_from_slice(params.self_signed(&key).unwrap().der())
    };
    let (one, two) = (ca("one"), ca("two"));
    let name_of = |der: &Bytes| {
        let fields = countersign::wire::CertificateFields::decode(der).unwrap();
        Bytes::copy_from_slice(fields.issuer)
    };
    let schemes = [SignatureScheme::ECDSA_SECP256R1_SHA256];
    let credential = |der: &Bytes| Credential::new("c", vec![der.clone()], &schemes).unwrap();
    let (first, second) = (credential(&one), credential(&two));
    let names = [name_of(&two)];
    let scene = scene(
        &policy(&[suite(ECDSA)]),
        |client| client.credential(first).credential(second.clone()),
        |server| {
            server.client_authentication(ClientAuthentication::Optional).client_authorities(names)
        },
    );
    let mut pair = scene.pair();
    pair.client.hold = true;
    while pair.client.held.as_ref().is_none_or(|(_, held)| held.name() != "SelectCredential") {
        if !pair.client.answer_held() {
            assert!(pair.run_until(|pair| pair.client.held.is_some()));
        }
    }
    let Some((_, Request::SelectCredential(request))) = &pair.client.held else { panic!() };
    assert_eq!(request.fitting, [second]);
    assert_eq!(request.authorities.len(), 1);
}

/// A resumed session has the client's identity, and none is made up (RFC 7627 §1, 3SHAKE).
#[test]
fn the_clients_identity_goes_with_the_session() {
    let mut scene = authenticating(ClientAuthentication::Required, &[KeyKind::EcdsaP256], &[ECDSA]);
    scene.client = countersign::ClientConfig::builder(fake::provider())
        .policy(policy(&[suite(ECDSA)]))
        .credential(scene.client_keys[0].credential().clone())
        .resumption(true)
        .build()
        .unwrap();
    let first = connect(&scene, 1).1;
    let second = connect(&scene, 2).1;
    assert!(second.hello.resumption.is_some());
    assert_eq!(second.peer_chain, first.peer_chain);
}
