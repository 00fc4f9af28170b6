//! Faults that a client of TLS 1.3 finds.

use countersign::{
    Cursor, Era, ProtocolName,
    Role::{self, Client, Server},
    StateName as S,
    crypto::CertificateCompression,
    fault::FaultKind as F,
    limits::MAX_TICKETS,
    wire::{
        ContentType, HandshakeType as H, ServerHello,
        extension::{
            ExtensionType as E, compress_certificate::CertificateCompressionAlgorithm as Algorithm,
        },
    },
};
use countersign_testkit::{
    Pair, RawRecord, Scene, ServerHelloParts,
    fake::{Forger13, reseal},
};

use super::{
    Case,
    seen::{Seen, see},
    stage::answered_in,
    stage13::{scene13, with_client_key},
};

pub(crate) const CASES: &[Case] = &[
    (F::SelectedVersionNotOffered, Client, S::WaitServerHello, || {
        answered13(|hello| hello.with(E::SUPPORTED_VERSIONS, [3, 5]))
    }),
    (F::SessionIdNotEchoed, Client, S::WaitServerHello, || {
        answered13(|mut hello| {
            hello.session_id[0] ^= 1;
            hello
        })
    }),
    (F::MissingExtension, Client, S::WaitServerHello, || {
        answered13(|hello| hello.without(E::KEY_SHARE))
    }),
    (F::GroupNotOffered, Client, S::WaitServerHello, || {
        answered13(|hello| hello.with(E::KEY_SHARE, [0, 0x19, 0, 1, 4]))
    }),
    (F::BadKeyShare, Client, S::WaitServerHello, || {
        answered13(|hello| hello.with(E::KEY_SHARE, [0, 0x1d, 0, 1, 4]))
    }),
    (F::SuiteNotOffered, Client, S::WaitServerHello, || {
        answered13(|mut hello| {
            hello.cipher_suite = 0x1304;
            hello
        })
    }),
    (F::CompressionNotOffered, Client, S::WaitServerHello, || {
        answered13(|mut hello| {
            hello.compression_method = 1;
            hello
        })
    }),
    (F::UnsolicitedExtension, Client, S::WaitServerHello, || {
        answered13(|hello| hello.with(E::PRE_SHARED_KEY, [0, 0]))
    }),
    (F::PskNotOffered, Client, S::WaitServerHello, || {
        answered_in(&through(Server, S::WaitPreSharedKey), |hello| {
            hello.with(E::PRE_SHARED_KEY, [0, 1])
        })
    }),
    // A key for SHA-256 with a suite of SHA-384.
    (F::PskNotOffered, Client, S::WaitServerHello, || {
        answered_in(&through(Server, S::WaitPreSharedKey), |mut hello| {
            hello.cipher_suite = 0x1302;
            hello
        })
    }),
    (F::RetryWithoutChange, Client, S::WaitServerHello, || {
        answered13(|hello| retry(hello.without(E::KEY_SHARE)))
    }),
    // A share for X25519 was sent.
    (F::RetryWithoutChange, Client, S::WaitServerHello, || {
        answered13(|hello| retry(hello.with(E::KEY_SHARE, [0, 0x1d])))
    }),
    (F::GroupNotOffered, Client, S::WaitServerHello, || {
        answered13(|hello| retry(hello.with(E::KEY_SHARE, [0, 0x19])))
    }),
    #[cfg(feature = "tls12")]
    (F::MissingExtension, Client, S::WaitServerHello, || {
        // To a client that would take TLS 1.2 too.
        let both = scene13(|client| client.policy(countersign::Policy::modern()), |server| server);
        answered_in(&both, |hello| {
            retry(hello.without(E::KEY_SHARE).without(E::SUPPORTED_VERSIONS))
        })
    }),
    (F::SecondRetry, Client, S::WaitServerHello, || {
        second_answer(|hello| retry(hello.with(E::KEY_SHARE, [0, 0x18])))
    }),
    (F::RetryChanged, Client, S::WaitServerHello, || {
        second_answer(|mut hello| {
            hello.cipher_suite = 0x1303;
            hello
        })
    }),
    (F::RetryChanged, Client, S::WaitServerHello, || {
        second_answer(|hello| hello.with(E::KEY_SHARE, [0, 0x1d, 0, 1, 4]))
    }),
    (F::UnsolicitedExtension, Client, S::WaitEncryptedExtensions, || {
        from_server13(&Scene::fake_tls13(), H::ENCRYPTED_EXTENSIONS, |_| vec![0, 4, 0, 42, 0, 0])
    }),
    (F::EarlyDataMisplaced, Client, S::WaitEncryptedExtensions, other_protocol),
    #[cfg(feature = "tls12")]
    (F::EarlyDataToOlder, Client, S::WaitServerHello, older_for_early_data),
    (F::BadRequestContext, Client, S::WaitCertificateRequest, || {
        from_server13(&with_client_key(), H::CERTIFICATE_REQUEST, |body| {
            [&[1, 7][..], &body[1..]].concat()
        })
    }),
    (F::MissingExtension, Client, S::WaitCertificateRequest, || {
        from_server13(&with_client_key(), H::CERTIFICATE_REQUEST, |_| vec![0, 0, 0])
    }),
    (F::BadRequestContext, Client, S::WaitCertificateRequest, || {
        from_server13(&Scene::fake_tls13(), H::CERTIFICATE, |body| {
            [&[1, 7][..], &body[1..]].concat()
        })
    }),
    (F::CertificateMissing, Client, S::WaitCertificateRequest, || {
        from_server13(&Scene::fake_tls13(), H::CERTIFICATE, |_| vec![0; 4])
    }),
    (F::CompressionNotAsked, Client, S::WaitCertificateRequest, || compressed(2)),
    (F::BadCompression, Client, S::WaitCertificateRequest, || compressed(1)),
    (F::SchemeNotOffered, Client, S::WaitCertificateVerify, || {
        from_server13(&Scene::fake_tls13(), H::CERTIFICATE_VERIFY, |body| {
            // For certificates alone in TLS 1.3.
            [&[4, 1][..], &body[2..]].concat()
        })
    }),
    (F::BadCertificateVerify, Client, S::WaitPeerVerdict, || {
        from_server13(&Scene::fake_tls13(), H::CERTIFICATE_VERIFY, flip_last)
    }),
    (F::BadFinished, Client, S::WaitFinished, || {
        from_server13(&Scene::fake_tls13(), H::FINISHED, flip_last)
    }),
    (F::BadKeyUpdate, Client, S::Connected, || {
        connected_client13(|forger| vec![message(forger, H::KEY_UPDATE, &[2])])
    }),
    (F::TooManyTickets, Client, S::Connected, || {
        connected_client13(|forger| {
            let ticket = [&[0; 8][..], &[0, 0, 1, 7, 0, 0]].concat();
            (0..=MAX_TICKETS).map(|_| message(forger, H::NEW_SESSION_TICKET, &ticket)).collect()
        })
    }),
    (F::UnprotectedRecord, Client, S::Connected, || {
        connected_client13(|_| vec![RawRecord::new(ContentType::HANDSHAKE, [24, 0, 0, 1, 0])])
    }),
];

/// A client gets the first answer of the server, changed.
fn answered13(change: impl Fn(ServerHelloParts) -> ServerHelloParts + 'static) -> Seen {
    answered_in(&Scene::fake_tls13(), change)
}

/// The same message as a `HelloRetryRequest`.
fn retry(mut hello: ServerHelloParts) -> ServerHelloParts {
    hello.random = *ServerHello::RETRY_RANDOM;
    hello
}

fn through(role: Role, state: S) -> Scene {
    Scene::through(Cursor { role, era: Era::Tls13, state })
}

/// A client that was asked for another hello gets the answer to it, changed.
fn second_answer(change: impl Fn(ServerHelloParts) -> ServerHelloParts + 'static) -> Seen {
    let scene = through(Server, S::WaitClientHello);
    let mut pair = scene.pair();
    let mut hellos = 0;
    pair.tamper(Server, move |_, record| {
        let is_hello = record.content_type == ContentType::HANDSHAKE;
        hellos += usize::from(is_hello);
        if is_hello && hellos == 2 {
            return change(ServerHelloParts::decode(&record.fragment).unwrap()).record().bytes();
        }
        record.bytes()
    });
    run(pair)
}

/// Runs until the client has failed.
fn run(mut pair: Pair<'_>) -> Seen {
    pair.run_until(|pair| pair.client.error().is_some());
    pair.client.output.extend_from_slice(pair.sent(Client).to_vec().as_slice());
    see(&mut pair.client)
}

/// A client gets the server's message of this kind with another body.
fn from_server13(scene: &Scene, kind: H, change: impl Fn(&[u8]) -> Vec<u8> + 'static) -> Seen {
    replaced(scene, kind, move |body| (kind, change(body)))
}

/// The same where the kind changes too.
fn replaced(scene: &Scene, kind: H, change: impl Fn(&[u8]) -> (H, Vec<u8>) + 'static) -> Seen {
    let mut pair = scene.pair().unpacking();
    pair.tamper(Server, move |_, record| {
        reseal(record, |content_type, content| {
            if content_type != ContentType::HANDSHAKE || content[0] != kind.0 {
                return (content_type, content);
            }
            let (kind, body) = change(&content[4..]);
            (content_type, RawRecord::handshake(kind, &body).fragment)
        })
        .bytes()
    });
    run(pair)
}

fn flip_last(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    *body.last_mut().unwrap() ^= 1;
    body
}

/// Undoes nothing.
struct Damaged;

impl CertificateCompression for Damaged {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ZLIB
    }

    fn compress(&self, _: &[u8]) -> Option<Vec<u8>> {
        None
    }

    fn decompress(&self, _: &[u8], _: usize) -> Option<Vec<u8>> {
        None
    }
}

/// A client that knows zlib gets a certificate that says it is compressed so.
fn compressed(algorithm: u8) -> Seen {
    let scene = scene13(|client| client.certificate_compressions(&[&Damaged]), |server| server);
    replaced(&scene, H::CERTIFICATE, move |_| {
        (H::COMPRESSED_CERTIFICATE, vec![0, algorithm, 0, 0, 9, 0, 0, 1, 7])
    })
}

/// Early data of one protocol are accepted, and another is chosen.
fn other_protocol() -> Seen {
    let names = |names: &[&'static str]| -> Vec<ProtocolName> {
        names.iter().map(|name| ProtocolName::new(*name).unwrap()).collect()
    };
    let (both, one) = (names(&["h2", "h3"]), names(&["h2"]));
    let scene = scene13(
        |client| client.resumption(true).early_data(true).protocols(both),
        |server| server.tickets(true).max_early_data(1000).protocols(one),
    );
    scene.pair().run();
    from_server13(&scene, H::ENCRYPTED_EXTENSIONS, |body| {
        let at = body.windows(2).position(|two| two == b"h2").unwrap();
        let mut body = body.to_vec();
        body[at + 1] = b'3';
        body
    })
}

/// Early data are on their way, and the server answers with TLS 1.2, which was offered too.
#[cfg(feature = "tls12")]
fn older_for_early_data() -> Seen {
    let scene = scene13(
        |client| client.policy(countersign::Policy::modern()).resumption(true).early_data(true),
        |server| server.tickets(true).max_early_data(1000),
    );
    scene.pair().run();
    answered_in(&scene, |mut hello| {
        hello.extensions = None;
        hello
    })
}

/// A connected client gets what `forge` makes of the server's direction.
fn connected_client13(forge: impl FnOnce(&mut Forger13) -> Vec<RawRecord>) -> Seen {
    let scene = scene13(|client| client.key_log(true), |server| server);
    let mut pair = scene.pair().unpacking();
    pair.run();
    let mut forger = Forger13::next_for(&pair.client).unwrap();
    let bytes: Vec<u8> = forge(&mut forger).iter().flat_map(RawRecord::bytes).collect();
    pair.client.receive(&bytes);
    see(&mut pair.client)
}

fn message(forger: &mut Forger13, kind: H, body: &[u8]) -> RawRecord {
    forger.seal(ContentType::HANDSHAKE, &RawRecord::handshake(kind, body).fragment)
}
