//! Recorded connections in memory, and what replaying them finds.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    reason = "a test that cannot go on has failed; its texts are short"
)]

mod agreement;
mod damage;
mod differences;
mod meeting;
mod quic;
mod reading;
mod redaction;
mod tls13;
