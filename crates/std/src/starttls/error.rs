//! Why plaintext did not change to TLS.

use std::{fmt, io};

use super::{MAX_LINE, MAX_LINES};

/// The most of what a peer said that is told, in characters.
const MAX_TOLD: usize = 200;

/// Why plaintext did not change to TLS; the connection is of no further use.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartTlsError {
    /// The transport failed.
    Io(io::Error),
    /// The transport ended in the middle.
    Ended,
    /// The server does not offer TLS, or somebody in between has taken the offer out.
    NotOffered {
        /// The protocol.
        protocol: &'static str,
        /// What it would have offered.
        wanted: &'static str,
    },
    /// The server said no, or something that is no answer.
    Refused {
        /// To what: the greeting is the answer to a connection.
        asked: &'static str,
        /// What it said.
        reply: String,
    },
    /// The peer said more in plaintext than it was asked for, where TLS was to begin: bytes that
    /// somebody in between may have put there, to be taken for what comes inside of TLS.
    Injected {
        /// How many were there already.
        bytes: usize,
    },
    /// A line does not end as it should, or holds what no line holds.
    BadLine,
    /// A line is too long.
    LongLine,
    /// A reply has too many lines, or a client sends commands without end.
    TooManyLines,
    /// The client left without asking for TLS.
    Quit,
    /// Our own name cannot stand in a line.
    BadName {
        /// The name.
        name: String,
    },
}

impl fmt::Display for StartTlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "before TLS: {error}"),
            Self::Ended => f.write_str("the peer closed the connection before TLS began"),
            Self::NotOffered { protocol, wanted } => write!(
                f,
                "the server does not offer {wanted}, or somebody in between hides it; nothing \
                 was sent without TLS: try the port where {protocol} begins with TLS"
            ),
            Self::Refused { asked, reply } => {
                let mut told: String = reply.chars().take(MAX_TOLD).collect();
                if told.len() < reply.len() {
                    told.push('…');
                }
                write!(f, "the server answers {asked} with {told:?}: no TLS to be had")
            }
            Self::Injected { bytes } => write!(
                f,
                "{bytes} bytes of plaintext stand where TLS was to begin: the peer did not wait, \
                 or somebody in between put commands there (RFC 3207 §4.2)"
            ),
            Self::BadLine => f.write_str("a line before TLS does not end in CR LF, or is no text"),
            Self::LongLine => write!(f, "a line before TLS is longer than {MAX_LINE} bytes"),
            Self::TooManyLines => write!(f, "more than {MAX_LINES} lines before TLS"),
            Self::Quit => f.write_str("the client left without asking for TLS"),
            Self::BadName { name } => {
                write!(f, "{name:?} cannot be our own name: give a domain, without spaces")
            }
        }
    }
}

impl std::error::Error for StartTlsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for StartTlsError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<StartTlsError> for io::Error {
    fn from(error: StartTlsError) -> Self {
        let kind = match error {
            StartTlsError::Io(error) => return error,
            StartTlsError::Ended => io::ErrorKind::UnexpectedEof,
            StartTlsError::NotOffered { .. } => io::ErrorKind::Unsupported,
            StartTlsError::Refused { .. } | StartTlsError::Quit => io::ErrorKind::ConnectionAborted,
            StartTlsError::BadName { .. } => io::ErrorKind::InvalidInput,
            _ => io::ErrorKind::InvalidData,
        };
        Self::new(kind, error)
    }
}
