//! Faults of what the server chose, found by the client.

use countersign::{
    CertificateType, Credential, Cursor, Era, Policy, ProtocolName,
    Role::{Client, Server},
    StateName as S,
    crypto::{CipherSuite, SignatureScheme, SigningKey as _},
    fault::FaultKind as F,
    wire::{
        ProtocolVersion,
        extension::{ExtensionType as E, max_fragment_length::MaxFragmentLength},
    },
};
use countersign_testkit::{
    ClientHelloParts, RawRecord, Scene,
    fake::{FakeKey, KeyKind},
    tamper,
};

use super::{
    Case,
    stage::{answered_in, fails, from_server, scene, stepwise},
    stage12::answered,
};

/// Where the group stands in a ServerKeyExchange with its header, and the length of the point.
const GROUP: usize = 5;
const POINT_LEN: usize = 7;

pub(crate) const CASES: &[Case] = &[
    (F::VersionNotOffered, Client, S::WaitServerHello, || {
        answered(|mut hello| {
            hello.legacy_version = ProtocolVersion::TLS11;
            hello
        })
    }),
    (F::SelectedVersionNotOffered, Client, S::WaitServerHello, || {
        answered(|mut hello| {
            // With the extension it is a hello of TLS 1.3, where the others may not stand.
            hello.extensions = None;
            hello.with(E::SUPPORTED_VERSIONS, [3, 4])
        })
    }),
    (F::VersionInWrongField, Client, S::WaitServerHello, || {
        answered(|hello| hello.with(E::SUPPORTED_VERSIONS, [3, 3]))
    }),
    (F::SuiteNotOffered, Client, S::WaitServerHello, || {
        answered(|mut hello| {
            hello.cipher_suite = 0xc013;
            hello
        })
    }),
    #[cfg(feature = "legacy")]
    (F::Downgraded, Client, S::WaitServerHello, || {
        let versions = vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11];
        let policy = Policy {
            versions,
            suites: [0xc02b, 0xc009].map(CipherSuite).to_vec(),
            ..countersign_testkit::tls12()
        };
        let scene = scene(|client| client.policy(policy), |server| server);
        answered_in(&scene, |mut hello| {
            hello.legacy_version = ProtocolVersion::TLS11;
            hello.random[24..].copy_from_slice(b"DOWNGRD\0");
            hello
        })
    }),
    // Either mark, where TLS 1.3 was offered too.
    #[cfg(feature = "tls13")]
    (F::Downgraded, Client, S::WaitServerHello, || downgraded(*b"DOWNGRD\x01")),
    #[cfg(feature = "tls13")]
    (F::Downgraded, Client, S::WaitServerHello, || downgraded(*b"DOWNGRD\x00")),
    (F::ResumptionMismatch, Client, S::WaitServerHello, || {
        let at = Cursor { role: Server, era: Era::Hello, state: S::WaitSession };
        answered_in(&Scene::through(at), |mut hello| {
            hello.cipher_suite = 0xc02c;
            hello
        })
    }),
    (F::ResumedWithoutExtendedMasterSecret, Client, S::WaitServerHello, || {
        let at = Cursor { role: Server, era: Era::Hello, state: S::WaitSession };
        answered_in(&Scene::through(at), |hello| hello.without(E::EXTENDED_MASTER_SECRET))
    }),
    (F::EncryptThenMacMisplaced, Client, S::WaitServerHello, || {
        let suites = [0xc02b, 0xc009].map(CipherSuite).to_vec();
        let policy = Policy { suites, ..countersign_testkit::tls12() };
        let scene = scene(|client| client.policy(policy), |server| server);
        answered_in(&scene, |hello| hello.with(E::ENCRYPT_THEN_MAC, []))
    }),
    (F::BadFragmentLength, Client, S::WaitServerHello, || {
        let max_fragment_length = Some(MaxFragmentLength::TWO_TO_9);
        let policy = Policy { max_fragment_length, ..countersign_testkit::tls12() };
        let scene = scene(|client| client.policy(policy), |server| server);
        answered_in(&scene, |hello| hello.with(E::MAX_FRAGMENT_LENGTH, [2]))
    }),
    // RFC 8449 §5: one of the two, never both.
    (F::BadRecordSizeLimit, Client, S::WaitServerHello, || {
        let policy = Policy {
            max_fragment_length: Some(MaxFragmentLength::TWO_TO_9),
            record_size_limit: Some(1000),
            ..countersign_testkit::tls12()
        };
        let scene = scene(|client| client.policy(policy), |server| server);
        answered_in(&scene, |hello| hello.with(E::MAX_FRAGMENT_LENGTH, [1]))
    }),
    (F::CompressionNotOffered, Client, S::WaitServerHello, || {
        answered(|mut hello| {
            hello.compression_method = 1;
            hello
        })
    }),
    (F::GroupNotOffered, Client, S::WaitServerKeyExchange, || {
        key_exchange(|record| record.fragment[GROUP + 1] = 0x19)
    }),
    (F::SchemeNotOffered, Client, S::WaitServerKeyExchange, || {
        key_exchange(|record| {
            let scheme = POINT_LEN + 1 + usize::from(record.fragment[POINT_LEN]);
            record.fragment[scheme..scheme + 2].copy_from_slice(&[2, 3]);
        })
    }),
    // Offered, but for RSA keys, in a suite with ECDSA.
    (F::SchemeNotOffered, Client, S::WaitServerKeyExchange, || {
        key_exchange(|record| {
            let scheme = POINT_LEN + 1 + usize::from(record.fragment[POINT_LEN]);
            record.fragment[scheme..scheme + 2].copy_from_slice(&[8, 4]);
        })
    }),
    (F::ProtocolNotOffered, Client, S::WaitServerHello, || {
        let scene =
            scene(|client| client.protocols([ProtocolName::new("h2").unwrap()]), |server| server);
        answered_in(&scene, |hello| hello.with(E::ALPN, [0, 4, 3, b'f', b't', b'p']))
    }),
    (F::CertificateTypeNotOffered, Client, S::WaitServerHello, || {
        let scene = takes(vec![CertificateType::RAW_PUBLIC_KEY, CertificateType::X509]);
        answered_in(&scene, |hello| hello.with(E::SERVER_CERTIFICATE_TYPE, [1]))
    }),
    // It has a raw public key to show, and nothing else.
    (F::CertificateTypeNotOffered, Client, S::WaitServerHello, || {
        let public_key = FakeKey::new(KeyKind::EcdsaP256, 9).public_key().to_vec();
        let schemes = [SignatureScheme::ECDSA_SECP256R1_SHA256];
        let own = Credential::raw_public_key("own", public_key, &schemes).unwrap();
        let scene = scene(|client| client.credential(own), |server| server);
        answered_in(&scene, |hello| hello.with(E::CLIENT_CERTIFICATE_TYPE, [0]))
    }),
    // It takes nothing else than keys, and the server's hello says nothing.
    (F::NoCommonCertificateType, Client, S::WaitCertificate, || {
        let scene = takes(vec![CertificateType::RAW_PUBLIC_KEY]);
        let mut pair = stepwise(&scene);
        pair.tamper(
            Client,
            tamper::change(0, |record| {
                let hello = ClientHelloParts::decode(&record.fragment).unwrap();
                hello.without(E::SERVER_CERTIFICATE_TYPE).record()
            }),
        );
        fails(pair, Client)
    }),
];

/// A client that takes these (RFC 7250), and a server with a certificate.
fn takes(certificate_types: Vec<CertificateType>) -> Scene {
    let policy = Policy { certificate_types, ..countersign_testkit::tls12() };
    scene(|client| client.policy(policy), |server| server)
}

fn key_exchange(change: impl Fn(&mut RawRecord) + 'static) -> super::Seen {
    from_server(&Scene::fake(), 2, move |mut record| {
        change(&mut record);
        record
    })
}

/// A server of TLS 1.2 marks its random as one that could more, to a client that could too.
#[cfg(feature = "tls13")]
fn downgraded(mark: [u8; 8]) -> super::seen::Seen {
    let scene = scene(|client| client.policy(Policy::modern()), |server| server);
    answered_in(&scene, move |mut hello| {
        hello.random[24..].copy_from_slice(&mark);
        hello
    })
}
