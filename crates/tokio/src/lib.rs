//! Drives a [`countersign::Connection`] over any `AsyncRead + AsyncWrite` of tokio. Answers may be
//! awaited, so that a key vault or a fetched OCSP response never blocks the runtime.
//!
//! ```no_run
//! use std::sync::Arc;
//! use countersign::ClientConfig;
//! use countersign_tokio::{TlsConnector, roots, server_name, verifier};
//! use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::TcpStream};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let config = ClientConfig::builder(countersign_rustcrypto::provider()).build()?;
//! let connector = TlsConnector::new(config, Arc::new(verifier(roots::web())?));
//! let socket = TcpStream::connect("example.org:443").await?;
//! let mut stream = connector.connect(server_name("example.org")?, socket).await?;
//! stream.write_all(b"GET / HTTP/1.0\r\nHost: example.org\r\n\r\n").await?;
//! stream.flush().await?;
//! let mut answer = Vec::new();
//! stream.read_to_end(&mut answer).await?;
//! # Ok(())
//! # }
//! ```
//!
//! Client certificates, sessions to resume, pre-shared keys, a file of secrets and tapes are set on
//! [`TlsConnector`] and [`TlsAcceptor`], each by a method of that name. Every question is asked
//! once, and its answer is kept where a future that waited for it is dropped.
//!
//! For who knows tokio-rustls:
//!
//! | there | here |
//! | --- | --- |
//! | `TlsConnector::from(Arc<ClientConfig>)` | [`TlsConnector::new`], with a verifier |
//! | `TlsAcceptor::from(Arc<ServerConfig>)` | [`TlsAcceptor::new`], with the keys |
//! | `with_client_auth_cert` | [`TlsConnector::signer`] |
//! | a `ClientCertVerifier` | [`TlsAcceptor::verifier`] |
//! | `resumption` | [`TlsConnector::sessions`] |
//! | `session_storage`, `ticketer` | [`TlsAcceptor::sessions`] |
//! | `KeyLogFile` | [`TlsConnector::key_log`], [`TlsAcceptor::key_log`] |
//! | `LazyConfigAcceptor` | [`TlsAcceptor::choose`] |
//! | `into_fallible`, to keep the transport | `start`, then [`TlsStream::handshake`] |
//! | `client::TlsStream`, `server::TlsStream` | [`TlsStream`] |
//! | `get_ref().1` | [`TlsStream::connection`], [`TlsStream::summary`] |
//! | a timeout around `accept` | `handshake_deadline`, which tells the peer too |
#![forbid(unsafe_code)]

mod answers;
mod binding;
mod blocking;
mod connector;
mod deadline;
mod drive;
mod early;
mod machine;
mod stream;
mod transport;
mod wakers;

pub use answers::{
    AnswerFuture, AsyncChooseConfiguration, AsyncPreSharedKeys, AsyncSelectCredential,
    AsyncSessions, AsyncSign, AsyncVerifyPeer,
};
pub use blocking::Blocking;
pub use connector::{TlsAcceptor, TlsConnector};
pub use countersign_std::{
    KeyLogFile, LoadError, NotAServerName, ReadKey, SystemRandom, TapeFiles, Tapes, certified_key,
    certified_key_with, now, pem, roots, server_name, tls_error, verifier, verifier_with,
};
pub use stream::TlsStream;
