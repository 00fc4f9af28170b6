//! Does the adapter keep what `AsyncRead` and `AsyncWrite` promise, whatever is dropped, late,
//! full, closed or cut?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod answers;
mod back_pressure;
mod cancellation;
mod closing;
mod deadline;
mod early;
mod http;
mod interrupt;
mod late;
mod many;
mod openssl;
mod questions;
mod site;
mod splitting;
mod stutter;
mod tapes;
mod telling;
mod waking;
