//! A TLS stream over any `Read + Write`.

use std::{
    io::{self, Read, Write},
    sync::Arc,
};

use bytes::{Bytes, BytesMut};
use countersign::{
    ChooseConfiguration, ClientConfig, Connection, ConnectionSummary, Event, ServerConfig, Sign,
    VerifyPeer,
    crypto::Random,
    pki_types::{ServerName, UnixTime},
};
use countersign_tape::Recorder;

use crate::{
    Answerers,
    error::io_error,
    machine::{Machine, Want, take},
    split::{self, ReadHalf, WriteHalf},
};

/// Room for one full record in each read, bytes.
pub(crate) const READ_SIZE: usize = 16 * 1024 + 512;

/// A TLS connection over a transport.
///
/// Reading returns 0 once the peer has said `close_notify`; where the transport ends without, it
/// is [`io::ErrorKind::UnexpectedEof`]. Timeouts are the transport's: where it returns
/// `WouldBlock` or `TimedOut` so does the stream, nothing is lost, and the call may be repeated.
/// Dropping a stream sends nothing: close it with [`TlsStream::close_write`] or
/// [`TlsStream::shutdown`].
pub struct TlsStream<T> {
    pub(crate) machine: Machine,
    transport: T,
    /// Decrypted, and not yet read.
    plain: Bytes,
    /// Early data, not yet read: no more than the configuration allows.
    pub(crate) early: BytesMut,
    peer_closed: bool,
}

impl<T: Read + Write> TlsStream<T> {
    /// A client that wants to reach `name`.
    pub fn client(
        config: &ClientConfig,
        name: ServerName<'static>,
        verifier: Arc<dyn VerifyPeer>,
        transport: T,
    ) -> Self {
        Self::client_with(config, name, Answerers::client(verifier), transport)
    }

    /// The same, with other answers: a key and certificates of its own, sessions to resume,
    /// pre-shared keys.
    pub fn client_with(
        config: &ClientConfig,
        name: ServerName<'static>,
        answerers: Answerers,
        transport: T,
    ) -> Self {
        let connection = Recorder::client(config, name, answerers.recording());
        Self::new(connection, answerers, transport)
    }

    /// A server with one configuration; `signer` has the keys of its credentials, and may be a
    /// [`countersign::CertifiedKey`].
    pub fn serve(config: &ServerConfig, signer: Arc<dyn Sign>, transport: T) -> Self {
        Self::server(config, Arc::new(config.clone()), signer, transport)
    }

    /// A server whose configuration `configurations` chooses for each client, by its hello.
    pub fn server(
        config: &ServerConfig,
        configurations: Arc<dyn ChooseConfiguration>,
        signer: Arc<dyn Sign>,
        transport: T,
    ) -> Self {
        Self::server_with(config, Answerers::server(configurations, signer), transport)
    }

    /// The same, with other answers: a verifier for clients' certificates, sessions, pre-shared
    /// keys.
    pub fn server_with(config: &ServerConfig, answerers: Answerers, transport: T) -> Self {
        let connection = Recorder::server(config, answerers.recording());
        Self::new(connection, answerers, transport)
    }

    fn new(connection: Recorder, answerers: Answerers, transport: T) -> Self {
        let machine = Machine::new(connection, answerers);
        let (plain, early) = (Bytes::new(), BytesMut::new());
        Self { machine, transport, plain, early, peer_closed: false }
    }

    /// Shows each event to `observer`; with tracing configured, each message and key change.
    pub fn observe(&mut self, observer: impl FnMut(&Event) + Send + 'static) {
        self.machine.observer = Some(Box::new(observer));
    }

    /// Draws from `random` instead of the system: for tests and recordings.
    pub fn use_random(&mut self, random: Box<dyn Random + Send>) {
        self.machine.random = random;
    }

    /// Asks `clock` instead of the system: for tests, and for machines without a clock.
    pub fn use_clock(&mut self, clock: impl Fn() -> UnixTime + Send + 'static) {
        self.machine.clock = Box::new(clock);
    }

    /// Goes on until the handshake is complete; the first read or write does so too.
    pub fn handshake(&mut self) -> io::Result<&ConnectionSummary> {
        while self.machine.summary.is_none() {
            self.turn()?;
        }
        self.flush_output()?;
        self.machine
            .summary
            .as_deref()
            .ok_or_else(|| io::Error::other("the handshake ended without a summary"))
    }

    /// What the handshake established, once it is complete.
    pub fn summary(&self) -> Option<&ConnectionSummary> {
        self.machine.summary.as_deref()
    }

    /// TLS 1.3: sends under new keys from here on, and with `request_peer` has the peer do so too
    /// (RFC 8446 §4.6.3). The machine does it by itself long before keys are used up. Fails where
    /// an older version was negotiated.
    pub fn update_keys(&mut self, request_peer: bool) -> io::Result<()> {
        self.handshake()?;
        let updated = self.machine.update_keys(request_peer);
        self.flush_after(updated)
    }

    /// Sends `close_notify`: we will write no more. Reading goes on.
    pub fn close_write(&mut self) -> io::Result<()> {
        self.handshake()?;
        let closed = self.machine.close().map_err(io_error);
        self.flush_after(closed)
    }

    /// Sends `close_notify`, then reads and drops what comes until the peer's, or until the
    /// transport ends: many peers answer by closing it, and what they did not say is dropped
    /// anyway. Set a timeout on the transport where the peer may go on talking.
    pub fn shutdown(&mut self) -> io::Result<()> {
        self.close_write()?;
        self.plain.clear();
        while !self.peer_closed {
            match self.turn() {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                other => other?,
            }
            self.plain.clear();
        }
        Ok(())
    }

    /// Two halves for two threads. `transport` is a second handle of the same transport, such as
    /// `TcpStream::try_clone` gives; both must block. Early data has to be read before.
    pub fn split(mut self, transport: T) -> io::Result<(ReadHalf<T>, WriteHalf<T>)> {
        self.handshake()?;
        if !self.early.is_empty() {
            return Err(io::Error::other("early data was not read: call read_early first"));
        }
        Ok(split::split(self.machine, self.transport, transport, self.plain))
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

    /// One event's worth of progress. Output goes out before input is waited for, and before a
    /// failure is reported: it may hold the alert.
    pub(crate) fn turn(&mut self) -> io::Result<()> {
        let want = self.machine.turn();
        self.follow(want)
    }

    /// Does what the machine wants.
    pub(crate) fn follow(&mut self, want: io::Result<Want>) -> io::Result<()> {
        match want {
            Ok(Want::Input) => {
                // A transport that takes nothing now may still give: two peers that both wait to
                // write would wait for ever.
                match self.flush_output() {
                    Err(error) if !(is_pause(&error) && self.machine.summary.is_some()) => {
                        Err(error)
                    }
                    _ => self.machine.read_from(&mut self.transport, READ_SIZE),
                }
            }
            Ok(Want::Data(data)) => {
                self.plain = data;
                Ok(())
            }
            Ok(Want::EarlyData(data)) => {
                self.early.extend_from_slice(&data);
                Ok(())
            }
            Ok(Want::PeerClosed) => {
                self.peer_closed = true;
                self.flush_output()
            }
            Ok(Want::Connected) => self.flush_output(),
            Err(error) => {
                // The alert is a courtesy: what went wrong is the error to report.
                let _ = self.flush_output();
                Err(error)
            }
        }
    }

    /// Sends what a call left in the output, also where the call failed: it may be the alert.
    pub(crate) fn flush_after<R>(&mut self, result: io::Result<R>) -> io::Result<R> {
        let flushed = self.flush_output();
        let result = result?;
        flushed.map(|()| result)
    }

    fn flush_output(&mut self) -> io::Result<()> {
        self.machine.write_to(&mut self.transport)
    }
}

impl<T: Read + Write> Read for TlsStream<T> {
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

impl<T: Read + Write> Write for TlsStream<T> {
    /// What was taken is sealed, and sent as far as the transport allows; the rest goes out with
    /// the next call.
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.handshake()?;
        self.flush_output()?;
        let sent = self.machine.send(buffer);
        let flushed = self.flush_output();
        let taken = sent?;
        match flushed {
            Err(error) if !is_pause(&error) => Err(error),
            _ => Ok(taken),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.handshake()?;
        self.flush_output()
    }
}

/// The transport asks to come again.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

impl<T> std::fmt::Debug for TlsStream<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsStream")
            .field("connection", &self.machine.connection)
            .finish_non_exhaustive()
    }
}
