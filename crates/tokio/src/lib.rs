//! Drives a [`countersign::Connection`] over any `AsyncRead + AsyncWrite` of tokio. Answers may be
//! awaited, so that a key vault or a fetched OCSP response never blocks the runtime.
//!
//! ```no_run
//! use std::sync::Arc;
//! use countersign::{ClientConfig, pki_types::ServerName};
//! use countersign_tokio::{TlsConnector, roots, verifier};
//! use tokio::{io::{AsyncReadExt, AsyncWriteExt}, net::TcpStream};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let config = ClientConfig::builder(countersign_rustcrypto::provider()).build()?;
//! let connector = TlsConnector::new(config, Arc::new(verifier(roots::web())?));
//! let socket = TcpStream::connect("example.org:443").await?;
//! let mut stream = connector.connect(ServerName::try_from("example.org")?, socket).await?;
//! stream.write_all(b"GET / HTTP/1.0\r\nHost: example.org\r\n\r\n").await?;
//! stream.flush().await?;
//! let mut answer = Vec::new();
//! stream.read_to_end(&mut answer).await?;
//! # Ok(())
//! # }
//! ```
//!
//! For who knows tokio-rustls:
//!
//! | there | here |
//! | --- | --- |
//! | `TlsConnector::from(Arc<ClientConfig>)` | [`TlsConnector::new`], with a verifier |
//! | `TlsAcceptor::from(Arc<ServerConfig>)` | [`TlsAcceptor::new`], with the keys |
//! | `LazyConfigAcceptor` | [`TlsAcceptor::choose`] |
//! | `into_fallible`, to keep the transport | `start`, then [`TlsStream::handshake`] |
//! | `client::TlsStream`, `server::TlsStream` | [`TlsStream`] |
//! | `get_ref().1` | [`TlsStream::connection`], [`TlsStream::summary`] |
//! | a timeout around `accept` | `handshake_deadline`, which tells the peer too |
#![forbid(unsafe_code)]

mod answers;
mod blocking;
mod connector;
mod deadline;
mod drive;
mod machine;
mod stream;
mod transport;
mod wakers;

pub use answers::{AnswerFuture, AsyncChooseConfiguration, AsyncSign, AsyncVerifyPeer};
pub use blocking::Blocking;
pub use connector::{TlsAcceptor, TlsConnector};
pub use countersign_std::{
    LoadError, SystemRandom, certified_key, now, pem, roots, tls_error, verifier,
};
pub use stream::TlsStream;
