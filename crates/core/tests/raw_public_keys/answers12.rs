//! What is answered of the kinds in a `ServerHello`, and a `Certificate` that holds another.

use bytes::Bytes;
use countersign::{
    ClientAuthentication, Role,
    crypto::SigningKey as _,
    fault::FaultKind,
    wire::{Certificate, HandshakeType, Writer, extension::ExtensionType},
};
use countersign_testkit::{
    Chunks, Framing, RawRecord, Records, ServerHelloParts,
    fake::{self, FakeKey, KeyKind},
    tamper, tls12,
};

use crate::{Kinds, RAW, USUAL, X509, fault, scene};

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
        pair.client.connected();
        let record = Records::new(pair.sent(Role::Server)).next().unwrap();
        let hello = ServerHelloParts::decode(&record.messages()[0]).unwrap();
        assert_eq!(hello.get(ExtensionType::CLIENT_CERTIFICATE_TYPE), client);
        assert_eq!(hello.get(ExtensionType::SERVER_CERTIFICATE_TYPE), Some(&[0][..]));
    }
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
