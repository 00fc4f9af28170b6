//! The libraries that are measured, each with the same certificates, suite and group.

mod list;
#[cfg(feature = "openssl")]
pub(crate) mod openssl;
pub(crate) mod ours;
pub(crate) mod rustls;

pub(crate) use list::{Judge, Stacks, aws_lc, handshake_stacks, null_stacks, rustcrypto};

use std::error::Error;

/// What can go wrong while configurations are made.
pub(crate) type Setup<T> = Result<T, Box<dyn Error>>;

/// The group of the key exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) enum Group {
    P256,
    X25519,
}
