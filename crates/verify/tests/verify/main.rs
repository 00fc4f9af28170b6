//! Which certificates are accepted, which are refused, with which fault and in which words?
//!
//! Each file asks about one part of RFC 5280 §6 or RFC 6125 §6; `authority` makes the
//! certificates.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod authority;
mod chain;
mod constraint;
mod hostile;
mod keys;
mod name;
mod pinned;
mod purpose;
mod recorded;
mod responder;
mod revocation;
mod stapled_damage;
mod stapling;
mod validity;
