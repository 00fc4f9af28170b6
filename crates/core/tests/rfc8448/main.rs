//! Do we compute what RFC 8448 shows? Every secret, key and proof of its five handshakes, every
//! protected record; and live, our client with its servers and our server with its clients.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod client;
mod driver;
mod likeness;
mod live;
mod records;
mod schedule;
mod server;
mod short_rsa;
mod stand_in;
mod steps;
mod trace;
