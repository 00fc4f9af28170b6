//! Recorded connections in memory, and what replaying them finds.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "in tests, a panic is the report")]

mod agreement;
mod damage;
mod differences;
mod meeting;
mod reading;
mod redaction;
