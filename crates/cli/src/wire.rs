//! The transport: a TCP socket with a moment by which all must be done, or a limit for each
//! wait.
//!
//! A socket's own timeout begins anew with each byte, so that a peer could hold a handshake open
//! for ever by sending one byte at a time.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

/// A socket and its time limit.
pub(crate) struct Wire {
    pub(crate) socket: TcpStream,
    deadline: Option<Instant>,
}

impl Wire {
    /// All reads and writes must be done by `deadline`.
    pub(crate) fn new(socket: TcpStream, deadline: Option<Instant>) -> Self {
        Self { socket, deadline }
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
        Ok(Self { socket: self.socket.try_clone()?, deadline: None })
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
        if let Some(left) = left(self.deadline)? {
            self.socket.set_read_timeout(Some(left))?;
        }
        self.socket.read(buffer)
    }
}

impl Write for Wire {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        if let Some(left) = left(self.deadline)? {
            self.socket.set_write_timeout(Some(left))?;
        }
        self.socket.write(buffer)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.socket.flush()
    }
}
