//! Does a QUIC stack get what RFC 9001 says it gets? The packets of its appendix A, handshakes over
//! the seam without records, what is refused there, and rustls at the other end.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod handshake;
mod levels;
mod packets;
mod peer;
mod refusals;
mod stack;
mod vectors;
