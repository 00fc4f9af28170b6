//! Do we compute what RFC 8448 shows? Every secret, key and proof of its five handshakes, every
//! protected record, and what our server answers to its clients.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod records;
mod schedule;
mod server;
mod steps;
mod trace;
