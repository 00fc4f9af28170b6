//! How a connection ends badly, and how a call can be wrong. The two are different types:
//! an [`Error`] ends the connection, a [`Misuse`] changes nothing.

use core::fmt;

#[cfg(feature = "tls13")]
use crate::quic::EncryptionLevel;
use crate::{
    fault::{Fault, FaultKind},
    handshake::{Cursor, StateName},
    request::{AnswerKind, QuestionId},
    wire::AlertDescription,
};

/// Why the connection ended. It is final: every later call returns the same.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The peer, or an answer, broke a rule.
    Fault {
        /// Where the handshake stood.
        at: Cursor,
        /// What was wrong.
        fault: Fault,
        /// The alert that says so, in the output; `None` where our `close_notify` had gone out
        /// before, since nothing is sent behind it (RFC 5246 §7.2.1), and over QUIC, where
        /// [`Error::quic_code`] says it.
        alert: Option<AlertDescription>,
    },
    /// The peer ended the connection with an alert.
    AlertReceived {
        /// Where the handshake stood.
        at: Cursor,
        /// What the peer says.
        description: AlertDescription,
    },
    /// The peer closed in the middle of the handshake.
    ClosedInHandshake {
        /// Where the handshake stood.
        at: Cursor,
    },
    /// The transport ended without `close_notify`: the peer failed, or somebody cut the
    /// connection (RFC 5246 §7.2.1).
    Truncated {
        /// Where the handshake stood.
        at: Cursor,
    },
    /// We gave up: [`crate::Connection::cancel`].
    Canceled {
        /// Where the handshake stood.
        at: Cursor,
    },
}

impl Error {
    /// Where the handshake stood.
    pub fn at(&self) -> Cursor {
        match self {
            Self::Fault { at, .. }
            | Self::AlertReceived { at, .. }
            | Self::ClosedInHandshake { at }
            | Self::Truncated { at }
            | Self::Canceled { at } => *at,
        }
    }

    /// The row of the table of faults, where we found one.
    pub fn fault(&self) -> Option<FaultKind> {
        match self {
            Self::Fault { fault, .. } => Some(fault.kind),
            _ => None,
        }
    }

    /// The error code for QUIC's CONNECTION_CLOSE frame of type 0x1c (RFC 9001 §4.8): the alert
    /// behind 0x0100, or where RFC 9001 says so PROTOCOL_VIOLATION. `None` where the peer is not
    /// to blame, nor an answer.
    pub fn quic_code(&self) -> Option<u64> {
        const PROTOCOL_VIOLATION: u64 = 0x0a;
        const CRYPTO_ERROR: u64 = 0x0100;
        let kind = self.fault()?;
        Some(match kind {
            FaultKind::HandshakeAtWrongLevel
            | FaultKind::MessageAcrossKeyChange
            | FaultKind::CompatibilityInQuic
            | FaultKind::CertificateRequestInQuic
            | FaultKind::BadMaxEarlyData => PROTOCOL_VIOLATION,
            kind => CRYPTO_ERROR + u64::from(kind.alert().0),
        })
    }

    /// The alert that we sent.
    pub fn alert_sent(&self) -> Option<AlertDescription> {
        match self {
            Self::Fault { alert, .. } => *alert,
            // After the handshake `close_notify` says enough (RFC 5246 §7.2.2).
            Self::Canceled { at } if at.state == StateName::Connected => {
                Some(AlertDescription::CLOSE_NOTIFY)
            }
            Self::Canceled { .. } => Some(AlertDescription::USER_CANCELED),
            Self::ClosedInHandshake { .. } => Some(AlertDescription::CLOSE_NOTIFY),
            Self::AlertReceived { .. } | Self::Truncated { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault { at, fault, alert: Some(alert) } => {
                write!(f, "{fault} (state {at}; alert {alert} sent)")
            }
            Self::Fault { at, fault, alert: None } => write!(f, "{fault} (state {at})"),
            Self::AlertReceived { at, description } => {
                write!(f, "the peer ended the connection with alert {description} (state {at})")
            }
            Self::ClosedInHandshake { at } => {
                write!(f, "the peer closed the connection during the handshake (state {at})")
            }
            Self::Truncated { at } => {
                write!(f, "the transport ended without close_notify (state {at})")
            }
            Self::Canceled { at } => write!(f, "the connection was cancelled by us (state {at})"),
        }
    }
}

impl core::error::Error for Error {}

/// A call that does not fit; the connection is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misuse {
    /// No open question has this id, or it was answered already.
    NoSuchQuestion(QuestionId),
    /// The question wants another kind of answer.
    WrongAnswer {
        /// The question.
        question: QuestionId,
        /// What it wants.
        wanted: AnswerKind,
        /// What was given.
        given: AnswerKind,
    },
    /// Nothing can be sent after [`crate::Connection::close`].
    SendAfterClose,
    /// Keys are changed in TLS 1.3 alone, and when the handshake is complete.
    NoKeyUpdate,
    /// Over QUIC the stack sends data and changes keys itself.
    NoRecords,
    /// Handshake bytes by level are for connections over QUIC.
    #[cfg(feature = "tls13")]
    HasRecords,
    /// Handshake bytes of a level that is not read yet: keep them, and give them again when the
    /// secret of that level has been told.
    #[cfg(feature = "tls13")]
    LevelNotReady {
        /// Theirs.
        level: EncryptionLevel,
        /// The one that is read now.
        reading: EncryptionLevel,
    },
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchQuestion(id) => {
                write!(f, "{id} is not open: it was answered already, or never asked")
            }
            Self::WrongAnswer { question, wanted, given } => {
                write!(f, "{question} wants an answer of kind {wanted}, not {given}")
            }
            Self::NoKeyUpdate => f.write_str(
                "keys can be changed in TLS 1.3 alone, and when the handshake is complete",
            ),
            Self::NoRecords => f.write_str(
                "a connection over QUIC has no records: the stack sends data and changes keys",
            ),
            #[cfg(feature = "tls13")]
            Self::HasRecords => {
                f.write_str("this connection has records: its bytes go into Connection::input")
            }
            #[cfg(feature = "tls13")]
            Self::LevelNotReady { level, reading } => {
                write!(f, "handshake bytes of {level} are not read yet, but those of {reading}")
            }
            Self::SendAfterClose => f.write_str("nothing can be sent after close"),
        }
    }
}

impl core::error::Error for Misuse {}

/// Why a call other than `poll` did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallError {
    /// The call does not fit; nothing has changed.
    Misuse(Misuse),
    /// The connection has ended.
    Failed(Error),
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse(misuse) => fmt::Display::fmt(misuse, f),
            Self::Failed(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for CallError {}

impl From<Misuse> for CallError {
    fn from(misuse: Misuse) -> Self {
        Self::Misuse(misuse)
    }
}

impl From<Error> for CallError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Why nothing was exported; the connection is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportError {
    /// The handshake is not complete, or the connection has failed.
    NotConnected,
    /// The label is one that TLS itself uses (RFC 5705 §4).
    ReservedLabel,
    /// The context is longer than 65535 bytes.
    ContextTooLong,
    /// TLS 1.3: label or output are longer than HKDF allows (RFC 8446 §7.1).
    TooLong,
    /// TLS 1.3 has no such channel binding (RFC 9266 §1).
    NotDefined,
    /// Another connection might have the same value: the peer does not know the extended master
    /// secret (RFC 7627 §1).
    NotUnique,
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotConnected => "nothing can be exported before the handshake is complete",
            Self::ReservedLabel => {
                "the label is one of TLS's own: use one that begins with EXPORTER"
            }
            Self::ContextTooLong => "the context is longer than 65535 bytes",
            Self::TooLong => {
                "TLS 1.3: the label has more than 249 bytes, or the output more than 255 times \
                 the length of the suite's hash"
            }
            Self::NotDefined => "TLS 1.3 does not define this channel binding: use tls-exporter",
            Self::NotUnique => {
                "the connection has no extended master secret, so that another might have the \
                 same channel binding"
            }
        })
    }
}

impl core::error::Error for ExportError {}
