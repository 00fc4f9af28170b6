//! Clients that prove themselves during the handshake (RFC 8446 §4.3.2, §4.4).

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfigBuilder, Credential, SelectCredential,
    SelectCredentialRequest, bytes::Bytes, crypto::SignatureScheme, fault::FaultKind,
};
use countersign_testkit::{
    Scene,
    fake::{self, FakeKey, KeyKind},
};

use crate::stage::{connect, connected, modern, pair, questions, scene, suites, with_suites};

fn client_key(kind: KeyKind, filling: usize) -> CertifiedKey {
    let key = FakeKey::new(kind, 77);
    let chain = vec![fake::certificate("client", &key, filling)];
    CertifiedKey::new("client", chain, Box::new(key)).unwrap()
}

fn authenticating(wanted: ClientAuthentication, keys: Vec<CertifiedKey>) -> Scene {
    let credentials: Vec<_> = keys.iter().map(|key| key.credential().clone()).collect();
    let mut scene = modern(
        |client| {
            let client = client.resumption(true);
            credentials.into_iter().fold(client, ClientConfigBuilder::credential)
        },
        |server| server.client_authentication(wanted).tickets(true),
    );
    scene.client_keys = keys;
    scene
}

#[test]
fn with_every_suite_and_kind_of_key() {
    for row in suites() {
        for kind in [KeyKind::EcdsaP256, KeyKind::EcdsaP384, KeyKind::Ed25519, KeyKind::Rsa] {
            let key = client_key(kind, 0);
            let credential = key.credential().clone();
            let mut scene = scene(
                &with_suites(&[row.suite]),
                |client| client.credential(credential),
                |server| server.client_authentication(ClientAuthentication::Required),
            );
            scene.client_keys = vec![key];
            let (client, server) = connect(&scene, 1);
            assert_eq!(client.credential.as_ref(), Some(scene.client_keys[0].credential()));
            assert_eq!(server.peer_chain, scene.client_keys[0].credential().chain());
            assert!(server.client_scheme.is_some_and(SignatureScheme::is_for_tls13));
            assert_eq!(client.client_scheme, server.client_scheme);
        }
    }
}

#[test]
fn whoever_has_none_is_let_in_or_not_as_the_server_wants() {
    let scene = authenticating(ClientAuthentication::Optional, Vec::new());
    let (_, server) = connect(&scene, 1);
    assert!(server.peer_chain.is_empty() && server.client_scheme.is_none());
    let scene = authenticating(ClientAuthentication::Required, Vec::new());
    let mut pair = pair(&scene, 1);
    pair.run();
    let fault = pair.server.error().unwrap().fault();
    assert_eq!(fault, Some(FaultKind::ClientCertificateRequired));
    let alert = pair.client.error().unwrap();
    assert!(alert.to_string().contains("certificate_required"), "{alert}");
}

#[test]
fn who_it_was_comes_back_with_the_session_and_nobody_is_asked_twice() {
    for wanted in [ClientAuthentication::Optional, ClientAuthentication::Required] {
        let scene = authenticating(wanted, vec![client_key(KeyKind::EcdsaP256, 0)]);
        let mut first = pair(&scene, 1);
        first.run();
        let asked = ["ClientHello", "Sign", "VerifyPeer", "SealTicket", "SealTicket"];
        assert_eq!(questions(&first.server), asked);
        let mut second = pair(&scene, 2);
        second.run();
        let server = connected(&second.server);
        assert!(server.hello.resumption.is_some());
        assert_eq!(server.peer_chain, scene.client_keys[0].credential().chain());
        let asked = ["ClientHello", "OpenTicket", "SealTicket", "SealTicket"];
        assert_eq!(questions(&second.server), asked);
    }
}

/// Else whoever resumes the session would be taken for a client that has shown none.
#[test]
fn a_certificate_too_long_for_a_session_is_shown_each_time() {
    for (filling, resumed) in [(14_000, true), (17_000, false)] {
        let key = client_key(KeyKind::EcdsaP256, filling);
        let scene = authenticating(ClientAuthentication::Required, vec![key]);
        for seed in 1..4 {
            let (_, server) = connect(&scene, seed);
            assert_eq!(server.hello.resumption.is_some(), resumed && seed > 1, "{filling}");
            assert_eq!(server.peer_chain, scene.client_keys[0].credential().chain());
        }
    }
}

/// What a server says about the certificates that it wants.
#[test]
fn the_authorities_are_named() {
    struct Names(Credential);
    impl SelectCredential for Names {
        fn select(&self, request: &SelectCredentialRequest) -> Option<Credential> {
            assert_eq!(request.authorities, [Bytes::from_static(b"0\0")]);
            assert!(!request.schemes.is_empty());
            assert!(request.fitting.is_empty(), "it is another authority's");
            Some(self.0.clone())
        }
    }
    let key = client_key(KeyKind::EcdsaP256, 0);
    let credential = key.credential().clone();
    let names = Names(credential.clone());
    let mut scene = modern(
        |client| client.credential(credential),
        |server| {
            server
                .client_authentication(ClientAuthentication::Required)
                .client_authorities([Bytes::from_static(b"0\0")])
        },
    );
    scene.client_keys = vec![key];
    let mut pair = pair(&scene, 1);
    pair.client.answers.credentials = &names;
    pair.run();
    assert_eq!(connected(&pair.server).peer_chain.len(), 1);
}

/// RFC 8446 §4.3.2: where a pre-shared key is the proof no certificate is asked for.
#[test]
fn with_a_pre_shared_key_nobody_is_asked() {
    let scene = modern(
        |client| client.pre_shared_keys(true),
        |server| server.pre_shared_keys(true).client_authentication(ClientAuthentication::Required),
    );
    let (_, server) = connect(&scene, 1);
    assert!(server.psk_identity.is_some() && server.peer_chain.is_empty());
}
