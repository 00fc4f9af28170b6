//! Capture files: from packets to the bytes of each side of each TCP connection.
//!
//! ```text
//! pcap | pcapng, also gzipped → file (blocks) → packet (link, IP, TCP) → track (connections)
//!       → direction (bytes in order)
//! ```
//!
//! - [`CaptureFile`]: blocks off a file, one at a time: packets, and secrets that a pcapng file
//!   brings along (draft-ietf-opsawg-pcapng §4.7).
//! - [`Tracker`]: packets in, [`FlowEvent`]s out.
//!
//! What is held does not grow with the file: see [`limits`].
#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

mod direction;
mod file;
pub mod limits;
mod packet;
mod track;

pub use file::{Block, CaptureError, CaptureFile, LinkType, Packet};
pub use packet::{Endpoint, NotTcp};
pub use track::{Flow, FlowEvent, FlowId, Side, Tracker};
