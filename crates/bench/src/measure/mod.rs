//! What is measured, one file each.

pub(crate) mod bulk;
pub(crate) mod handshake;
pub(crate) mod memory;
pub(crate) mod primitive;
