//! What is said of the kinds, and what is made of what does not fit.

use bytes::Bytes;
use countersign::{
    Answer, ClientAuthentication, ClientConfig, Request, Role, StateName,
    crypto::SigningKey as _,
    fault::FaultKind,
    wire::{Certificate, ClientHello, HandshakeType, Writer, extension::ExtensionType},
};
use countersign_testkit::{
    Chunks, Framing, Pair, RawRecord, Scene, ServerHelloParts,
    fake::{self, FakeKey, KeyKind},
    tamper, tls12, tls13,
};

use crate::{
    Kinds, RAW, USUAL, X509, both_versions, client_hello, connected, fault, key, scene, shown,
};

/// RFC 7250 §4.2: a client that has spoken of its own kinds is told which it is asked for, also
/// where that is the usual one.
#[test]
fn who_has_spoken_of_kinds_is_answered() {
    let any = &[X509, RAW];
    let all = Kinds {
        server_shows: any,
        client_takes: any,
        client_shows: any,
        server_takes: any,
        asked: ClientAuthentication::Required,
    };
    let nobody_asked = Kinds { asked: ClientAuthentication::None, ..all };
    for (kinds, client) in [(all, Some(&[0][..])), (nobody_asked, None)] {
        let scene = scene(&tls12(), &kinds);
        let mut pair = scene.pair();
        pair.run();
        connected(&pair.client);
        let record = countersign_testkit::Records::new(pair.sent(Role::Server)).next().unwrap();
        let hello = ServerHelloParts::decode(&record.messages()[0]).unwrap();
        assert_eq!(hello.get(ExtensionType::CLIENT_CERTIFICATE_TYPE), client);
        assert_eq!(hello.get(ExtensionType::SERVER_CERTIFICATE_TYPE), Some(&[0][..]));
    }
}

#[test]
fn the_usual_kind_twice_is_the_usual_kind() {
    let twice = Kinds { client_takes: &[X509, X509], server_shows: &[X509], ..USUAL };
    let hello = client_hello(&scene(&tls13(), &twice));
    assert_eq!(ClientHello::decode(&hello).unwrap().server_certificate_types(), Ok(None));
    let mixed = Kinds { client_takes: &[RAW, X509, RAW], ..USUAL };
    let hello = client_hello(&scene(&tls13(), &mixed));
    let types = ClientHello::decode(&hello).unwrap().server_certificate_types();
    assert_eq!(types, Ok(Some(&[2, 0][..])));
}

/// The server would resume it: it is the client that no longer takes its server's kind.
#[test]
fn a_client_offers_no_session_whose_server_it_would_not_take() {
    both_versions(|policy| {
        let mut scene = scene(policy, &USUAL);
        shown(&scene);
        scene.client = ClientConfig::builder(fake::provider())
            .policy(policy.clone())
            .resumption(true)
            .trace(true)
            .build()
            .unwrap();
        let mut pair = scene.pair();
        pair.run();
        // Not resumed, and in full there is nothing that it takes.
        assert_eq!(fault(&pair).1, Some(FaultKind::NoCommonCertificateType));
    });
}

/// A TLS 1.2 client gets another Certificate than its server has sent.
fn instead(kinds: &Kinds<'_>, body: Vec<u8>) -> Option<FaultKind> {
    let scene = scene(&tls12(), kinds);
    let mut pair = scene.pair().framing(Framing::EachMessage).chunks(&Chunks::Records);
    let change = move |_| RawRecord::handshake(HandshakeType::CERTIFICATE, &body);
    pair.tamper(Role::Server, tamper::change(1, change));
    pair.run_until(|pair| pair.client.error().is_some());
    fault(&pair).0
}

#[test]
fn what_is_of_the_other_kind_is_malformed() {
    let own = FakeKey::new(KeyKind::EcdsaP256, 1);
    let certificate = fake::certificate("server.example", &own, 0);
    let public_key = Bytes::copy_from_slice(own.public_key());
    let body = |kind, content: &Bytes| {
        let mut body = Vec::new();
        Certificate::encode(&mut Writer::new(&mut body), kind, std::slice::from_ref(content));
        body
    };
    let certificates = Kinds { server_shows: &[X509], client_takes: &[X509], ..USUAL };
    let malformed = Some(FaultKind::Malformed);
    assert_eq!(instead(&USUAL, body(RAW, &certificate)), malformed);
    assert_eq!(instead(&USUAL, body(RAW, &Bytes::from_static(b"no key"))), malformed);
    assert_eq!(instead(&USUAL, body(X509, &public_key)), malformed);
    assert_eq!(instead(&certificates, body(X509, &public_key)), malformed);
    assert_eq!(instead(&USUAL, body(RAW, &Bytes::new())), Some(FaultKind::CertificateMissing));
}

/// A client that is asked for a raw public key, and waits for its driver's choice.
fn asked(scene: &Scene) -> Pair<'_> {
    let mut pair = scene.pair();
    let state = |pair: &Pair<'_>| pair.client.connection.state().state;
    pair.client.hold = true;
    while state(&pair) != StateName::WaitCredential {
        pair.run();
        let Some((_, request)) = &pair.client.held else { panic!("nothing is asked") };
        if !matches!(request, Request::SelectCredential(_)) {
            assert!(pair.client.answer_held());
        }
    }
    let Some((_, Request::SelectCredential(request))) = &pair.client.held else { panic!() };
    assert_eq!(request.certificate_type, RAW);
    assert!(request.fitting.iter().all(|it| it.certificate_type() == RAW));
    pair
}

#[test]
fn a_choice_of_the_other_kind_is_refused_and_none_is_for_the_server_to_judge() {
    both_versions(|policy| {
        for (kind, required) in [(Some(X509), true), (None, true), (None, false)] {
            let asked_for = ClientAuthentication::Required;
            let asked_for = if required { asked_for } else { ClientAuthentication::Optional };
            let kinds =
                Kinds { client_shows: &[RAW], server_takes: &[RAW], asked: asked_for, ..USUAL };
            let scene = scene(policy, &kinds);
            let mut pair = asked(&scene);
            let chosen = kind.map(|kind| key(kind, 7).credential().clone());
            let _ = pair.client.answer_with(Answer::Credential(chosen));
            pair.client.hold = false;
            pair.run();
            match (kind, required) {
                (Some(_), _) => {
                    assert_eq!(fault(&pair).0, Some(FaultKind::NoCommonCertificateType));
                }
                (None, true) => assert!(matches!(
                    fault(&pair).1,
                    Some(
                        FaultKind::ClientCertificateMissing | FaultKind::ClientCertificateRequired
                    )
                )),
                (None, false) => {
                    assert_eq!(connected(&pair.server).peer_certificate_type(), None);
                }
            }
        }
    });
}
