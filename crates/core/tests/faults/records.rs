//! Faults of records, and of messages before their content matters, whatever the version.

use countersign::{
    Role::{Client, Server},
    StateName as S,
    fault::FaultKind as F,
    limits::MAX_WARNINGS,
    wire::{ContentType, HandshakeType},
};
use countersign_testkit::Scene;

use super::{
    Case,
    stage::{client_in, fresh_server, handshake, plain},
};

const ALERT: ContentType = ContentType::ALERT;
const CHANGE: ContentType = ContentType::CHANGE_CIPHER_SPEC;
const DATA: ContentType = ContentType::APPLICATION_DATA;
const HANDSHAKE: ContentType = ContentType::HANDSHAKE;

pub(crate) const CASES: &[Case] = &[
    (F::NotTls, Server, S::WaitClientHello, || fresh_server(b"GET / HTTP/1.1\r\n")),
    (F::NotTls, Client, S::WaitServerHello, || {
        client_in(&Scene::fake(), S::WaitServerHello, b"220 mail.example\r\n")
    }),
    (F::Ssl2Hello, Server, S::WaitClientHello, || fresh_server(&[0x80, 46, 1, 3, 1, 0, 21])),
    (F::RecordVersion, Server, S::WaitClientHello, || fresh_server(&[22, 2, 0, 0, 1])),
    (F::RecordTooLong, Server, S::WaitClientHello, || fresh_server(&[22, 3, 3, 0x40, 1])),
    (F::EmptyRecord, Server, S::WaitClientHello, || fresh_server(&plain(HANDSHAKE, &[]))),
    (F::MalformedAlert, Server, S::WaitClientHello, || fresh_server(&plain(ALERT, &[1]))),
    (F::MalformedAlert, Server, S::WaitClientHello, || fresh_server(&plain(ALERT, &[3, 40]))),
    (F::TooManyWarnings, Server, S::WaitClientHello, || {
        fresh_server(&plain(ALERT, &[1, 90]).repeat(usize::from(MAX_WARNINGS) + 1))
    }),
    (F::MalformedChangeCipherSpec, Server, S::WaitClientHello, || {
        fresh_server(&plain(CHANGE, &[2]))
    }),
    (F::UnexpectedMessage, Server, S::WaitClientHello, || {
        fresh_server(&handshake(HandshakeType::FINISHED, &[0; 12]))
    }),
    (F::UnexpectedMessage, Server, S::WaitClientHello, || fresh_server(&plain(DATA, b"early"))),
    (F::MessageTooLong, Server, S::WaitClientHello, || {
        fresh_server(&plain(HANDSHAKE, &[1, 1, 0, 1]))
    }),
    (F::Malformed, Server, S::WaitClientHello, || {
        fresh_server(&handshake(HandshakeType::CLIENT_HELLO, &[3, 3]))
    }),
];
