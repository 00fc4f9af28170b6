//! THE ORDER: every input that any state takes, and where it leads. What has no row is refused.
//!
//! This table is the gate before a message is decoded, the "expected …" of errors, and the
//! source of `docs/STATES.md`. Nothing else decides about order.

use alloc::{borrow::Cow, string::ToString};
use core::fmt;

use super::{Cursor, Era, Role, StateName};
use crate::{
    fault::{Fault, FaultKind, list},
    request::AnswerKind,
    wire::HandshakeType,
};

/// What can come to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputKind {
    /// The driver polls for the first time.
    Begin,
    /// A handshake message.
    Message(HandshakeType),
    /// The ChangeCipherSpec protocol (RFC 5246 §7.1).
    ChangeCipherSpec,
    /// Application data.
    ApplicationData,
    /// The driver's answer.
    Answer(AnswerKind),
}

impl fmt::Display for InputKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("begin"),
            Self::Message(kind) => write!(f, "{kind}"),
            Self::ChangeCipherSpec => f.write_str("ChangeCipherSpec"),
            Self::ApplicationData => f.write_str("ApplicationData"),
            Self::Answer(kind) => write!(f, "answer {kind}"),
        }
    }
}

/// One legal step.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Whose step.
    pub role: Role,
    /// Under which rules.
    pub era: Era,
    /// In which state.
    pub state: StateName,
    /// What comes.
    pub input: InputKind,
    /// The era and state that it leads to.
    pub next: (Era, StateName),
    /// What happens besides, in words.
    pub note: &'static str,
    /// Where the RFC says so.
    pub section: &'static str,
}

const fn row(
    at: (Role, Era, StateName),
    input: InputKind,
    next: (Era, StateName),
    note: &'static str,
    section: &'static str,
) -> Row {
    Row { role: at.0, era: at.1, state: at.2, input, next, note, section }
}

use AnswerKind as A;
use Era::{Hello, Tls12};
use HandshakeType as H;
use InputKind::{Answer, ApplicationData, Begin, ChangeCipherSpec, Message};
use Role::{Client, Server};
use StateName as S;

/// Every legal step of every role and version.
#[rustfmt::skip]
pub static ORDER: &[Row] = &[
    // The common case first, since each record of data passes here.
    row((Client, Tls12, S::Connected), ApplicationData, (Tls12, S::Connected), "", "RFC 5246 §10"),
    row((Server, Tls12, S::Connected), ApplicationData, (Tls12, S::Connected), "", "RFC 5246 §10"),

    // Client, before the version is known.
    row((Client, Hello, S::Start), Begin, (Hello, S::WaitServerHello), "sends ClientHello", "RFC 5246 §7.4.1.2"),
    row((Client, Hello, S::WaitServerHello), Message(H::SERVER_HELLO), (Tls12, S::WaitCertificate), "", "RFC 5246 §7.4.1.3"),
    row((Client, Hello, S::WaitServerHello), Message(H::HELLO_REQUEST), (Hello, S::WaitServerHello), "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),

    // Client, TLS 1.2.
    row((Client, Tls12, S::WaitCertificate), Message(H::CERTIFICATE), (Tls12, S::WaitServerKeyExchange), "", "RFC 5246 §7.4.2"),
    row((Client, Tls12, S::WaitCertificate), Message(H::HELLO_REQUEST), (Tls12, S::WaitCertificate), "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
    row((Client, Tls12, S::WaitServerKeyExchange), Message(H::SERVER_KEY_EXCHANGE), (Tls12, S::WaitCertificateRequest), "", "RFC 5246 §7.4.3"),
    row((Client, Tls12, S::WaitServerKeyExchange), Message(H::HELLO_REQUEST), (Tls12, S::WaitServerKeyExchange), "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
    row((Client, Tls12, S::WaitCertificateRequest), Message(H::CERTIFICATE_REQUEST), (Tls12, S::WaitServerHelloDone), "", "RFC 5246 §7.4.4"),
    row((Client, Tls12, S::WaitCertificateRequest), Message(H::SERVER_HELLO_DONE), (Tls12, S::WaitPeerVerdict), "asks VerifyPeer", "RFC 5246 §7.4.5"),
    row((Client, Tls12, S::WaitCertificateRequest), Message(H::HELLO_REQUEST), (Tls12, S::WaitCertificateRequest), "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
    row((Client, Tls12, S::WaitServerHelloDone), Message(H::SERVER_HELLO_DONE), (Tls12, S::WaitPeerVerdict), "asks VerifyPeer", "RFC 5246 §7.4.5"),
    row((Client, Tls12, S::WaitServerHelloDone), Message(H::HELLO_REQUEST), (Tls12, S::WaitServerHelloDone), "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
    row((Client, Tls12, S::WaitPeerVerdict), Answer(A::PeerVerdict), (Tls12, S::WaitChangeCipherSpec), "sends ClientKeyExchange, ChangeCipherSpec, Finished; an empty Certificate first, if asked for one", "RFC 5246 §7.4.7"),
    row((Client, Tls12, S::WaitChangeCipherSpec), ChangeCipherSpec, (Tls12, S::WaitFinished), "the server's keys change", "RFC 5246 §7.1"),
    row((Client, Tls12, S::WaitChangeCipherSpec), Message(H::HELLO_REQUEST), (Tls12, S::WaitChangeCipherSpec), "ignored: a handshake is under way", "RFC 5246 §7.4.1.1"),
    row((Client, Tls12, S::WaitFinished), Message(H::FINISHED), (Tls12, S::Connected), "", "RFC 5246 §7.4.9"),
    row((Client, Tls12, S::Connected), Message(H::HELLO_REQUEST), (Tls12, S::Connected), "refused with the warning no_renegotiation", "RFC 5246 §7.4.1.1"),

    // Server, before the version is known.
    row((Server, Hello, S::WaitClientHello), Message(H::CLIENT_HELLO), (Hello, S::WaitConfiguration), "asks ClientHello", "RFC 5246 §7.4.1.2"),
    row((Server, Hello, S::WaitConfiguration), Answer(A::Configuration), (Tls12, S::WaitSignature), "sends ServerHello, Certificate; asks Sign", "RFC 5246 §7.4.1.3"),

    // Server, TLS 1.2.
    row((Server, Tls12, S::WaitSignature), Answer(A::Signature), (Tls12, S::WaitClientKeyExchange), "sends ServerKeyExchange, ServerHelloDone", "RFC 5246 §7.4.3"),
    row((Server, Tls12, S::WaitClientKeyExchange), Message(H::CLIENT_KEY_EXCHANGE), (Tls12, S::WaitChangeCipherSpec), "", "RFC 5246 §7.4.7"),
    row((Server, Tls12, S::WaitChangeCipherSpec), ChangeCipherSpec, (Tls12, S::WaitFinished), "the client's keys change", "RFC 5246 §7.1"),
    row((Server, Tls12, S::WaitFinished), Message(H::FINISHED), (Tls12, S::Connected), "sends ChangeCipherSpec, Finished", "RFC 5246 §7.4.9"),
    row((Server, Tls12, S::Connected), Message(H::CLIENT_HELLO), (Tls12, S::Connected), "refused with the warning no_renegotiation", "RFC 5746 §4.5"),
];

/// The rows of one place, in order.
pub fn rows(at: Cursor) -> impl Iterator<Item = &'static Row> {
    ORDER
        .iter()
        .filter(move |row| row.role == at.role && row.era == at.era && row.state == at.state)
}

/// The row that lets `input` pass at this place.
pub fn find(at: Cursor, input: InputKind) -> Option<&'static Row> {
    ORDER.iter().find(|row| {
        row.state == at.state && row.role == at.role && row.era == at.era && row.input == input
    })
}

/// The gate: refuses an input without a row, and says which ones have one.
pub(crate) fn gate(at: Cursor, input: InputKind) -> Result<(), Fault> {
    match find(at, input) {
        Some(_) => Ok(()),
        None => Err(unexpected(at, input.to_string())),
    }
}

/// The fault of an input that the order does not allow.
pub(crate) fn unexpected(at: Cursor, came: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(FaultKind::UnexpectedMessage)
        .came(came)
        .expected(list(rows(at).map(|row| row.input)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_step_has_two_rows() {
        for (index, row) in ORDER.iter().enumerate() {
            let at = Cursor { role: row.role, era: row.era, state: row.state };
            let first = ORDER.iter().position(|other| {
                (other.role, other.era, other.state, other.input)
                    == (at.role, at.era, at.state, row.input)
            });
            assert_eq!(first, Some(index), "{at}: {}", row.input);
        }
    }

    #[test]
    fn every_step_leads_to_a_state_that_takes_something() {
        for row in ORDER {
            let next = Cursor { role: row.role, era: row.next.0, state: row.next.1 };
            assert!(rows(next).next().is_some(), "{next} is a dead end");
        }
    }

    #[test]
    fn an_early_change_cipher_spec_has_no_row() {
        let at = Cursor { role: Client, era: Tls12, state: S::WaitCertificate };
        let fault = gate(at, ChangeCipherSpec).unwrap_err();
        assert_eq!(
            std::format!("{fault}"),
            "a message came out of order: ChangeCipherSpec; expected Certificate, HelloRequest"
        );
    }
}
