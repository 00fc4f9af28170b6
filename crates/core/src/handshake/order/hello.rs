//! The order before the version is known (RFC 5246 §7.3).

use super::{
    InputKind::{Answer, Begin, Message},
    Row,
};
use crate::{
    handshake::{
        Era::{self, Hello},
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

/// Places of both versions, of TLS 1.2, of TLS 1.3; what is not built in leads nowhere.
macro_rules! places {
    ($($both:expr),*; $($tls12:expr),*; $($tls13:expr),*) => {
        &[
            $($both,)*
            $(#[cfg(feature = "tls12")] $tls12,)*
            $(#[cfg(feature = "tls13")] $tls13,)*
        ]
    };
}

#[rustfmt::skip]
pub(super) static CLIENT: &[Row] = &[
    row((Client, S::Start), Begin, places![(Hello, S::WaitSession), (Hello, S::WaitServerHello);; (Hello, S::WaitPreSharedKey)], "asks FindSession, or for TLS 1.3 PreSharedKey, or sends ClientHello", "RFC 5246 §7.4.1.2"),
    row((Client, S::WaitSession), Answer(A::Session), places![(Hello, S::WaitServerHello);; (Hello, S::WaitPreSharedKey)], "asks PreSharedKey for TLS 1.3, or sends ClientHello", "RFC 5246 §7.4.1.2"),
    #[cfg(feature = "tls13")]
    row((Client, S::WaitPreSharedKey), Answer(A::PreSharedKey), &[(Hello, S::WaitServerHello)], "sends ClientHello", "RFC 8446 §4.2.11"),
    row((Client, S::WaitServerHello), Message(H::SERVER_HELLO), places![; (Era::Tls12, S::WaitCertificate), (Era::Tls12, S::WaitServerKeyExchange), (Era::Tls12, S::WaitPskHint), (Era::Tls12, S::WaitNewSessionTicket), (Era::Tls12, S::WaitChangeCipherSpec); (Era::Tls13, S::WaitServerHello), (Era::Tls13, S::WaitEncryptedExtensions)], "a certificate is due, or a pre-shared key is agreed on, or a session is resumed; TLS 1.3 may want another hello", "RFC 5246 §7.4.1.3"),
    row((Client, S::WaitServerHello), Message(H::HELLO_REQUEST), &[(Hello, S::WaitServerHello)], "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
];

#[rustfmt::skip]
pub(super) static SERVER: &[Row] = &[
    row((Server, S::WaitClientHello), Message(H::CLIENT_HELLO), &[(Hello, S::WaitConfiguration)], "asks ClientHello", "RFC 5246 §7.4.1.2"),
    row((Server, S::WaitConfiguration), Answer(A::Configuration), places![; (Hello, S::WaitOpenedTicket), (Hello, S::WaitSession), (Era::Tls12, S::WaitSignature), (Era::Tls12, S::WaitCertificate), (Era::Tls12, S::WaitClientKeyExchange); (Era::Tls13, S::WaitClientHello), (Era::Tls13, S::WaitOpenedTicket), (Era::Tls13, S::WaitSession), (Era::Tls13, S::WaitPreSharedKey), (Era::Tls13, S::WaitSignature)], "asks OpenTicket or FindSession; else sends ServerHello and what belongs to it, and asks Sign where the handshake is signed; TLS 1.3 may ask for another hello, or for the secret of a pre-shared key", "RFC 5246 §7.4.1.3"),
    #[cfg(feature = "tls12")]
    row((Server, S::WaitOpenedTicket), Answer(A::OpenedTicket), &[(Era::Tls12, S::WaitSealedTicket), (Era::Tls12, S::WaitChangeCipherSpec), (Era::Tls12, S::WaitSignature), (Era::Tls12, S::WaitCertificate), (Era::Tls12, S::WaitClientKeyExchange)], "resumes: sends ServerHello, ChangeCipherSpec, Finished, asks SealTicket before where the ticket is to be renewed; else a full handshake", "RFC 5077 §3.4"),
    #[cfg(feature = "tls12")]
    row((Server, S::WaitSession), Answer(A::Session), &[(Era::Tls12, S::WaitChangeCipherSpec), (Era::Tls12, S::WaitSignature), (Era::Tls12, S::WaitCertificate), (Era::Tls12, S::WaitClientKeyExchange)], "resumes: sends ServerHello, ChangeCipherSpec, Finished; else a full handshake", "RFC 5246 §7.3"),
];
