//! Errors of the machine as errors of I/O, which is what `Read` and `Write` speak.

use std::io;

use countersign::{CallError, Error};

/// The machine's error inside an error of I/O, if it is one.
pub fn tls_error(error: &io::Error) -> Option<&Error> {
    error.get_ref()?.downcast_ref()
}

/// An error of the machine as one of I/O; [`tls_error`] finds it again.
///
/// The kind is `UnexpectedEof` where the transport ended without `close_notify`,
/// `ConnectionAborted` where the peer gave up, `InvalidData` where we did.
pub fn io_error(error: Error) -> io::Error {
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

/// What a call refused as an error of I/O: a failure as [`io_error`] has it, a misuse as
/// `BrokenPipe`.
pub fn io_call_error(error: CallError) -> io::Error {
    match error {
        CallError::Failed(error) => io_error(error),
        CallError::Misuse(misuse) => io::Error::new(io::ErrorKind::BrokenPipe, misuse),
    }
}
