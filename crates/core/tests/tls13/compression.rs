//! Certificates that are compressed (RFC 8879), with an algorithm that gives half of the bytes: it
//! is for certificates of zeros.

use countersign::{
    CertifiedKey, ClientAuthentication, Event, Policy,
    crypto::CertificateCompression,
    fault::FaultKind,
    wire::{
        HandshakeType,
        extension::compress_certificate::CertificateCompressionAlgorithm as Algorithm,
    },
};
use countersign_testkit::{
    Side,
    fake::{self, FakeKey, KeyKind},
    tls13,
};

use crate::stage::{connected, converse, modern, pair};

/// Says what a run of zeros is by its length; everything else goes as it is.
struct Zeros(Algorithm);

impl CertificateCompression for Zeros {
    fn algorithm(&self) -> Algorithm {
        self.0
    }

    fn compress(&self, message: &[u8]) -> Option<Vec<u8>> {
        let zeros = message.iter().rev().take_while(|byte| **byte == 0).count();
        let rest = &message[..message.len() - zeros];
        (zeros > 0).then(|| rest.to_vec())
    }

    fn decompress(&self, compressed: &[u8], len: usize) -> Option<Vec<u8>> {
        let mut message = compressed.to_vec();
        (message.len() <= len).then(|| message.resize(len, 0))?;
        Some(message)
    }
}

static WAYS: &[&dyn CertificateCompression] = &[&Zeros(Algorithm::BROTLI), &Zeros(Algorithm::ZLIB)];
static ZLIB: &[&dyn CertificateCompression] = &[&Zeros(Algorithm::ZLIB)];

/// The kinds of the messages with certificates that a side has seen.
fn seen(side: &Side<'_>) -> Vec<HandshakeType> {
    let kinds = [HandshakeType::CERTIFICATE, HandshakeType::COMPRESSED_CERTIFICATE];
    let kind = |event: &Event| match event {
        Event::Message(message) => message.content.handshake_type(),
        _ => None,
    };
    side.noted().iter().filter_map(|it| kind(&it.event)).filter(|it| kinds.contains(it)).collect()
}

fn client_key() -> CertifiedKey {
    let key = FakeKey::new(KeyKind::EcdsaP256, 77);
    let chain = vec![fake::certificate("client", &key, 2000)];
    CertifiedKey::new("client", chain, Box::new(key)).unwrap()
}

#[test]
fn both_ways_where_both_know_how() {
    let (plain, compressed) = (HandshakeType::CERTIFICATE, HandshakeType::COMPRESSED_CERTIFICATE);
    for (client_ways, server_ways, kind) in
        [(WAYS, ZLIB, compressed), (ZLIB, WAYS, compressed), (WAYS, &[], plain), (&[], WAYS, plain)]
    {
        let key = client_key();
        let credential = key.credential().clone();
        let mut scene = modern(
            |client| client.certificate_compressions(client_ways).credential(credential),
            |server| {
                let asked = ClientAuthentication::Required;
                server.certificate_compressions(server_ways).client_authentication(asked)
            },
        );
        scene.client_keys = vec![key];
        let mut pair = pair(&scene, 1);
        converse(&mut pair);
        assert_eq!(connected(&pair.server).peer_chain.len(), 1);
        assert_eq!(connected(&pair.client).peer_chain.len(), 1);
        // The message ends in zeros, the entry without extensions, so that it can be shorter.
        assert_eq!(seen(&pair.server), [kind, kind], "the server's, then the client's");
    }
}

/// By its header, before any of it is kept.
#[test]
fn one_that_is_longer_than_the_policy_allows_is_not_waited_for() {
    for (ways, name) in [(WAYS, "CompressedCertificate"), (&[], "Certificate")] {
        let key = client_key();
        let credential = key.credential().clone();
        let policy = Policy { max_certificate_message: 1500, ..tls13() };
        let mut scene = modern(
            |client| client.certificate_compressions(ways).credential(credential),
            |server| {
                let asked = ClientAuthentication::Required;
                server.policy(policy).certificate_compressions(ways).client_authentication(asked)
            },
        );
        scene.client_keys = vec![key];
        let mut pair = pair(&scene, 1);
        pair.run();
        let error = pair.server.error().unwrap();
        assert_eq!(error.fault(), Some(FaultKind::MessageTooLong));
        assert!(error.to_string().contains(&format!(": {name} of ")), "{error}");
    }
}
