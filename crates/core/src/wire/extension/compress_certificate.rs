//! `compress_certificate`: RFC 8879 §3. The same form in a `ClientHello` and in a
//! `CertificateRequest`; nothing answers it.
//!
//! ```text
//! enum { zlib(1), brotli(2), zstd(3), (65535) } CertificateCompressionAlgorithm;
//! CertificateCompressionAlgorithm algorithms<2..2^8-2>;
//! ```

use core::fmt;

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, U16List, Writer, is_grease};

/// How a `Certificate` is compressed. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CertificateCompressionAlgorithm(pub u16);

impl CertificateCompressionAlgorithm {
    /// RFC 1950.
    pub const ZLIB: Self = Self(1);
    /// RFC 7932.
    pub const BROTLI: Self = Self(2);
    /// RFC 8478.
    pub const ZSTD: Self = Self(3);

    /// The registry's name.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::ZLIB => Some("zlib"),
            Self::BROTLI => Some("brotli"),
            Self::ZSTD => Some("zstd"),
            _ => None,
        }
    }
}

impl fmt::Display for CertificateCompressionAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None if is_grease(self.0) => write!(f, "GREASE({:#06x})", self.0),
            None => write!(f, "algorithm {}", self.0),
        }
    }
}

impl fmt::Debug for CertificateCompressionAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The algorithms that the sender can undo.
pub fn decode(data: &[u8]) -> Result<U16List<'_>, DecodeError> {
    let mut reader = Reader::new("compress_certificate", data);
    let list = reader.u16_list8("algorithms")?;
    reader.finish()?;
    Ok(list)
}

/// Names the algorithms that we can undo.
pub fn encode_offer(writer: &mut Writer<'_>, algorithms: &[CertificateCompressionAlgorithm]) {
    encode(writer, ExtensionType::COMPRESS_CERTIFICATE, |writer| {
        writer.vec8(|writer| algorithms.iter().for_each(|algorithm| writer.u16(algorithm.0)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        let algorithms =
            [CertificateCompressionAlgorithm::ZSTD, CertificateCompressionAlgorithm::ZLIB];
        encode_offer(&mut Writer::new(&mut out), &algorithms);
        assert_eq!(out, [0, 27, 0, 5, 4, 0, 3, 0, 1]);
        assert!(decode(&out[4..]).unwrap().iter().eq([3, 1]));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
        assert!(decode(&[0]).is_err(), "an empty list");
        assert!(decode(&[2, 0, 1, 0]).is_err(), "bytes behind the end");
    }

    #[test]
    fn unknown_algorithms_are_kept_and_shown_by_number() {
        let shown = [2, 4, 0x0a0a]
            .map(|number| std::format!("{}", CertificateCompressionAlgorithm(number)));
        assert_eq!(shown, ["brotli", "algorithm 4", "GREASE(0x0a0a)"]);
    }
}
