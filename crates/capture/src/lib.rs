//! Capture files: from packets to the bytes of each side of each TCP connection, and back.
//!
//! ```text
//! pcap | pcapng, also gzipped → file (blocks) → packet (link, IP, TCP) → track (connections)
//!       → direction (bytes in order)
//! ```
//!
//! - [`CaptureFile`]: blocks off a file, one at a time: packets, and secrets that a pcapng file
//!   brings along (draft-ietf-opsawg-pcapng §4.7).
//! - [`Tracker`]: packets in, [`FlowEvent`]s out.
//! - `CaptureWriter`, with the feature `write`: bytes and secrets in, a pcapng file out, which any
//!   tool that reads captures decrypts.
//!
//! What is held does not grow with the file: see [`limits`].
#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

mod direction;
mod file;
pub mod limits;
mod packet;
mod track;
#[cfg(feature = "write")]
mod write;

pub use file::{Block, CaptureError, CaptureFile, LinkType, Packet};
pub use packet::{Endpoint, NotTcp};
pub use track::{Flow, FlowEvent, FlowId, Side, Tracker};
#[cfg(feature = "write")]
pub use write::{CaptureWriter, Conversation, documentation_endpoints};
