//! Faults of what the server chose, found by the client.

use countersign::{
    ProtocolName, Role::Client, StateName as S, fault::FaultKind as F, wire::ProtocolVersion,
    wire::extension::ExtensionType as E,
};
use countersign_testkit::{RawRecord, Scene};

use super::{
    Case,
    stage::{answered, answered_in, from_server, scene},
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
    (F::VersionNotOffered, Client, S::WaitServerHello, || {
        answered(|hello| hello.with(E::SUPPORTED_VERSIONS, [3, 4]))
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
];

fn key_exchange(change: impl Fn(&mut RawRecord) + 'static) -> super::Seen {
    from_server(&Scene::fake(), 2, move |mut record| {
        change(&mut record);
        record
    })
}
