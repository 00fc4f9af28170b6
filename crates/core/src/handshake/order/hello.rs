//! The order before the version is known (RFC 5246 §7.3).

use super::{
    InputKind::{Answer, Begin, Message},
    Row,
};
use crate::{
    handshake::{
        Era::{Hello, Tls12},
        Role::{self, Client, Server},
        StateName as S,
    },
    request::AnswerKind as A,
    wire::HandshakeType as H,
};

const fn row(
    (role, state): (Role, S),
    input: super::InputKind,
    next: &'static [super::Place],
    note: &'static str,
    section: &'static str,
) -> Row {
    Row { role, era: Hello, state, input, next, note, section }
}

/// Where the second message of a TLS 1.2 server leads, when the handshake is a full one.
macro_rules! full_and {
    ($($more:expr),*) => {
        &[$($more,)* (Tls12, S::WaitSignature), (Tls12, S::WaitCertificate), (Tls12, S::WaitClientKeyExchange)]
    };
}

#[rustfmt::skip]
pub(super) static CLIENT: &[Row] = &[
    row((Client, S::Start), Begin, &[(Hello, S::WaitSession), (Hello, S::WaitServerHello)], "asks FindSession, or sends ClientHello", "RFC 5246 §7.4.1.2"),
    row((Client, S::WaitSession), Answer(A::Session), &[(Hello, S::WaitServerHello)], "sends ClientHello", "RFC 5246 §7.4.1.2"),
    row((Client, S::WaitServerHello), Message(H::SERVER_HELLO), &[(Tls12, S::WaitCertificate), (Tls12, S::WaitServerKeyExchange), (Tls12, S::WaitPskHint), (Tls12, S::WaitNewSessionTicket), (Tls12, S::WaitChangeCipherSpec)], "a certificate is due, or a pre-shared key is agreed on, or a session is resumed", "RFC 5246 §7.4.1.3"),
    row((Client, S::WaitServerHello), Message(H::HELLO_REQUEST), &[(Hello, S::WaitServerHello)], "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
];

#[rustfmt::skip]
pub(super) static SERVER: &[Row] = &[
    row((Server, S::WaitClientHello), Message(H::CLIENT_HELLO), &[(Hello, S::WaitConfiguration)], "asks ClientHello", "RFC 5246 §7.4.1.2"),
    row((Server, S::WaitConfiguration), Answer(A::Configuration), full_and![(Hello, S::WaitOpenedTicket), (Hello, S::WaitSession)], "asks OpenTicket or FindSession; else sends ServerHello and what belongs to it, and asks Sign where the key exchange is signed", "RFC 5246 §7.4.1.3"),
    row((Server, S::WaitOpenedTicket), Answer(A::OpenedTicket), full_and![(Tls12, S::WaitSealedTicket), (Tls12, S::WaitChangeCipherSpec)], "resumes: sends ServerHello, ChangeCipherSpec, Finished, asks SealTicket before where the ticket is to be renewed; else a full handshake", "RFC 5077 §3.4"),
    row((Server, S::WaitSession), Answer(A::Session), full_and![(Tls12, S::WaitChangeCipherSpec)], "resumes: sends ServerHello, ChangeCipherSpec, Finished; else a full handshake", "RFC 5246 §7.3"),
];
