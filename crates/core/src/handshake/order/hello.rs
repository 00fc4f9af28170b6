//! The order before the version is known (RFC 5246 §7.3).

use super::{
    InputKind::{Answer, Begin, Message},
    Row,
};
use crate::{
    handshake::{
        Era::{Hello, Tls12, Tls13},
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

/// Where a server of TLS 1.3 goes from a configuration, with what others may follow.
macro_rules! tls13_and {
    ($($more:expr),*) => {
        full_and![$($more,)* (Tls13, S::WaitClientHello), (Tls13, S::WaitOpenedTicket), (Tls13, S::WaitSession), (Tls13, S::WaitPreSharedKey), (Tls13, S::WaitSignature)]
    };
}

#[rustfmt::skip]
pub(super) static CLIENT: &[Row] = &[
    row((Client, S::Start), Begin, &[(Hello, S::WaitSession), (Hello, S::WaitPreSharedKey), (Hello, S::WaitServerHello)], "asks FindSession, or for TLS 1.3 PreSharedKey, or sends ClientHello", "RFC 5246 §7.4.1.2"),
    row((Client, S::WaitSession), Answer(A::Session), &[(Hello, S::WaitPreSharedKey), (Hello, S::WaitServerHello)], "asks PreSharedKey for TLS 1.3, or sends ClientHello", "RFC 5246 §7.4.1.2"),
    row((Client, S::WaitPreSharedKey), Answer(A::PreSharedKey), &[(Hello, S::WaitServerHello)], "sends ClientHello", "RFC 8446 §4.2.11"),
    row((Client, S::WaitServerHello), Message(H::SERVER_HELLO), &[(Tls12, S::WaitCertificate), (Tls12, S::WaitServerKeyExchange), (Tls12, S::WaitPskHint), (Tls12, S::WaitNewSessionTicket), (Tls12, S::WaitChangeCipherSpec), (Tls13, S::WaitServerHello), (Tls13, S::WaitEncryptedExtensions)], "a certificate is due, or a pre-shared key is agreed on, or a session is resumed; TLS 1.3 may want another hello", "RFC 5246 §7.4.1.3"),
    row((Client, S::WaitServerHello), Message(H::HELLO_REQUEST), &[(Hello, S::WaitServerHello)], "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
];

#[rustfmt::skip]
pub(super) static SERVER: &[Row] = &[
    row((Server, S::WaitClientHello), Message(H::CLIENT_HELLO), &[(Hello, S::WaitConfiguration)], "asks ClientHello", "RFC 5246 §7.4.1.2"),
    row((Server, S::WaitConfiguration), Answer(A::Configuration), tls13_and![(Hello, S::WaitOpenedTicket), (Hello, S::WaitSession)], "asks OpenTicket or FindSession; else sends ServerHello and what belongs to it, and asks Sign where the handshake is signed; TLS 1.3 may ask for another hello, or for the secret of a pre-shared key", "RFC 5246 §7.4.1.3"),
    row((Server, S::WaitOpenedTicket), Answer(A::OpenedTicket), full_and![(Tls12, S::WaitSealedTicket), (Tls12, S::WaitChangeCipherSpec)], "resumes: sends ServerHello, ChangeCipherSpec, Finished, asks SealTicket before where the ticket is to be renewed; else a full handshake", "RFC 5077 §3.4"),
    row((Server, S::WaitSession), Answer(A::Session), full_and![(Tls12, S::WaitChangeCipherSpec)], "resumes: sends ServerHello, ChangeCipherSpec, Finished; else a full handshake", "RFC 5246 §7.3"),
];
