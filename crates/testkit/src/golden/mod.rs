//! The golden handshakes of `test-vectors`: what a recording says of itself, and our side of it.
//!
//! ```text
//! manifest.toml → Manifest → Actor → Player, over a socket for the recorder
//!                                          fed from the capture for the replay
//! ```
//!
//! Recorder and replay have all that decides about our bytes from here: configuration, keys,
//! randomness, clock, keepers of sessions, and what our side does when. So they differ in what
//! moves the bytes alone.

mod actor;
mod lists;
mod manifest;
mod player;

pub use actor::Actor;
pub use manifest::{GivenKey, Mail, Manifest, Step};
pub use player::{Player, Standing, Tell, Told};

/// What is wrong with a recording, or with what it names.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
