//! The record protocol (RFC 5246 §6.2): framing and protection. Knows no message and no state.

#[cfg(feature = "tls12")]
mod aead;
#[cfg(feature = "tls13")]
mod aead13;
#[cfg(feature = "tls12")]
mod cbc;
#[cfg(feature = "tls12")]
#[cfg(test)]
mod cbc_tests;
#[cfg(feature = "tls12")]
mod constant_time;
pub(crate) mod deframe;
mod draft;
#[cfg(feature = "tls12")]
mod head;
#[cfg(feature = "tls12")]
mod mac;
mod open;
mod padding;
mod protection;
mod seal;
#[cfg(feature = "tls12")]
#[cfg(test)]
mod seal_tests;
#[cfg(feature = "tls12")]
#[cfg(test)]
mod toy;
#[cfg(feature = "tls12")]
#[cfg(test)]
mod vectors;

pub(crate) use open::{Opened, ReadSide};
pub(crate) use seal::WriteSide;
