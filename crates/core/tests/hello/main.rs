//! What do the two hellos agree on? What a client may offer, known and unknown, and what a
//! server chooses from it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod agreement;
mod foreign;
mod offer;
