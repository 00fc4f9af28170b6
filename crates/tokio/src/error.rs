//! Errors of the machine as errors of I/O, which is what `AsyncRead` and `AsyncWrite` speak.

use std::io;

use countersign::{CallError, Error};

/// Wraps an error of the machine; [`countersign_std::tls_error`] finds it again.
pub(crate) fn wrap(error: Error) -> io::Error {
    let kind = match &error {
        Error::Truncated { .. } => io::ErrorKind::UnexpectedEof,
        Error::AlertReceived { .. } | Error::ClosedInHandshake { .. } => {
            io::ErrorKind::ConnectionAborted
        }
        Error::Fault { .. } => io::ErrorKind::InvalidData,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// Wraps what a call refused.
pub(crate) fn wrap_call(error: CallError) -> io::Error {
    match error {
        CallError::Failed(error) => wrap(error),
        CallError::Misuse(misuse) => io::Error::new(io::ErrorKind::BrokenPipe, misuse),
    }
}
