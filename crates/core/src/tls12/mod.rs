//! TLS 1.2 (RFC 5246), from the hellos to the connected state.

pub(crate) mod client;
mod connected;
mod finished;
mod key_block;
mod master_secret;
mod prf;
pub(crate) mod server;
mod signed_params;
