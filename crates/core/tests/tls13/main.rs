//! TLS 1.3 in all its forms, both sides of it here: every suite and group, every way to prove
//! oneself, every way to resume, early data taken and not. Other stacks are met by `cargo xtask
//! interop`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod stage;
mod suites;
