//! Drives a [`countersign::Connection`] over `embedded-io`: [`blocking::TlsStream`] over a
//! blocking transport, [`TlsStream`] over an asynchronous one. `no_std`, with a heap.
//!
//! The caller lends what a bare machine has in its own way: clock, randomness, and who answers
//! the machine's questions ([`Lent`]); and says how much memory reading and writing may take
//! ([`Sizes`]).
//!
//! ```
//! use countersign::{Answers, ClientConfig, VerifyPeer, crypto::Random};
//! use countersign::pki_types::{ServerName, UnixTime};
//! use countersign_embedded::{Error, Lent, Sizes, blocking::TlsStream};
//! use embedded_io::{Read, Write};
//!
//! fn ask<T: Read + Write>(
//!     socket: T,
//!     config: &ClientConfig,
//!     verifier: &dyn VerifyPeer,
//!     random: &mut (dyn Random + Send),
//!     clock: &(dyn Fn() -> UnixTime + Sync),
//! ) -> Result<[u8; 3], Error<T::Error>> {
//!     let lent = Lent { answers: Answers::client(verifier), random, clock };
//!     let name = ServerName::try_from("broker.example").expect("it is a DNS name");
//!     let mut stream = TlsStream::client(config, name, lent, Sizes::default(), socket);
//!     stream.write(b"?")?;
//!     let mut answer = [0; 3];
//!     stream.read(&mut answer)?;
//!     stream.close_write()?;
//!     Ok(answer)
//! }
//! ```
//!
//! # Memory
//!
//! Everything is on the heap of `alloc`. A record must be held whole to be opened, and so must a
//! handshake message to be read: while one comes, as much as its peer made it, up to 16 KiB for a
//! record and [`countersign::limits::handshake_message`] for a message. Beside that an idle
//! connection holds its keys, and [`Sizes::read`] bytes while it waits. `tests/heap/main.rs` makes
//! a handshake with OpenSSL inside of 48 KiB, and prints what it took.
//!
//! Least of all takes a pre-shared key (RFC 4279): no certificate is sent or judged, and with a
//! suite such as `TLS_PSK_WITH_AES_128_GCM_SHA256` no public key is computed with. The same test
//! makes that handshake inside of 8 KiB. Where there is a certificate, resumption saves what it
//! costs from the second connection on: give `Answers::sessions` a place for one session, and the
//! configuration `resumption(true)`.
//!
//! # One version alone
//!
//! With `default-features = false`, here as for `countersign` and its other crates, the feature
//! `tls12` or `tls13` builds one version in and leaves the other out.
//!
//! # Targets without compare-and-swap
//!
//! On such targets (`thumbv6m-none-eabi`) reference counts come from `portable-atomic`, and the
//! binary says how they are made: with the feature `critical-section` of this crate, and an
//! implementation from the chip's support crate or from its executor; or, on a single core without
//! an operating system, with the cfg `portable_atomic_unsafe_assume_single_core`. Elsewhere none
//! of it is compiled. RSA is not to be had on such targets with `countersign-rustcrypto`, whose
//! crate `rsa` needs compare-and-swap.

#![no_std]
#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

extern crate alloc;

pub mod blocking;
mod early;
mod error;
mod lent;
mod machine;
mod stream;

pub use error::Error;
pub use lent::{Lent, Sizes};
pub use stream::TlsStream;
