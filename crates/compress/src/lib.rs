//! Compression of certificates (RFC 8879) for countersign, in pure Rust.
//!
//! [`ALL`] has every algorithm that is built in. What they do to a chain of three certificates with
//! RSA keys, 3092 bytes, and what memory they take for it:
//!
//! | feature (all default) | algorithm | library | bytes | to compress | to decompress |
//! | --- | --- | --- | --- | --- | --- |
//! | `zlib` | zlib, RFC 1950 | `miniz_oxide` | 2289 | 260 KB | 15 KB |
//! | `zstd` | Zstandard, RFC 8478 | `ruzstd` | 2352 | 330 KB | 25 KB |
//! | `brotli` | Brotli, RFC 7932 | `brotli` | 2364 | 600 KB | 20 KB |
//!
//! What a peer sends is taken apart within bounds: the length that it announces for the message,
//! which the machine bounds, a window no longer than that, and the tables of each format. Bytes
//! behind the end, checksums that do not fit, and dictionaries that nobody agreed on are refused.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

#[cfg(feature = "brotli")]
mod brotli;
#[cfg(feature = "zlib")]
mod zlib;
#[cfg(feature = "zstd")]
mod zstd;

use countersign::crypto::CertificateCompression;

#[cfg(feature = "brotli")]
pub use brotli::Brotli;
#[cfg(feature = "zlib")]
pub use zlib::Zlib;
#[cfg(feature = "zstd")]
pub use zstd::Zstd;

/// Every algorithm that is built in, preferred first: the fewest bytes, and the least time.
pub static ALL: &[&dyn CertificateCompression] = &[
    #[cfg(feature = "zlib")]
    &Zlib,
    #[cfg(feature = "zstd")]
    &Zstd,
    #[cfg(feature = "brotli")]
    &Brotli,
];

/// The compressed form, where it is the shorter one.
#[cfg(any(feature = "zlib", feature = "zstd"))]
fn if_shorter(compressed: alloc::vec::Vec<u8>, message: &[u8]) -> Option<alloc::vec::Vec<u8>> {
    (compressed.len() < message.len()).then_some(compressed)
}
