//! From a transport to a TLS stream, as client and as server.

use std::{fmt, io, sync::Arc, time::Duration};

use countersign::{ClientConfig, ServerConfig, pki_types::ServerName};
use countersign_std::KeyLogFile;
use countersign_tape::{Recorder, Tapes};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::{
    answers::{
        Answerers, AsyncChooseConfiguration, AsyncPreSharedKeys, AsyncSelectCredential,
        AsyncSessions, AsyncSign, AsyncVerifyPeer,
    },
    deadline::Deadline,
    stream::TlsStream,
};

/// Makes clients. Cloning is cheap; one serves any number of connections.
#[derive(Clone)]
pub struct TlsConnector {
    config: ClientConfig,
    answerers: Answerers,
    deadline: Option<Duration>,
}

impl TlsConnector {
    /// `verifier` judges the servers' certificates; a [`countersign::VerifyPeer`] will do.
    pub fn new(config: ClientConfig, verifier: Arc<dyn AsyncVerifyPeer>) -> Self {
        let answerers = Answerers { verifier, ..Answerers::nobody() };
        Self { config, answerers, deadline: None }
    }

    /// Has the keys of the configuration's credentials, for servers that want to know their
    /// clients; a [`countersign::Sign`], such as a [`countersign::CertifiedKey`], will do.
    #[must_use]
    pub fn signer(mut self, signer: Arc<dyn AsyncSign>) -> Self {
        self.answerers.signer = signer;
        self
    }

    /// Chooses the credential for such a server; without, it is the first that fits.
    #[must_use]
    pub fn credentials(mut self, credentials: Arc<dyn AsyncSelectCredential>) -> Self {
        self.answerers.credentials = credentials;
        self
    }

    /// Keeps and finds sessions to resume; a [`countersign::Sessions`] will do.
    #[must_use]
    pub fn sessions(mut self, sessions: Arc<dyn AsyncSessions>) -> Self {
        self.answerers.sessions = sessions;
        self
    }

    /// Knows the secrets that both sides have beforehand; a [`countersign::PreSharedKeys`] will do.
    #[must_use]
    pub fn pre_shared_keys(mut self, keys: Arc<dyn AsyncPreSharedKeys>) -> Self {
        self.answerers.pre_shared_keys = keys;
        self
    }

    /// Takes the connections' secrets down, where the configuration says `key_log` too; beside it
    /// a stream's observer sees them. A line is written in place, without awaiting the disk.
    #[must_use]
    pub fn key_log(mut self, file: KeyLogFile) -> Self {
        self.answerers.key_log = Some(file);
        self
    }

    /// Has a tape for each connection, such as [`crate::TapeFiles`]: all that enters and leaves it,
    /// to be replayed. It is written in place, without awaiting the disk.
    #[must_use]
    pub fn tapes(mut self, tapes: Arc<dyn Tapes>) -> Self {
        self.answerers.tapes = Some(tapes);
        self
    }

    /// Gives a handshake up that is not complete within this time, counted from its first poll:
    /// the peer is told, and the error is [`io::ErrorKind::TimedOut`]. Without, it may last for
    /// ever. It needs a runtime with time enabled.
    #[must_use]
    pub fn handshake_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Reaches `name` over `io`, and is ready when the handshake is complete.
    ///
    /// Dropping the future, and a failure, drop `io` too: who wants to keep it calls
    /// [`TlsConnector::start`].
    pub fn connect<IO>(
        &self,
        name: ServerName<'static>,
        io: IO,
    ) -> impl Future<Output = io::Result<TlsStream<IO>>> + use<IO>
    where
        IO: AsyncRead + AsyncWrite + Unpin,
    {
        shake(self.start(name, io))
    }

    /// A stream whose handshake is still to come: [`TlsStream::handshake`], or the first read or
    /// write, does it.
    pub fn start<IO>(&self, name: ServerName<'static>, io: IO) -> TlsStream<IO>
    where
        IO: AsyncRead + AsyncWrite + Unpin,
    {
        let connection = Recorder::client(&self.config, name, self.answerers.recording());
        TlsStream::new(io, connection, self.answerers.clone(), self.deadline.map(Deadline::new))
    }
}

/// Makes servers. Cloning is cheap; one serves any number of connections.
#[derive(Clone)]
pub struct TlsAcceptor {
    config: ServerConfig,
    answerers: Answerers,
    deadline: Option<Duration>,
}

impl TlsAcceptor {
    /// Serves every client with `config`; `signer` has the keys of its credentials, and may be a
    /// [`countersign::Sign`], such as a [`countersign::CertifiedKey`].
    pub fn new(config: ServerConfig, signer: Arc<dyn AsyncSign>) -> Self {
        let configurations = Arc::new(config.clone());
        let answerers = Answerers { signer, configurations, ..Answerers::nobody() };
        Self { config, answerers, deadline: None }
    }

    /// Asks `configurations` how to serve each client, when its `ClientHello` has come.
    #[must_use]
    pub fn choose(mut self, configurations: Arc<dyn AsyncChooseConfiguration>) -> Self {
        self.answerers.configurations = configurations;
        self
    }

    /// Judges the certificates of clients, where the configuration asks for them; a
    /// [`countersign::VerifyPeer`] will do.
    #[must_use]
    pub fn verifier(mut self, verifier: Arc<dyn AsyncVerifyPeer>) -> Self {
        self.answerers.verifier = verifier;
        self
    }

    /// Keeps and finds sessions to resume, and seals tickets; a [`countersign::Sessions`] will do.
    #[must_use]
    pub fn sessions(mut self, sessions: Arc<dyn AsyncSessions>) -> Self {
        self.answerers.sessions = sessions;
        self
    }

    /// Knows the secrets that both sides have beforehand; a [`countersign::PreSharedKeys`] will do.
    #[must_use]
    pub fn pre_shared_keys(mut self, keys: Arc<dyn AsyncPreSharedKeys>) -> Self {
        self.answerers.pre_shared_keys = keys;
        self
    }

    /// Takes the connections' secrets down, where the configuration says `key_log` too; beside it
    /// a stream's observer sees them. A line is written in place, without awaiting the disk.
    #[must_use]
    pub fn key_log(mut self, file: KeyLogFile) -> Self {
        self.answerers.key_log = Some(file);
        self
    }

    /// Has a tape for each connection, such as [`crate::TapeFiles`]: all that enters and leaves it,
    /// to be replayed. It is written in place, without awaiting the disk.
    #[must_use]
    pub fn tapes(mut self, tapes: Arc<dyn Tapes>) -> Self {
        self.answerers.tapes = Some(tapes);
        self
    }

    /// As [`TlsConnector::handshake_deadline`]. A server without one lets clients that say
    /// nothing stay.
    #[must_use]
    pub fn handshake_deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Serves whoever is at the other end of `io`, and is ready when the handshake is complete.
    ///
    /// Dropping the future, and a failure, drop `io` too: who wants to keep it calls
    /// [`TlsAcceptor::start`].
    pub fn accept<IO>(&self, io: IO) -> impl Future<Output = io::Result<TlsStream<IO>>> + use<IO>
    where
        IO: AsyncRead + AsyncWrite + Unpin,
    {
        shake(self.start(io))
    }

    /// A stream whose handshake is still to come: [`TlsStream::handshake`], or the first read or
    /// write, does it.
    pub fn start<IO>(&self, io: IO) -> TlsStream<IO>
    where
        IO: AsyncRead + AsyncWrite + Unpin,
    {
        let connection = Recorder::server(&self.config, self.answerers.recording());
        TlsStream::new(io, connection, self.answerers.clone(), self.deadline.map(Deadline::new))
    }
}

async fn shake<IO>(mut stream: TlsStream<IO>) -> io::Result<TlsStream<IO>>
where
    IO: AsyncRead + AsyncWrite + Unpin,
{
    stream.handshake().await?;
    Ok(stream)
}

impl fmt::Debug for TlsConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsConnector").field("config", &self.config).finish_non_exhaustive()
    }
}

impl fmt::Debug for TlsAcceptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TlsAcceptor").field("config", &self.config).finish_non_exhaustive()
    }
}
