//! The transport: a TCP socket with a moment by which all must be done, or a limit for each
//! wait; what goes over it may be captured.
//!
//! A socket's own timeout begins anew with each byte, so that a peer could hold a handshake open
//! for ever by sending one byte at a time.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::capturing::Tap;

/// A socket and its time limit.
pub(crate) struct Wire {
    pub(crate) socket: TcpStream,
    deadline: Option<Instant>,
    tap: Option<Tap>,
}

impl Wire {
    /// All reads and writes must be done by `deadline`.
    pub(crate) fn new(socket: TcpStream, deadline: Option<Instant>, tap: Option<Tap>) -> Self {
        Self { socket, deadline, tap }
    }

    /// From here on each single wait may take `limit`; `None` is for ever.
    pub(crate) fn each_wait(&mut self, limit: Option<Duration>) -> io::Result<()> {
        self.deadline = None;
        self.socket.set_read_timeout(limit)?;
        self.socket.set_write_timeout(limit)
    }

    /// From here on all must be done by `limit` from now.
    pub(crate) fn all_within(&mut self, limit: Duration) {
        self.deadline = deadline(limit);
    }

    /// A second handle of the same socket, without a time limit of its own.
    pub(crate) fn second_handle(&self) -> io::Result<Self> {
        Ok(Self { socket: self.socket.try_clone()?, deadline: None, tap: self.tap.clone() })
    }
}

/// The moment `limit` from now; none where that is beyond all clocks.
pub(crate) fn deadline(limit: Duration) -> Option<Instant> {
    Instant::now().checked_add(limit)
}

/// What is left until `deadline`; an error where that is nothing.
pub(crate) fn left(deadline: Option<Instant>) -> io::Result<Option<Duration>> {
    let Some(deadline) = deadline else { return Ok(None) };
    match deadline.checked_duration_since(Instant::now()) {
        Some(left) if !left.is_zero() => Ok(Some(left)),
        _ => Err(io::ErrorKind::TimedOut.into()),
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(tap) = &self.tap {
            tap.waits();
        }
        if let Some(left) = left(self.deadline)? {
            self.socket.set_read_timeout(Some(left))?;
        }
        let count = self.socket.read(buffer)?;
        if let Some(tap) = self.tap.as_ref().filter(|_| !buffer.is_empty()) {
            tap.received(buffer.get(..count).unwrap_or_default());
        }
        Ok(count)
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        if let Some(left) = left(self.deadline)? {
            self.socket.set_write_timeout(Some(left))?;
        }
        let count = self.socket.write(buffer)?;
        if let Some(tap) = &self.tap {
            tap.sent(buffer.get(..count).unwrap_or_default());
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}
