//! The golden handshakes of `test-vectors`: what a recording says of itself, and our side of it.
//!
//! ```text
//! manifest.toml → Manifest → Actor → a stream, for the recorder
//!                                  → a connection and its answers, for the replay
//! ```
//!
//! Recorder and replay have all that decides about our bytes from here: configuration, keys,
//! randomness, clock, keepers of sessions. So they differ in what moves the bytes alone.

mod actor;
mod lists;
mod manifest;

pub use actor::Actor;
pub use manifest::{Mail, Manifest, Step};

/// What is wrong with a recording, or with what it names.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
