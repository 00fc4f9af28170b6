//! Faults that a server of TLS 1.3 finds in the client's last flight, in early data, and in what
//! comes afterwards.

use countersign::{
    AcceptedPeer, CertificateFault, RejectedPeer,
    Role::{Client, Server},
    StateName as S, VerifyPeer, VerifyPeerRequest,
    crypto::SigningKey as _,
    fault::FaultKind as F,
    limits::{MAX_IGNORED_CHANGE_CIPHER_SPECS, MAX_KEY_UPDATES},
    wire::{ContentType, HandshakeType as H},
};
use countersign_testkit::{
    RawRecord,
    fake::{FakeKey, KeyKind},
};

use super::{
    Case,
    seen::Seen,
    stage13::{
        connected_server, from_client13, last_flight, run, scene13, with_body, with_client_key,
    },
};

const DATA: ContentType = ContentType::APPLICATION_DATA;
const HANDSHAKE: ContentType = ContentType::HANDSHAKE;

pub(crate) const CASES: &[Case] = &[
    (F::ClientCertificateRequired, Server, S::WaitCertificate, || {
        with_body(&with_client_key(), H::CERTIFICATE, |_| vec![0, 0, 0, 0])
    }),
    (F::BadRequestContext, Server, S::WaitCertificate, || {
        with_body(&with_client_key(), H::CERTIFICATE, |body| [&[1, 7][..], &body[1..]].concat())
    }),
    // One entry of one byte, with an extension that nobody asked for.
    (F::UnsolicitedExtension, Server, S::WaitCertificate, || {
        with_body(&with_client_key(), H::CERTIFICATE, |_| {
            vec![0, 0, 0, 10, 0, 0, 1, 7, 0, 4, 0x0a, 0x0a, 0, 0]
        })
    }),
    (F::CompressionNotAsked, Server, S::WaitCertificate, || {
        last_flight(&with_client_key(), |_| {
            let body = [0, 1, 0, 0, 4, 0, 0, 1, 7];
            vec![RawRecord::handshake(H::COMPRESSED_CERTIFICATE, &body).fragment]
        })
    }),
    (F::SchemeNotOffered, Server, S::WaitCertificateVerify, || {
        with_body(&with_client_key(), H::CERTIFICATE_VERIFY, |body| {
            // For certificates alone in TLS 1.3.
            [&[4, 1][..], &body[2..]].concat()
        })
    }),
    (F::BadCertificateVerify, Server, S::WaitPeerVerdict, || {
        with_body(&with_client_key(), H::CERTIFICATE_VERIFY, |body| {
            let mut body = body.to_vec();
            *body.last_mut().unwrap() ^= 1;
            body
        })
    }),
    (F::BadCertificateVerify, Server, S::WaitPeerVerdict, || judged(Says::Key(KeyKind::EcdsaP256))),
    // The scheme names a curve, and the key is of another.
    (F::WrongKeyForScheme, Server, S::WaitPeerVerdict, || judged(Says::Key(KeyKind::EcdsaP384))),
    (F::WrongKeyForScheme, Server, S::WaitPeerVerdict, || judged(Says::Key(KeyKind::Rsa))),
    (F::UnknownCa, Server, S::WaitPeerVerdict, || judged(Says::No(CertificateFault::UnknownCa))),
    (F::BadFinished, Server, S::WaitFinished, || {
        with_body(&scene13(|client| client, |server| server), H::FINISHED, |_| vec![7; 32])
    }),
    (F::BadFinished, Server, S::WaitFinished, || {
        with_body(&scene13(|client| client, |server| server), H::FINISHED, |body| {
            body[..12].to_vec()
        })
    }),
    (F::UnexpectedMessage, Server, S::WaitFinished, || {
        last_flight(&scene13(|client| client, |server| server), |messages| {
            [vec![RawRecord::handshake(H::CERTIFICATE, &[0; 4]).fragment], messages].concat()
        })
    }),
    (F::TooMuchEarlyData, Server, S::WaitEndOfEarlyData, too_much_early_data),
    (F::UnexpectedMessage, Server, S::WaitEndOfEarlyData, || {
        early(|_, _| (HANDSHAKE, RawRecord::handshake(H::FINISHED, &[7; 32]).fragment))
    }),
    (F::TooManyChangeCipherSpecs, Server, S::WaitFinished, || {
        let scene = scene13(|client| client, |server| server);
        let mut pair = scene.pair();
        pair.tamper(Client, |_, record| match record.content_type {
            ContentType::CHANGE_CIPHER_SPEC => {
                record.bytes().repeat(usize::from(MAX_IGNORED_CHANGE_CIPHER_SPECS) + 1)
            }
            _ => record.bytes(),
        });
        run(pair)
    }),
    (F::BadKeyUpdate, Server, S::Connected, || {
        connected_server(|forger| vec![forger.seal(HANDSHAKE, &[24, 0, 0, 1, 2])])
    }),
    (F::MessageAcrossKeyChange, Server, S::Connected, || {
        connected_server(|forger| vec![forger.seal(HANDSHAKE, &[24, 0, 0, 1, 0, 24, 0])])
    }),
    (F::TooManyKeyUpdates, Server, S::Connected, too_many_key_updates),
    (F::NoContentType, Server, S::Connected, || {
        connected_server(|forger| vec![forger.seal_inner(&[0; 9])])
    }),
    (F::BadRecordMac, Server, S::Connected, || {
        connected_server(|forger| {
            forger.sequence += 1;
            vec![forger.seal(DATA, b"out of its place")]
        })
    }),
    (F::UnexpectedMessage, Server, S::Connected, || {
        connected_server(|_| vec![RawRecord::new(ContentType::CHANGE_CIPHER_SPEC, [1])])
    }),
];

/// What a verifier says to everything.
enum Says {
    /// Accepted, and this is the key: not the one of the certificate.
    Key(KeyKind),
    No(CertificateFault),
}

impl VerifyPeer for Says {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        match self {
            // The server's own certificate is in order.
            _ if request.peer == Server => {
                countersign_testkit::fake::FakeVerifier.verify_peer(request)
            }
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
    let mut scene = with_client_key();
    scene.verifier = Box::new(says);
    run(scene.pair())
}

/// A server that has accepted early data gets something else for the first of them.
fn early(change: impl Fn(ContentType, &[u8]) -> (ContentType, Vec<u8>) + 'static) -> Seen {
    let scene = scene13(
        |client| client.resumption(true).early_data(true),
        |server| server.tickets(true).max_early_data(10),
    );
    scene.pair().run();
    let mut pair = scene.pair();
    pair.run_until(|pair| pair.client.connection.early_data_left() > 0);
    let send = pair
        .client
        .call(|connection, surroundings| connection.send_early(b"ten bytes.", surroundings));
    assert_eq!(send, Ok(10));
    from_client13(pair, change)
}

fn too_much_early_data() -> Seen {
    early(|content_type, content| (content_type, [content, b"!"].concat()))
}

/// Each is under the key that the one before it has made; so the client itself has to send them.
fn too_many_key_updates() -> Seen {
    let scene = scene13(|client| client, |server| server);
    let mut pair = scene.pair();
    pair.run();
    for _ in 0..=MAX_KEY_UPDATES {
        pair.client
            .call(|connection, surroundings| connection.update_keys(false, surroundings))
            .unwrap();
    }
    run(pair)
}
