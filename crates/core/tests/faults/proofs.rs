//! Faults of keys and proofs, and of the driver's verdict on the certificate.

use countersign::{
    AcceptedPeer, CertificateFault, Event, RejectedPeer,
    Role::{Client, Server},
    StateName as S, VerifyPeer, VerifyPeerRequest,
    crypto::{NamedGroup, SignatureScheme, SigningKey as _},
    fault::FaultKind as F,
    wire::{ContentType, HandshakeType, ServerKeyExchange, Writer},
};
use countersign_testkit::{
    RawRecord, Scene, SeededRandom,
    fake::{FakeKey, Forger, KeyKind},
};

use super::{
    Case,
    seen::{Seen, see},
    stage::{from_server, stepwise},
    stage12::{RULE, from_client},
};

pub(crate) const CASES: &[Case] = &[
    (F::CertificateMissing, Client, S::WaitCertificate, || {
        from_server(&Scene::fake(), 1, |_| {
            RawRecord::handshake(HandshakeType::CERTIFICATE, &[0, 0, 0])
        })
    }),
    (F::WrongKeyForScheme, Client, S::WaitPeerVerdict, || judged(Says::Key(KeyKind::Rsa))),
    (F::BadSignature, Client, S::WaitPeerVerdict, || judged(Says::Key(KeyKind::EcdsaP256))),
    (F::BadSignature, Client, S::WaitPeerVerdict, || {
        from_server(&Scene::fake(), 2, |mut record| {
            *record.fragment.last_mut().unwrap() ^= 1;
            record
        })
    }),
    // What was signed covers the hellos' randoms.
    (F::BadSignature, Client, S::WaitPeerVerdict, || {
        from_server(&Scene::fake(), 0, |mut record| {
            record.fragment[4 + 2] ^= 1;
            record
        })
    }),
    (F::BadKeyShare, Client, S::WaitPeerVerdict, zero_key_share),
    (F::BadKeyShare, Server, S::WaitClientKeyExchange, || {
        let body = [&[32][..], &[0; 32]].concat();
        from_client(&Scene::fake(), 1, move |_| {
            RawRecord::handshake(HandshakeType::CLIENT_KEY_EXCHANGE, &body)
        })
    }),
    (F::BadFinished, Server, S::WaitFinished, || {
        from_client(&Scene::fake(), 3, |record| forged_finished(&record))
    }),
    (F::BadFinished, Client, S::WaitFinished, || {
        from_server(&Scene::fake(), 5, |record| forged_finished(&record))
    }),
    (F::UnknownCa, Client, S::WaitPeerVerdict, || judged(Says::No(CertificateFault::UnknownCa))),
    (F::CertificateExpired, Client, S::WaitPeerVerdict, || {
        judged(Says::No(CertificateFault::Expired))
    }),
    (F::CertificateRevoked, Client, S::WaitPeerVerdict, || {
        judged(Says::No(CertificateFault::Revoked))
    }),
    (F::BadCertificate, Client, S::WaitPeerVerdict, || judged(Says::No(CertificateFault::Bad))),
    (F::BadCertificateStatus, Client, S::WaitPeerVerdict, || {
        judged(Says::No(CertificateFault::BadStatus))
    }),
    (F::WrongName, Client, S::WaitPeerVerdict, || judged(Says::No(CertificateFault::WrongName))),
    (F::UnsupportedCertificate, Client, S::WaitPeerVerdict, || {
        judged(Says::No(CertificateFault::Unsupported))
    }),
    (F::CertificateUnknown, Client, S::WaitPeerVerdict, || {
        judged(Says::No(CertificateFault::Unknown))
    }),
    (F::NotPinned, Client, S::WaitPeerVerdict, || judged(Says::No(CertificateFault::NotPinned))),
    (F::AccessDenied, Client, S::WaitPeerVerdict, || {
        judged(Says::No(CertificateFault::AccessDenied))
    }),
];

/// What a verifier says to everything.
enum Says {
    /// Accepted, and this is the key: not the one of the certificate.
    Key(KeyKind),
    No(CertificateFault),
}

impl VerifyPeer for Says {
    fn verify_peer(&self, _: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        match self {
            Self::Key(kind) => {
                Ok(AcceptedPeer { public_key: FakeKey::new(*kind, 99).public_key().to_vec() })
            }
            Self::No(fault) => {
                Err(RejectedPeer { fault: *fault, reason: "as the test wants".into() })
            }
        }
    }
}

fn judged(says: Says) -> Seen {
    let mut scene = Scene::fake();
    scene.verifier = Box::new(says);
    from_server(&scene, 0, |record| record)
}

/// Sealed as it should be, with a proof that proves nothing.
fn forged_finished(record: &RawRecord) -> RawRecord {
    let finished = RawRecord::handshake(HandshakeType::FINISHED, &[7; 12]);
    let mut forger = Forger::learn(record, 0, RULE).unwrap();
    forger.seal(ContentType::HANDSHAKE, &finished.fragment)
}

/// A value that is not in the group, signed by the server's own key.
fn zero_key_share() -> Seen {
    let scene = Scene::fake();
    let mut pair = stepwise(&scene);
    pair.run_until(|pair| pair.client.connection.state().state == S::WaitServerKeyExchange);
    pair.client.settle();
    let summary = pair.client.noted().iter().find_map(|noted| match &noted.event {
        Event::Negotiated(summary) => Some(summary.clone()),
        _ => None,
    });
    let summary = summary.unwrap();
    let mut body = Vec::new();
    ServerKeyExchange::encode_ecdhe_params(
        &mut Writer::new(&mut body),
        NamedGroup::X25519,
        &[0; 32],
    );
    let signed = [&summary.client_random[..], &summary.server_random, &body].concat();
    let scheme = SignatureScheme::ECDSA_SECP256R1_SHA256;
    let key = FakeKey::new(KeyKind::EcdsaP256, 1);
    let signature = key.sign(scheme, &signed, &mut SeededRandom::new(0)).unwrap();
    ServerKeyExchange::encode_signature(&mut Writer::new(&mut body), Some(scheme), &signature);
    pair.intercept(Server);
    pair.client.feed(&RawRecord::handshake(HandshakeType::SERVER_KEY_EXCHANGE, &body).bytes());
    pair.client.feed(&RawRecord::handshake(HandshakeType::SERVER_HELLO_DONE, &[]).bytes());
    see(&mut pair.client)
}
