//! The record protocol (RFC 5246 §6.2): framing and protection. Knows no message and no state.

mod aead;
mod aead13;
mod cbc;
#[cfg(test)]
mod cbc_tests;
mod constant_time;
pub(crate) mod deframe;
mod draft;
mod mac;
mod open;
mod protection;
mod seal;
#[cfg(test)]
mod seal_tests;
#[cfg(test)]
mod toy;
#[cfg(test)]
mod vectors;

pub(crate) use open::{Opened, ReadSide};
pub(crate) use seal::WriteSide;
