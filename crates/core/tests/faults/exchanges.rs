//! Faults of the other key exchanges, and of clients that have to prove themselves.

use countersign::{
    ClientAuthentication, Cursor, Era, Nobody, Policy,
    Role::{Client, Server},
    StateName as S,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    fault::FaultKind as F,
    wire::{HandshakeType, ServerKeyExchange, Writer},
};
use countersign_testkit::{RawRecord, Scene, fake::KeyKind};

use super::{
    Case,
    seen::{Seen, see},
    stage::{from_server, scene},
    stage12::from_client,
};

pub(crate) const CASES: &[Case] = &[
    (F::ClientCertificateMissing, Server, S::WaitCertificate, || {
        let required = ClientAuthentication::Required;
        let scene = scene(|client| client, |server| server.client_authentication(required));
        from_client(&scene, 0, |record| record)
    }),
    (F::BadCertificateVerify, Server, S::WaitCertificateVerify, || {
        from_client(&Scene::through(server_in(S::WaitCertificateVerify)), 3, |mut record| {
            *record.fragment.last_mut().unwrap() ^= 1;
            record
        })
    }),
    // A scheme that the server did not name.
    (F::SchemeNotOffered, Server, S::WaitCertificateVerify, || {
        from_client(&Scene::through(server_in(S::WaitCertificateVerify)), 3, |mut record| {
            let number = SignatureScheme::ECDSA_SHA1.0.to_be_bytes();
            record.fragment[4..6].copy_from_slice(&number);
            record
        })
    }),
    (F::WrongKeyForScheme, Server, S::WaitCertificateVerify, || {
        from_client(&Scene::through(server_in(S::WaitCertificateVerify)), 3, |mut record| {
            let number = SignatureScheme::RSA_PSS_RSAE_SHA256.0.to_be_bytes();
            record.fragment[4..6].copy_from_slice(&number);
            record
        })
    }),
    (F::DheGroupTooSmall, Client, S::WaitServerKeyExchange, || prime(&[0xff; 128])),
    // As long as it says, if leading zeros counted.
    (F::DheGroupTooSmall, Client, S::WaitServerKeyExchange, || {
        prime(&[&[0; 1][..], &[0x7f; 255]].concat())
    }),
    (F::DheGroupUnknown, Client, S::WaitServerKeyExchange, || prime(&[0xff; 256])),
    // Known, and not offered.
    (F::DheGroupUnknown, Client, S::WaitServerKeyExchange, || {
        prime(NamedGroup::FFDHE3072.prime().unwrap())
    }),
    (F::BadKeyShare, Server, S::WaitClientKeyExchange, || {
        let body = [&[1, 0][..], &[0; 256]].concat();
        from_client(&dhe(), 1, move |_| {
            RawRecord::handshake(HandshakeType::CLIENT_KEY_EXCHANGE, &body)
        })
    }),
    (F::UnknownPskIdentity, Server, S::WaitPreSharedKey, || {
        let scene = Scene::through(server_in(S::WaitPreSharedKey));
        let mut pair = scene.pair();
        pair.server.answers.pre_shared_keys = &Nobody;
        pair.run_until(|pair| pair.server.error().is_some());
        pair.server.output.extend_from_slice(pair.sent(Server).to_vec().as_slice());
        see(&mut pair.server)
    }),
    (F::PreSharedKeyMissing, Client, S::WaitPreSharedKey, || {
        let scene = Scene::through(server_in(S::WaitPreSharedKey));
        let mut pair = scene.pair();
        pair.client.answers.pre_shared_keys = &Nobody;
        pair.run_until(|pair| pair.client.error().is_some());
        pair.client.output.extend_from_slice(pair.sent(Client).to_vec().as_slice());
        see(&mut pair.client)
    }),
];

fn server_in(state: S) -> Cursor {
    Cursor { role: Server, era: Era::Tls12, state }
}

/// DHE with RSA, and one field.
fn dhe() -> Scene {
    let policy = Policy {
        suites: vec![CipherSuite(0x009e)],
        groups: vec![NamedGroup::FFDHE2048],
        ..countersign_testkit::tls12()
    };
    Scene::fake_with(
        &[KeyKind::Rsa],
        |client| client.policy(policy.clone()),
        |server| server.policy(policy.clone()),
    )
}

/// A server that brings another prime.
fn prime(prime: &[u8]) -> Seen {
    let mut body = Vec::new();
    let mut writer = Writer::new(&mut body);
    ServerKeyExchange::encode_dhe_params(&mut writer, prime, &[2], &[3; 128]);
    let scheme = Some(SignatureScheme::RSA_PSS_RSAE_SHA256);
    ServerKeyExchange::encode_signature(&mut writer, scheme, &[7; 256]);
    from_server(&dhe(), 2, move |_| RawRecord::handshake(HandshakeType::SERVER_KEY_EXCHANGE, &body))
}
