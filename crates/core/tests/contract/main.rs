//! Does the machine keep the contract with its driver, rule by rule? The rules a to j stand in
//! `docs/DESIGN.md`; each test names the rule that it is for. That no order of calls and no cut
//! of the bytes matters (rule b) is the question of `chunking.rs`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod bounds;
mod closing;
mod data;
mod ending;
mod failure;
mod in_place;
mod questions;
