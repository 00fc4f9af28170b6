//! Errors of the machine as errors of I/O, which is what `Read` and `Write` speak.

use std::io;

use countersign::{CallError, Error};

/// The machine's error inside an error of I/O, if it is one.
pub fn tls_error(error: &io::Error) -> Option<&Error> {
    error.get_ref()?.downcast_ref()
}

/// Wraps an error of the machine.
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
