//! Compression of the `Certificate` message, in TLS 1.3 (RFC 8879). No algorithm is in here: they
//! come from outside, like the primitives.

use alloc::vec::Vec;

use crate::wire::extension::compress_certificate::CertificateCompressionAlgorithm;

/// One algorithm, both ways.
pub trait CertificateCompression: Send + Sync {
    /// Which one.
    fn algorithm(&self) -> CertificateCompressionAlgorithm;

    /// Compresses a `Certificate` message (its body, without the header). `None` where that does
    /// not make it shorter, or fails: then it is sent as it is.
    fn compress(&self, message: &[u8]) -> Option<Vec<u8>>;

    /// Gives back the message, which has exactly `len` bytes. `None` where the compressed bytes
    /// are damaged, or end early, or make a longer or shorter message, or have others behind them.
    ///
    /// The peer chose all of it, and nothing is proven yet: implementations hold no more than a
    /// small multiple of `len` and a fixed amount beside, whatever the bytes say of themselves
    /// (RFC 8879 §5). The caller bounds `len`, and calls with no more bytes than it would take
    /// uncompressed.
    fn decompress(&self, compressed: &[u8], len: usize) -> Option<Vec<u8>>;
}
