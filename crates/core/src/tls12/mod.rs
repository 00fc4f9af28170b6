//! TLS 1.2 (RFC 5246), and 1.1 and 1.0 (RFC 4346, RFC 2246) as far as they differ: from the hellos
//! to the connected state.

pub(crate) mod client;
mod connected;
mod established;
mod finished;
mod key_block;
mod master_secret;
mod observing;
mod pre_master;
mod prf;
#[cfg(test)]
mod prf_vectors;
pub(crate) mod server;
mod signed_params;

pub(crate) use established::Established;
pub use observing::{MASTER_SECRET_LEN, Randoms, Tls12Derivation, psk_pre_master};
