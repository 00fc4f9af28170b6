//! A TLS stream over any `AsyncRead + AsyncWrite`.

use std::{
    fmt,
    future::poll_fn,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker, ready},
};

use bytes::{Buf as _, Bytes, BytesMut};
use countersign::{Connection, ConnectionSummary, Event, crypto::Random, pki_types::UnixTime};
use countersign_tape::Recorder;
use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, ReadBuf};

use crate::{
    answers::Answerers,
    deadline::Deadline,
    machine::Machine,
    transport::Transport,
    wakers::{Side, Wakers},
};

/// A TLS connection over a transport, client or server.
///
/// **Cancellation.** Every future over a stream may be dropped at every await, and the stream be
/// used on: the handshake, an answer that is awaited and bytes half written are in the stream, not
/// in the future. A future of [`write`] that was dropped before it was ready has sent nothing.
///
/// **Back-pressure.** Nothing is sealed while earlier output waits for the transport, which is at
/// most 64 KiB of plaintext. What the transport does not take at once goes out with the next call
/// of any kind; [`flush`] waits for it.
///
/// **Half close.** [`shutdown`] sends `close_notify` and shuts the transport's writing direction;
/// reading goes on. Reading returns 0 once the peer has said `close_notify`, and writing goes on.
/// Where the transport ends without, reading is [`io::ErrorKind::UnexpectedEof`]. Dropping a
/// stream sends nothing.
///
/// **Two tasks.** [`tokio::io::split`] works, even before the handshake: whichever half is polled
/// drives it, and both are woken.
///
/// Errors of TLS are inside the errors of I/O: [`crate::tls_error`].
///
/// [`write`]: tokio::io::AsyncWriteExt::write
/// [`flush`]: tokio::io::AsyncWriteExt::flush
/// [`shutdown`]: tokio::io::AsyncWriteExt::shutdown
pub struct TlsStream<IO> {
    pub(crate) transport: Transport<IO>,
    pub(crate) machine: Machine,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) summary: Option<Box<ConnectionSummary>>,
    /// The handshake is complete, and our last message of it has gone out.
    pub(crate) established: bool,
    /// Decrypted, and not yet read.
    pub(crate) plain: Bytes,
    /// Early data, not yet read: no more than the configuration allows.
    pub(crate) early: BytesMut,
    pub(crate) peer_closed: bool,
    /// Who polls at this moment.
    pub(crate) side: Side,
    pub(crate) wakers: Arc<Wakers>,
    /// Wakes all of `wakers`.
    pub(crate) waker: Waker,
}

impl<IO> TlsStream<IO> {
    /// Shows each event to `observer`; with tracing configured, each message and key change.
    pub fn observe(&mut self, observer: impl FnMut(&Event) + Send + 'static) {
        self.machine.observe(Box::new(observer));
    }

    /// Draws from `random` instead of the system: for tests and recordings.
    pub fn use_random(&mut self, random: Box<dyn Random + Send + Sync>) {
        self.machine.random = random;
    }

    /// Asks `clock` instead of the system: for tests, and for machines without a clock.
    pub fn use_clock(&mut self, clock: impl Fn() -> UnixTime + Send + Sync + 'static) {
        self.machine.clock = Box::new(clock);
    }

    /// What the handshake established, once it is complete.
    pub fn summary(&self) -> Option<&ConnectionSummary> {
        self.summary.as_deref()
    }

    /// The connection, to ask it what it knows.
    pub fn connection(&self) -> &Connection {
        &self.machine.connection
    }

    /// The transport.
    pub fn get_ref(&self) -> &IO {
        &self.transport.io
    }

    /// The transport; reading or writing it breaks the connection.
    pub fn get_mut(&mut self) -> &mut IO {
        &mut self.transport.io
    }

    /// The transport and the connection, in whose input are the bytes that came behind the peer's
    /// `close_notify`. Output that was not flushed and data that was not read are lost.
    pub fn into_inner(self) -> (IO, Connection) {
        (self.transport.io, self.machine.connection.into_connection())
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> TlsStream<IO> {
    pub(crate) fn new(
        io: IO,
        connection: Recorder,
        answerers: Answerers,
        deadline: Option<Deadline>,
    ) -> Self {
        let wakers = Arc::<Wakers>::default();
        Self {
            transport: Transport::new(io),
            machine: Machine::new(connection, answerers),
            deadline,
            summary: None,
            established: false,
            plain: Bytes::new(),
            early: BytesMut::new(),
            peer_closed: false,
            side: Side::Writer,
            waker: Waker::from(Arc::clone(&wakers)),
            wakers,
        }
    }

    /// Goes on until the handshake is complete. It may be dropped and called again; the first
    /// read or write does the same.
    pub async fn handshake(&mut self) -> io::Result<&ConnectionSummary> {
        poll_fn(|cx| self.poll_for(Side::Writer, cx.waker(), Self::poll_handshake)).await?;
        self.summary().ok_or_else(|| io::Error::other("the handshake ended without a summary"))
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncBufRead for TlsStream<IO> {
    /// The data lies where it was decrypted: this way of reading copies nothing.
    fn poll_fill_buf(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<&[u8]>> {
        let stream = self.get_mut();
        if stream.plain.is_empty() && !stream.peer_closed {
            ready!(stream.poll_for(Side::Reader, cx.waker(), Self::poll_data))?;
        }
        Poll::Ready(Ok(&stream.plain))
    }

    fn consume(self: Pin<&mut Self>, amount: usize) {
        let plain = &mut self.get_mut().plain;
        plain.advance(amount.min(plain.len()));
        if plain.is_empty() {
            // The input that it lay in can be used again.
            *plain = Bytes::new();
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for TlsStream<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if buffer.remaining() == 0 {
            return Poll::Ready(Ok(()));
        }
        let plain = ready!(self.as_mut().poll_fill_buf(cx))?;
        let len = plain.len().min(buffer.remaining());
        buffer.put_slice(plain.get(..len).unwrap_or_default());
        self.consume(len);
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for TlsStream<IO> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        plaintext: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.get_mut()
            .poll_for(Side::Writer, cx.waker(), |stream, cx| stream.poll_send(plaintext, cx))
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().poll_for(Side::Writer, cx.waker(), |stream, cx| {
            stream.transport.poll_flush(&mut stream.machine.output, cx)
        })
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().poll_for(Side::Writer, cx.waker(), Self::poll_close)
    }
}

impl<IO> fmt::Debug for TlsStream<IO> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsStream")
            .field("connection", &self.machine.connection)
            .finish_non_exhaustive()
    }
}
