//! Two halves of a stream, for two threads.
//!
//! The machine is behind one lock, which nobody holds while waiting for the transport. The
//! writing side of the transport is behind another, so that records go out in the order in which
//! they were sealed.

use std::{
    io::{self, Read, Write},
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
};

use bytes::{Buf as _, Bytes, BytesMut};

use crate::{
    error::io_error,
    machine::{Machine, Want, retry, take},
    stream::READ_SIZE,
};

struct Shared<T> {
    machine: Mutex<Machine>,
    writer: Mutex<Outlet<T>>,
}

/// The writing side of the transport, with what it has not taken yet.
struct Outlet<T> {
    transport: T,
    pending: BytesMut,
}

impl<T: Write> Outlet<T> {
    /// Writes everything; after an error the rest is still there, so that no record is lost
    /// between two that are sent.
    fn drain(&mut self) -> io::Result<()> {
        while !self.pending.is_empty() {
            match retry(|| self.transport.write(&self.pending))? {
                0 => return Err(io::ErrorKind::WriteZero.into()),
                written => self.pending.advance(written),
            }
        }
        self.transport.flush()
    }
}

impl<T: Write> Shared<T> {
    fn machine(&self) -> MutexGuard<'_, Machine> {
        // A panic of the other half leaves the machine whole: it has no unwinding of its own.
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the output out, in order, until none is left: also what the reading half adds
    /// while this one holds the transport.
    fn flush(&self) -> io::Result<()> {
        loop {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.pending.unsplit(self.machine().output.split());
            writer.drain()?;
            drop(writer);
            if self.machine().output.is_empty() {
                return Ok(());
            }
        }
    }

    /// Writes the output out if nobody else does: whoever reads must not wait for who writes,
    /// since the peer may not read before we do.
    fn try_flush(&self) {
        let mut writer = match self.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // The writing half has it, and looks once more when it is done.
            Err(TryLockError::WouldBlock) => return,
        };
        writer.pending.unsplit(self.machine().output.split());
        // An alert, or the answer to one: a failure to send it is not the news.
        let _ = writer.drain();
    }
}

pub(crate) fn split<T>(
    machine: Machine,
    reader: T,
    writer: T,
    plain: Bytes,
) -> (ReadHalf<T>, WriteHalf<T>) {
    let outlet = Outlet { transport: writer, pending: BytesMut::new() };
    let shared = Arc::new(Shared { machine: Mutex::new(machine), writer: Mutex::new(outlet) });
    let reader = ReadHalf {
        shared: Arc::clone(&shared),
        transport: reader,
        plain,
        scratch: vec![0; READ_SIZE],
        peer_closed: false,
    };
    (reader, WriteHalf { shared })
}

/// Reads what the peer sends.
pub struct ReadHalf<T> {
    shared: Arc<Shared<T>>,
    transport: T,
    plain: Bytes,
    scratch: Vec<u8>,
    peer_closed: bool,
}

impl<T: Read + Write> ReadHalf<T> {
    fn turn(&mut self) -> io::Result<()> {
        let mut machine = self.shared.machine();
        let before = machine.output.len();
        let want = machine.turn();
        // What the writing half has sealed is for the writing half to send.
        let added = machine.output.len() > before;
        drop(machine);
        if added {
            self.shared.try_flush();
        }
        match want? {
            Want::Input => {
                let read = retry(|| self.transport.read(&mut self.scratch))?;
                self.shared.machine().feed(self.scratch.get(..read).unwrap_or_default());
            }
            Want::Data(data) => self.plain = data,
            Want::PeerClosed => self.peer_closed = true,
            // Both are behind a stream that is split.
            Want::Connected | Want::EarlyData(_) => {}
        }
        Ok(())
    }
}

impl<T: Read + Write> Read for ReadHalf<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.plain.is_empty() && !self.peer_closed {
            self.turn()?;
        }
        Ok(take(&mut self.plain, buffer))
    }
}

/// Writes to the peer.
pub struct WriteHalf<T> {
    shared: Arc<Shared<T>>,
}

impl<T: Write> WriteHalf<T> {
    /// TLS 1.3: sends under new keys from here on, and with `request_peer` has the peer do so too
    /// (RFC 8446 §4.6.3).
    pub fn update_keys(&mut self, request_peer: bool) -> io::Result<()> {
        let updated = self.shared.machine().update_keys(request_peer);
        let flushed = self.shared.flush();
        updated.and(flushed)
    }

    /// Sends `close_notify`: we will write no more. The other half reads on.
    pub fn close_write(&mut self) -> io::Result<()> {
        let closed = self.shared.machine().close().map_err(io_error);
        let flushed = self.shared.flush();
        closed.and(flushed)
    }
}

impl<T: Write> Write for WriteHalf<T> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let sent = self.shared.machine().send(buffer);
        let flushed = self.shared.flush();
        let taken = sent?;
        flushed.map(|()| taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.shared.flush()
    }
}
