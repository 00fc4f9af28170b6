//! The record protocol (RFC 5246 §6.2): framing and protection. Knows no message and no state.

pub(crate) mod deframe;
mod open;
mod protection;
mod seal;

pub(crate) use open::ReadSide;
pub(crate) use seal::WriteSide;
