//! Drives a [`countersign::Connection`] over any `Read + Write`: a blocking loop over the
//! machine's contract, with the system's clock and randomness, PEM files and root stores.
//!
//! ```no_run
//! use std::{io::{Read, Write}, net::TcpStream, sync::Arc};
//! use countersign::ClientConfig;
//! use countersign_std::{TlsStream, roots, server_name, verifier};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let config = ClientConfig::builder(countersign_rustcrypto::provider()).build()?;
//! let verifier = Arc::new(verifier(roots::web())?);
//! let name = server_name("example.org")?;
//! let socket = TcpStream::connect("example.org:443")?;
//! let mut stream = TlsStream::client(&config, name, verifier, socket);
//! stream.write_all(b"GET / HTTP/1.0\r\nHost: example.org\r\n\r\n")?;
//! let mut answer = Vec::new();
//! stream.read_to_end(&mut answer)?;
//! # Ok(())
//! # }
//! ```
//!
//! A server: [`certified_key`] from PEM, then [`TlsStream::serve`] for each socket.
//!
//! Client certificates, sessions to resume and pre-shared keys are [`Answerers`], given to
//! [`TlsStream::client_with`] and [`TlsStream::server_with`]. [`KeyLogFile`] takes secrets down for
//! Wireshark, [`TapeFiles`] records whole connections, and [`starttls`] begins in plaintext, as
//! mail does.
//!
//! Cryptography is `countersign-rustcrypto`'s unless another provider is named, which takes its
//! three parts: `provider()` for the configuration, `ALL_SIGNATURE_ALGORITHMS` for
//! [`verifier_with`], `signing_key` for [`certified_key_with`].
#![forbid(unsafe_code)]

mod answerers;
mod binding;
mod early;
mod error;
mod key_log;
mod load;
mod machine;
mod name;
pub mod pem;
pub mod roots;
mod split;
pub mod starttls;
mod stream;
mod system;

pub use answerers::Answerers;
pub use countersign_tape::{TapeFiles, Tapes};
pub use error::{io_call_error, io_error, tls_error};
pub use key_log::KeyLogFile;
pub use load::{LoadError, ReadKey, certified_key, certified_key_with};
pub use name::{NotAServerName, server_name};
pub use split::{ReadHalf, WriteHalf};
pub use stream::TlsStream;
pub use system::{SystemRandom, now};

use countersign::pki_types::SignatureVerificationAlgorithm;
use countersign_verify::{Roots, SetupError, Verifier};

/// A verifier that trusts `roots`, with the default provider's signature algorithms.
pub fn verifier(roots: Roots) -> Result<Verifier, SetupError> {
    verifier_with(roots, countersign_rustcrypto::ALL_SIGNATURE_ALGORITHMS)
}

/// As [`verifier`], with another provider's algorithms: its `ALL_SIGNATURE_ALGORITHMS`.
pub fn verifier_with(
    roots: Roots,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
) -> Result<Verifier, SetupError> {
    Verifier::new(roots, algorithms)
}

/// The README's example is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
