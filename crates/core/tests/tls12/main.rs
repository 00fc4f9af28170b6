//! TLS 1.2 in all its forms, both sides of it here: every suite, every way to prove oneself, every
//! way to resume. Other stacks are met by `cargo xtask interop`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod chunks;
mod client_authentication;
mod exports;
#[cfg(feature = "legacy")]
mod legacy;
mod limits;
mod lost_sessions;
mod resumption;
mod stage;
mod status;
mod suites;
