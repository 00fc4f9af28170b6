//! The same stream over a blocking transport.
//!
//! A blocking transport is an asynchronous one that is never pending. So there is one body of
//! code: here it is polled, and is ready.

use core::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use countersign::{
    ClientConfig, Connection, ConnectionSummary, ServerConfig, pki_types::ServerName,
};
use embedded_io::{BufRead, ErrorType, Read, Write};
use embedded_io_async::{BufRead as _, Read as _, Write as _};

use crate::{Error, Lent, Sizes};

/// A TLS connection over a blocking transport; [`crate::TlsStream`] says how it behaves.
#[derive(Debug)]
pub struct TlsStream<'a, T>(crate::TlsStream<'a, Blocking<T>>);

impl<'a, T> TlsStream<'a, T> {
    /// A client that wants to reach `name`. Nothing is sent yet.
    pub fn client(
        config: &ClientConfig,
        name: ServerName<'static>,
        lent: Lent<'a>,
        sizes: Sizes,
        transport: T,
    ) -> Self {
        Self(crate::TlsStream::client(config, name, lent, sizes, Blocking(transport)))
    }

    /// A server. With which configuration a client is served say [`Lent::answers`]; it may be
    /// `config` itself.
    pub fn server(config: &ServerConfig, lent: Lent<'a>, sizes: Sizes, transport: T) -> Self {
        Self(crate::TlsStream::server(config, lent, sizes, Blocking(transport)))
    }

    /// A client or server whose connection is recorded: [`crate::TlsStream::recorded`].
    #[cfg(feature = "tape")]
    pub fn recorded(
        recorder: countersign_tape::Recorder,
        lent: Lent<'a>,
        sizes: Sizes,
        transport: T,
    ) -> Self {
        Self(crate::TlsStream::recorded(recorder, lent, sizes, Blocking(transport)))
    }

    /// What the handshake established, once it is complete.
    pub fn summary(&self) -> Option<&ConnectionSummary> {
        self.0.summary()
    }

    /// The connection, to ask it what it knows.
    pub fn connection(&self) -> &Connection {
        self.0.connection()
    }

    /// The transport.
    pub fn get_ref(&self) -> &T {
        &self.0.get_ref().0
    }

    /// The transport, to set timeouts; reading or writing it breaks the connection.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.0.get_mut().0
    }

    /// The transport, once the connection is done with.
    pub fn into_inner(self) -> T {
        self.0.into_inner().0
    }
}

impl<T: Read + Write> TlsStream<'_, T> {
    /// Goes on until the handshake is complete, and all of it is sent.
    pub fn handshake(&mut self) -> Result<(), Error<T::Error>> {
        now(self.0.handshake())
    }

    /// Client, TLS 1.3: sends data before the server has answered;
    /// [`crate::TlsStream::write_early`] says how.
    pub fn write_early(&mut self, data: &[u8]) -> Result<usize, Error<T::Error>> {
        now(self.0.write_early(data))
    }

    /// How many bytes [`TlsStream::write_early`] would take now; 0 before its first call.
    pub fn early_data_left(&self) -> usize {
        self.0.early_data_left()
    }

    /// Server, TLS 1.3: reads what the client sent before the handshake was complete;
    /// [`crate::TlsStream::read_early`] says how.
    pub fn read_early(&mut self, buffer: &mut [u8]) -> Result<usize, Error<T::Error>> {
        now(self.0.read_early(buffer))
    }

    /// TLS 1.3: sends under new keys from here on, and with `request_peer` has the peer do so too
    /// (RFC 8446 §4.6.3).
    #[cfg(feature = "tls13")]
    pub fn update_keys(&mut self, request_peer: bool) -> Result<(), Error<T::Error>> {
        now(self.0.update_keys(request_peer))
    }

    /// Sends `close_notify`: we will write no more. Reading goes on.
    pub fn close_write(&mut self) -> Result<(), Error<T::Error>> {
        now(self.0.close_write())
    }

    /// Sends `close_notify`, then reads and drops what comes until the peer's.
    pub fn shutdown(&mut self) -> Result<(), Error<T::Error>> {
        now(self.0.shutdown())
    }
}

impl<T: ErrorType> ErrorType for TlsStream<'_, T> {
    type Error = Error<T::Error>;
}

impl<T: Read + Write> Read for TlsStream<'_, T> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error> {
        now(self.0.read(buffer))
    }
}

impl<T: Read + Write> BufRead for TlsStream<'_, T> {
    fn fill_buf(&mut self) -> Result<&[u8], Self::Error> {
        now(self.0.fill_buf())
    }

    fn consume(&mut self, len: usize) {
        self.0.consume(len);
    }
}

impl<T: Read + Write> Write for TlsStream<'_, T> {
    fn write(&mut self, plaintext: &[u8]) -> Result<usize, Self::Error> {
        now(self.0.write(plaintext))
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        now(self.0.flush())
    }
}

/// A blocking transport, as an asynchronous one whose futures are ready at the first poll.
#[derive(Debug)]
struct Blocking<T>(T);

impl<T: ErrorType> ErrorType for Blocking<T> {
    type Error = T::Error;
}

impl<T: Read> embedded_io_async::Read for Blocking<T> {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, T::Error> {
        self.0.read(buffer)
    }
}

impl<T: Write> embedded_io_async::Write for Blocking<T> {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, T::Error> {
        self.0.write(bytes)
    }

    async fn flush(&mut self) -> Result<(), T::Error> {
        self.0.flush()
    }
}

/// Runs a future that waits for [`Blocking`] transports alone, so that one poll is enough.
fn now<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}
