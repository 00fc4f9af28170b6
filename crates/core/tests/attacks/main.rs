//! Known attacks, played against a live connection. Each test here fails where its defence is
//! taken out; `docs/ATTACKS.md` says which defence that is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bleichenbacher;
mod export_keys;
mod three_shake;
