//! TLS 1.3 in all its forms, both sides of it here: every suite, every way to prove oneself, every
//! way to resume, early data taken and not, and what a server makes of hellos that none of our
//! clients would send. Other stacks are met by `cargo xtask interop`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod binding;
mod client_authentication;
mod compression;
mod early_data;
mod key_update;
mod limits;
mod plain_alerts;
mod pre_shared;
mod psk_alone;
mod refused_early_data;
mod resumption;
mod retry;
mod stage;
mod suites;
mod tickets;
