//! What can go wrong: the transport, the protocol, or a call.

use core::fmt;

use countersign::{CallError, Misuse};
use embedded_io::ErrorKind;

/// Why a call failed.
///
/// After [`Error::Transport`] nothing is lost: where the transport can go on, the call may be
/// repeated. [`Error::Tls`] is final.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error<E> {
    /// The transport failed.
    Transport(E),
    /// The transport takes no more bytes.
    WriteZero,
    /// The connection has ended. The alert, where one was due, is sent.
    Tls(countersign::Error),
    /// The call does not fit; the connection is as it was.
    Misuse(Misuse),
}

impl<E: embedded_io::Error> embedded_io::Error for Error<E> {
    fn kind(&self) -> ErrorKind {
        match self {
            Self::Transport(error) => error.kind(),
            Self::WriteZero => ErrorKind::WriteZero,
            Self::Tls(countersign::Error::Fault { .. }) => ErrorKind::InvalidData,
            Self::Tls(countersign::Error::Truncated { .. }) => ErrorKind::ConnectionReset,
            Self::Tls(_) => ErrorKind::ConnectionAborted,
            Self::Misuse(_) => ErrorKind::BrokenPipe,
        }
    }
}

impl<E: fmt::Display> fmt::Display for Error<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(f, "the transport failed: {error}"),
            Self::WriteZero => f.write_str("the transport takes no more bytes"),
            Self::Tls(error) => error.fmt(f),
            Self::Misuse(misuse) => misuse.fmt(f),
        }
    }
}

// What is below is said in the text, so that it is no source.
impl<E: core::error::Error> core::error::Error for Error<E> {}

impl<E> From<CallError> for Error<E> {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Failed(error) => Self::Tls(error),
            CallError::Misuse(misuse) => Self::Misuse(misuse),
        }
    }
}
