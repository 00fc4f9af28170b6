//! Faults of what the client offers, found by the server.

use countersign::{
    Cursor, Era, Policy, ProtocolName,
    Role::{Client, Server},
    StateName as S,
    crypto::CipherSuite,
    fault::FaultKind as F,
    wire::{ProtocolVersion, extension::ExtensionType as E},
};

use countersign_testkit::Scene;

use super::{
    Case,
    stage::{answered_in, scene, served_by},
    stage12::{answered, served},
};

pub(crate) const CASES: &[Case] = &[
    (F::NoCommonVersion, Server, S::WaitClientHello, || {
        served(|mut hello| {
            hello.legacy_version = ProtocolVersion::SSL3;
            hello
        })
    }),
    (F::NoCommonVersion, Server, S::WaitConfiguration, || {
        served(|mut hello| {
            hello.legacy_version = ProtocolVersion::TLS11;
            hello.without(E::SUPPORTED_VERSIONS)
        })
    }),
    (F::NoCommonVersion, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::SUPPORTED_VERSIONS, [2, 3, 4]))
    }),
    (F::NoCommonSuite, Server, S::WaitConfiguration, || {
        served(|mut hello| {
            hello.cipher_suites = vec![0x000a, 0x1301];
            hello
        })
    }),
    // In common, but for a kind of key that the server has not.
    (F::NoCommonSuite, Server, S::WaitConfiguration, || {
        served(|mut hello| {
            hello.cipher_suites = vec![0xc02f];
            hello
        })
    }),
    (F::QuicExtension, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::QUIC_TRANSPORT_PARAMETERS, [1, 1, 9]))
    }),
    (F::NoCommonGroup, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::SUPPORTED_GROUPS, [0, 2, 0, 0x19]))
    }),
    (F::NoCommonScheme, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::SIGNATURE_ALGORITHMS, [0, 2, 2, 3]))
    }),
    // A client that takes raw public keys alone (RFC 7250).
    (F::NoCommonCertificateType, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::SERVER_CERTIFICATE_TYPE, [1, 2]))
    }),
    // Also where a suite for a kind of key that the server has not comes first.
    (F::NoCommonScheme, Server, S::WaitConfiguration, || {
        let suites = [0xc02f, 0xc02b].map(CipherSuite).to_vec();
        let policy = Policy { suites, ..countersign_testkit::tls12() };
        let scene = scene(|client| client, |server| server.policy(policy));
        served_by(&scene, |mut hello| {
            hello.cipher_suites = vec![0xc02f, 0xc02b];
            hello.with(E::SIGNATURE_ALGORITHMS, [0, 2, 2, 3])
        })
    }),
    (F::NoCommonProtocol, Server, S::WaitConfiguration, || {
        let scene =
            scene(|client| client, |server| server.protocols([ProtocolName::new("h2").unwrap()]));
        served_by(&scene, |hello| hello.with(E::ALPN, [0, 4, 3, b'f', b't', b'p']))
    }),
    // A client that has tried more before, and was kept from it (RFC 7507).
    #[cfg(feature = "legacy")]
    (F::InappropriateFallback, Server, S::WaitConfiguration, || {
        let versions = vec![ProtocolVersion::TLS12, ProtocolVersion::TLS11];
        let policy = Policy { versions, ..countersign_testkit::tls12() };
        let scene = scene(|client| client, |server| server.policy(policy));
        served_by(&scene, |mut hello| {
            hello.legacy_version = ProtocolVersion::TLS11;
            hello.cipher_suites.push(0x5600);
            hello.without(E::SUPPORTED_VERSIONS)
        })
    }),
    (F::BadFragmentLength, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::MAX_FRAGMENT_LENGTH, [9]))
    }),
    (F::BadRecordSizeLimit, Server, S::WaitConfiguration, || {
        served(|hello| hello.with(E::RECORD_SIZE_LIMIT, [0, 63]))
    }),
    (F::ResumedWithoutExtendedMasterSecret, Server, S::WaitOpenedTicket, || {
        let at = Cursor { role: Server, era: Era::Hello, state: S::WaitOpenedTicket };
        served_by(&Scene::through(at), |hello| hello.without(E::EXTENDED_MASTER_SECRET))
    }),
    (F::NullCompressionMissing, Server, S::WaitClientHello, || {
        served(|mut hello| {
            hello.compression_methods = vec![1];
            hello
        })
    }),
    (F::NoUncompressedPoints, Server, S::WaitClientHello, || {
        served(|hello| hello.with(E::EC_POINT_FORMATS, [1, 1]))
    }),
    (F::NoUncompressedPoints, Client, S::WaitServerHello, || {
        answered(|hello| hello.with(E::EC_POINT_FORMATS, [2, 1, 2]))
    }),
    (F::ExtendedMasterSecretMissing, Server, S::WaitConfiguration, || {
        let scene = scene(|client| client, |server| server.policy(strict()));
        served_by(&scene, |hello| hello.without(E::EXTENDED_MASTER_SECRET))
    }),
    (F::ExtendedMasterSecretMissing, Client, S::WaitServerHello, || {
        let scene = scene(|client| client.policy(strict()), |server| server);
        answered_in(&scene, |hello| hello.without(E::EXTENDED_MASTER_SECRET))
    }),
    (F::BadRenegotiationInfo, Server, S::WaitClientHello, || {
        served(|hello| hello.with(E::RENEGOTIATION_INFO, [1, 7]))
    }),
    (F::BadRenegotiationInfo, Client, S::WaitServerHello, || {
        answered(|hello| hello.with(E::RENEGOTIATION_INFO, [1, 7]))
    }),
    (F::SecureRenegotiationMissing, Client, S::WaitServerHello, || {
        answered(|hello| hello.without(E::RENEGOTIATION_INFO))
    }),
];

fn strict() -> Policy {
    Policy { require_extended_master_secret: true, ..countersign_testkit::tls12() }
}
