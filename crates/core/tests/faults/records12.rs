//! Faults of records, and of messages before their content matters, in TLS 1.2.

use countersign::{
    Role::{Client, Server},
    StateName as S,
    fault::FaultKind as F,
    limits::{MAX_EMPTY_RECORDS, MAX_RENEGOTIATION_REQUESTS},
    wire::{ContentType, HandshakeType, extension::ExtensionType},
};
use countersign_testkit::{RawRecord, Scene};

use super::{
    Case,
    stage::{client_in, handshake, plain},
    stage12::{answered, connected_client, served},
};

const ALERT: ContentType = ContentType::ALERT;
const CHANGE: ContentType = ContentType::CHANGE_CIPHER_SPEC;
const DATA: ContentType = ContentType::APPLICATION_DATA;
const HANDSHAKE: ContentType = ContentType::HANDSHAKE;

pub(crate) const CASES: &[Case] = &[
    (F::RecordVersion, Client, S::WaitCertificate, || {
        client_in(&Scene::fake(), S::WaitCertificate, &[22, 3, 1, 0, 1])
    }),
    (F::RecordTooLong, Client, S::Connected, || {
        connected_client(|forger| vec![forger.seal(DATA, &[0; 16_385])])
    }),
    (F::EmptyRecord, Client, S::Connected, || {
        connected_client(|forger| vec![forger.seal(ALERT, &[])])
    }),
    (F::TooManyEmptyRecords, Client, S::Connected, || {
        connected_client(|forger| (0..=MAX_EMPTY_RECORDS).map(|_| forger.seal(DATA, &[])).collect())
    }),
    (F::BadRecordMac, Client, S::Connected, || {
        connected_client(|forger| {
            let mut record = forger.seal(DATA, b"text");
            record.fragment[9] ^= 1;
            vec![record]
        })
    }),
    (F::BadRecordMac, Client, S::Connected, || {
        connected_client(|forger| {
            forger.sequence += 1;
            vec![forger.seal(DATA, b"out of its place")]
        })
    }),
    (F::BadRecordMac, Client, S::Connected, || {
        connected_client(|_| vec![RawRecord::new(DATA, [0; 23])])
    }),
    (F::BadRecordMac, Client, S::Connected, || {
        connected_client(|forger| {
            let record = forger.seal(DATA, b"text");
            vec![RawRecord { content_type: ALERT, ..record }]
        })
    }),
    (F::MessageAcrossKeyChange, Client, S::WaitChangeCipherSpec, || {
        let bytes = [plain(HANDSHAKE, &[0, 0]), plain(CHANGE, &[1])].concat();
        client_in(&Scene::fake(), S::WaitChangeCipherSpec, &bytes)
    }),
    (F::UnexpectedMessage, Client, S::Connected, || {
        connected_client(|forger| vec![forger.seal(ContentType(24), b"beat")])
    }),
    (F::DuplicateExtension, Server, S::WaitClientHello, || {
        served(|mut hello| {
            let twice = hello.extensions.clone().unwrap();
            hello.extensions = Some([&twice[..], &twice[..1]].concat());
            hello
        })
    }),
    (F::UnsolicitedExtension, Client, S::WaitServerHello, || {
        answered(|hello| hello.with(ExtensionType(0x1234), []))
    }),
    (F::MisplacedExtension, Client, S::WaitServerHello, || {
        answered(|hello| hello.with(ExtensionType::PADDING, []))
    }),
    // RFC 8446 §4.2.11: a server checks it whichever version it then chooses.
    (F::MisplacedExtension, Server, S::WaitClientHello, || {
        served(|hello| {
            hello.with(ExtensionType::PRE_SHARED_KEY, []).with(ExtensionType::PADDING, [])
        })
    }),
    (F::TooManyRenegotiations, Client, S::WaitServerHello, || {
        let request = handshake(HandshakeType::HELLO_REQUEST, &[]);
        let requests = request.repeat(usize::from(MAX_RENEGOTIATION_REQUESTS) + 1);
        client_in(&Scene::fake(), S::WaitServerHello, &requests)
    }),
    (F::TooManyRenegotiations, Client, S::Connected, || {
        connected_client(|forger| {
            (0..=MAX_RENEGOTIATION_REQUESTS)
                .map(|_| forger.seal(HANDSHAKE, &[0, 0, 0, 0]))
                .collect()
        })
    }),
];
