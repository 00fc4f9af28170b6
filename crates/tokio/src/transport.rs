//! A transport, and the output that it has not taken yet.

use std::{
    io,
    pin::{Pin, pin},
    task::{Context, Poll, ready},
};

use bytes::BytesMut;
use countersign::limits::{MAX_EXPANSION, MAX_PLAINTEXT, RECORD_HEADER};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite};

/// Room for any one record in each read, bytes.
const READ_SIZE: usize = RECORD_HEADER + MAX_PLAINTEXT + MAX_EXPANSION;

/// An empty output buffer larger than this is given back, bytes: a connection that is idle now
/// holds no memory for what it sent before.
const KEPT_OUTPUT: usize = 4 * 1024;

pub(crate) struct Transport<IO> {
    pub(crate) io: IO,
    /// How much of the output the transport has taken.
    taken: usize,
    /// It has taken something since its last flush.
    unflushed: bool,
    /// Its writing direction is shut: there is nobody left to write to.
    shut: bool,
}

impl<IO: AsyncRead + AsyncWrite + Unpin> Transport<IO> {
    pub(crate) fn new(io: IO) -> Self {
        Self { io, taken: 0, unflushed: false, shut: false }
    }

    /// Writes all of the output; the transport need not have passed it on. What it does not take
    /// stays, so that this may be given up at any time.
    pub(crate) fn poll_write(
        &mut self,
        output: &mut BytesMut,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while !self.shut {
            let rest = output.get(self.taken..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            match ready!(Pin::new(&mut self.io).poll_write(cx, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => self.taken += written,
            }
            self.unflushed = true;
        }
        self.taken = 0;
        output.clear();
        if output.capacity() > KEPT_OUTPUT {
            *output = BytesMut::new();
        }
        Poll::Ready(Ok(()))
    }

    /// Writes all of the output, and has the transport pass it on.
    pub(crate) fn poll_flush(
        &mut self,
        output: &mut BytesMut,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_write(output, cx))?;
        if self.unflushed && !self.shut {
            ready!(Pin::new(&mut self.io).poll_flush(cx))?;
            self.unflushed = false;
        }
        Poll::Ready(Ok(()))
    }

    /// Writes all of the output, and shuts the writing direction behind it.
    pub(crate) fn poll_shutdown(
        &mut self,
        output: &mut BytesMut,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.poll_flush(output, cx))?;
        if !self.shut {
            ready!(Pin::new(&mut self.io).poll_shutdown(cx))?;
            self.shut = true;
        }
        Poll::Ready(Ok(()))
    }

    /// Reads once, straight into `input`, which has at least `hint` bytes of room for it. While
    /// nothing comes, an empty `input` holds no memory.
    pub(crate) fn poll_read(
        &mut self,
        input: &mut BytesMut,
        hint: usize,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        input.reserve(READ_SIZE.saturating_sub(input.len()).max(hint));
        // This future holds nothing: it may be dropped after each poll.
        let read = pin!(self.io.read_buf(input)).poll(cx);
        if read.is_pending() && input.is_empty() {
            *input = BytesMut::new();
        }
        read
    }
}
