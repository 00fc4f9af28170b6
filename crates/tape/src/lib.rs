//! Tapes: everything that enters and leaves a [`countersign::Connection`], as one text file.
//!
//! - [`Recorder`] is a connection that is recorded. Every driver can have one.
//! - [`Tape`] is a text that was read; [`replay`] runs it through a fresh machine, which must do
//!   the same, byte for byte. Where it does not, [`Difference`] says where first, in words.
//! - [`redact`] takes the secrets out of a tape, before it is given away.
//!
//! The machine is a function of its inputs, so that a tape is all of a connection: one that was
//! recorded in production is replayed in a test, in another process, and needs neither peer nor
//! private key. Signatures, verdicts and sessions are answers, and stand in the tape; private keys
//! do not.
//!
//! ```text
//! countersign-tape 1
//! secrets kept
//! role client
//! server_name name="localhost"
//! policy text="ECDHE-ECDSA-AES128-GCM-SHA256:… versions=TLSv1.2 …"
//! …
//! begin
//! now seconds=1700000000
//! poll
//!   draw bytes=secret:76b8e0ad…
//!   output bytes=1603010095… ~"ClientHello"
//!   event NeedInput hint=5
//! in bytes=1603030058… ~"ServerHello; Certificate, ServerKeyExchange, ServerHelloDone"
//! poll
//!   event Negotiated version=0x0303 ~"TLS 1.2" …
//! …
//! end
//! ```
//!
//! What a driver did stands at the margin, what came of it is indented behind it. What begins with
//! `~` is for readers, and so is a line that begins with `#`. A tape holds what nobody else should
//! know, marked with `secret:`: see `docs/TRANSCRIPTS.md`.
#![cfg_attr(not(feature = "std"), no_std)]
#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

extern crate alloc;

mod answer;
mod computing;
mod config;
mod difference;
mod error;
mod event;
mod fact;
#[cfg(feature = "std")]
mod files;
#[cfg(feature = "serde")]
pub mod forms;
mod names;
mod page;
mod recorder;
mod records;
mod redact;
mod reel;
mod replay;
mod sink;
mod tape;

pub use computing::Computing;
pub use difference::Difference;
pub use error::{TapeError, TapeFault};
pub use fact::Fact;
#[cfg(feature = "std")]
pub use files::{TapeFiles, WriteTo};
pub use recorder::Recorder;
pub use redact::redact;
pub use replay::{Replay, Stop, replay};
pub use sink::{NotWritten, Recording, Sink, Tapes};
pub use tape::{Step, Tape};
