//! A TLS stream over any asynchronous transport: the one body of code that the blocking stream
//! runs too.

use bytes::{Buf as _, Bytes, BytesMut};
use countersign::{
    CallError, ClientConfig, Connection, ConnectionSummary, ServerConfig, pki_types::ServerName,
};
use embedded_io_async::{BufRead, ErrorType, Read, Write};

use crate::{
    Error, Lent, Sizes,
    machine::{Driven, Machine, Want, driven},
};

/// A TLS connection over a transport, asynchronous.
///
/// - The first read or write makes the handshake, if [`TlsStream::handshake`] was not called.
/// - Writes collect in the output up to [`Sizes::write`], and go out when it is full, before the
///   stream waits for input, and with `flush`.
/// - Reading returns 0 once the peer has said `close_notify`. Where the transport ends without,
///   it is [`countersign::Error::Truncated`].
/// - Dropping the future of any method loses nothing and doubles nothing, where that holds for
///   the transport: `write` waits only before it takes bytes, `read` only before it has some.
///   (`write_all` and `read_exact` are loops that forget how far they were.)
/// - Dropping the stream sends nothing: close it with [`TlsStream::close_write`] or
///   [`TlsStream::shutdown`].
pub struct TlsStream<'a, T> {
    pub(crate) machine: Machine<'a>,
    transport: T,
    /// Decrypted, and not yet read.
    plain: Bytes,
    /// Early data, not yet read: no more than the configuration allows.
    pub(crate) early: BytesMut,
    peer_closed: bool,
    /// The transport has bytes that it may not have sent on yet.
    must_flush: bool,
}

impl<'a, T> TlsStream<'a, T> {
    /// A client that wants to reach `name`. Nothing is sent yet.
    pub fn client(
        config: &ClientConfig,
        name: ServerName<'static>,
        lent: Lent<'a>,
        sizes: Sizes,
        transport: T,
    ) -> Self {
        Self::new(driven(Connection::client(config, name)), lent, sizes, transport)
    }

    /// A server. With which configuration a client is served say [`Lent::answers`]; it may be
    /// `config` itself.
    pub fn server(config: &ServerConfig, lent: Lent<'a>, sizes: Sizes, transport: T) -> Self {
        Self::new(driven(Connection::server(config)), lent, sizes, transport)
    }

    /// A client or server whose connection is recorded: all that enters and leaves it is taken
    /// down, to be replayed elsewhere.
    #[cfg(feature = "tape")]
    pub fn recorded(
        recorder: countersign_tape::Recorder,
        lent: Lent<'a>,
        sizes: Sizes,
        transport: T,
    ) -> Self {
        Self::new(recorder, lent, sizes, transport)
    }

    fn new(connection: Driven, lent: Lent<'a>, sizes: Sizes, transport: T) -> Self {
        let machine = Machine::new(connection, lent, sizes);
        let (plain, early) = (Bytes::new(), BytesMut::new());
        Self { machine, transport, plain, early, peer_closed: false, must_flush: false }
    }

    /// What the handshake established, once it is complete.
    pub fn summary(&self) -> Option<&ConnectionSummary> {
        self.machine.summary.as_deref()
    }

    /// The connection, to ask it what it knows.
    pub fn connection(&self) -> &Connection {
        &self.machine.connection
    }

    /// The transport.
    pub fn get_ref(&self) -> &T {
        &self.transport
    }

    /// The transport, to set timeouts; reading or writing it breaks the connection.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.transport
    }

    /// The transport, once the connection is done with.
    pub fn into_inner(self) -> T {
        self.transport
    }
}

impl<T: Read + Write> TlsStream<'_, T> {
    /// Goes on until the handshake is complete, and all of it is sent.
    pub async fn handshake(&mut self) -> Result<(), Error<T::Error>> {
        self.connect().await?;
        self.write_out().await
    }

    /// Sends `close_notify`: we will write no more. Reading goes on.
    pub async fn close_write(&mut self) -> Result<(), Error<T::Error>> {
        self.connect().await?;
        if let Err(error) = self.machine.close() {
            return Err(self.fail(error).await);
        }
        self.write_out().await
    }

    /// Sends `close_notify`, then reads and drops what comes until the peer's.
    pub async fn shutdown(&mut self) -> Result<(), Error<T::Error>> {
        self.close_write().await?;
        while !self.peer_closed {
            self.plain = Bytes::new();
            self.turn().await?;
        }
        self.plain = Bytes::new();
        Ok(())
    }

    pub(crate) async fn connect(&mut self) -> Result<(), Error<T::Error>> {
        while self.machine.summary.is_none() {
            self.turn().await?;
        }
        Ok(())
    }

    /// One event's worth of progress. Output goes out before input is waited for.
    pub(crate) async fn turn(&mut self) -> Result<(), Error<T::Error>> {
        let want = self.machine.turn();
        self.follow(want).await
    }

    /// Does what the machine wants.
    pub(crate) async fn follow(
        &mut self,
        want: Result<Want, CallError>,
    ) -> Result<(), Error<T::Error>> {
        match want {
            Ok(Want::Input(hint)) => {
                self.write_out().await?;
                self.read_in(hint).await?;
            }
            Ok(Want::Data(data)) => self.plain = data,
            Ok(Want::EarlyData(data)) => self.early.extend_from_slice(&data),
            Ok(Want::PeerClosed) => self.peer_closed = true,
            Ok(Want::Connected) => {}
            Err(error) => return Err(self.fail(error).await),
        }
        Ok(())
    }

    async fn read_in(&mut self, hint: usize) -> Result<(), Error<T::Error>> {
        let mut room = self.machine.room(hint);
        let read = self.transport.read(room.place()).await.map_err(Error::Transport)?;
        room.keep(read);
        if read == 0 {
            self.machine.connection.end_of_input();
        }
        Ok(())
    }

    /// Writes the output; what the transport does not take stays.
    pub(crate) async fn write_out(&mut self) -> Result<(), Error<T::Error>> {
        while !self.machine.output.is_empty() {
            match self.transport.write(&self.machine.output).await.map_err(Error::Transport)? {
                0 => return Err(Error::WriteZero),
                written => self.machine.output.advance(written),
            }
            self.must_flush = true;
        }
        if self.must_flush {
            // An idle connection holds no buffer for output.
            self.machine.output = BytesMut::new();
            self.transport.flush().await.map_err(Error::Transport)?;
            self.must_flush = false;
        }
        Ok(())
    }

    /// The output may hold an alert. It is a courtesy: what went wrong is the error to report.
    pub(crate) async fn fail(&mut self, error: CallError) -> Error<T::Error> {
        let _ = self.write_out().await;
        error.into()
    }
}

impl<T: ErrorType> ErrorType for TlsStream<'_, T> {
    type Error = Error<T::Error>;
}

impl<T: Read + Write> Read for TlsStream<'_, T> {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Self::Error> {
        if buffer.is_empty() {
            return Ok(0);
        }
        let plain = self.fill_buf().await?;
        let len = plain.len().min(buffer.len());
        if let (Some(place), Some(plain)) = (buffer.get_mut(..len), plain.get(..len)) {
            place.copy_from_slice(plain);
        }
        self.consume(len);
        Ok(len)
    }
}

impl<T: Read + Write> BufRead for TlsStream<'_, T> {
    /// What was decrypted, where it lies: nothing is copied.
    async fn fill_buf(&mut self) -> Result<&[u8], Self::Error> {
        while self.plain.is_empty() && !self.peer_closed {
            self.turn().await?;
        }
        Ok(&self.plain)
    }

    fn consume(&mut self, len: usize) {
        self.plain.advance(len.min(self.plain.len()));
        if self.plain.is_empty() {
            // Even an empty piece would keep the input's buffer.
            self.plain = Bytes::new();
        }
    }
}

impl<T: Read + Write> Write for TlsStream<'_, T> {
    async fn write(&mut self, plaintext: &[u8]) -> Result<usize, Self::Error> {
        self.connect().await?;
        if self.machine.is_full() {
            self.write_out().await?;
        }
        match self.machine.send(plaintext) {
            Ok(taken) => Ok(taken),
            Err(error) => Err(self.fail(error).await),
        }
    }

    async fn flush(&mut self) -> Result<(), Self::Error> {
        self.handshake().await
    }
}

impl<T> core::fmt::Debug for TlsStream<'_, T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("TlsStream")
            .field("connection", &self.machine.connection)
            .finish_non_exhaustive()
    }
}
