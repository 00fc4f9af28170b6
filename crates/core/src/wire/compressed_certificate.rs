//! `CompressedCertificate`: RFC 8879 §4. It stands for a `Certificate` of TLS 1.3.
//!
//! ```text
//! struct {
//!     CertificateCompressionAlgorithm algorithm;
//!     uint24 uncompressed_length;
//!     opaque compressed_certificate_message<1..2^24-1>;
//! } CompressedCertificate;
//! ```

use super::{
    DecodeError, Reader, Writer, extension::compress_certificate::CertificateCompressionAlgorithm,
};
use crate::limits::MAX_CERTIFICATE_MESSAGE;

/// The body of a `Certificate`, compressed, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompressedCertificate<'a> {
    /// How it was compressed.
    pub algorithm: CertificateCompressionAlgorithm,
    /// How many bytes it has when it is not; no more than a `Certificate` may have. Whoever
    /// undoes the compression stops there, and refuses another length (RFC 8879 §5).
    pub uncompressed_length: u32,
    /// What came of it. Not empty.
    pub compressed: &'a [u8],
}

impl<'a> CompressedCertificate<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("CompressedCertificate", body);
        let algorithm = CertificateCompressionAlgorithm(reader.u16("algorithm")?);
        let length = reader.u24("uncompressed_length")?;
        let uncompressed_length = u32::try_from(length)
            .ok()
            .filter(|_| length <= MAX_CERTIFICATE_MESSAGE)
            .ok_or(reader.error("uncompressed_length", "is longer than allowed"))?;
        let compressed = reader.vec24("compressed_certificate_message")?;
        if compressed.is_empty() {
            return Err(reader.error("compressed_certificate_message", "is empty"));
        }
        reader.finish()?;
        Ok(Self { algorithm, uncompressed_length, compressed })
    }

    /// Writes the body of the message.
    pub fn encode(self, writer: &mut Writer<'_>) {
        writer.u16(self.algorithm.0);
        writer.u24(self.uncompressed_length);
        writer.vec24(|writer| writer.bytes(self.compressed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(uncompressed_length: u32) -> std::vec::Vec<u8> {
        let algorithm = CertificateCompressionAlgorithm::BROTLI;
        let mut body = std::vec::Vec::new();
        CompressedCertificate { algorithm, uncompressed_length, compressed: b"short" }
            .encode(&mut Writer::new(&mut body));
        body
    }

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut body = message(0x0102);
        assert_eq!(body[..5], [0, 2, 0, 1, 2]);
        let decoded = CompressedCertificate::decode(&body).unwrap();
        assert_eq!(decoded.algorithm, CertificateCompressionAlgorithm::BROTLI);
        assert_eq!((decoded.uncompressed_length, decoded.compressed), (0x0102, &b"short"[..]));
        for len in 0..body.len() {
            assert!(CompressedCertificate::decode(&body[..len]).is_err(), "{len}");
        }
        body.push(0);
        assert!(CompressedCertificate::decode(&body).is_err());
    }

    #[test]
    fn nothing_compressed_is_refused_and_so_is_what_no_certificate_may_have() {
        assert!(CompressedCertificate::decode(&[0, 1, 0, 0, 9, 0, 0, 0]).is_err());
        let most = u32::try_from(MAX_CERTIFICATE_MESSAGE).unwrap();
        assert!(CompressedCertificate::decode(&message(most)).is_ok());
        assert!(CompressedCertificate::decode(&message(most + 1)).is_err());
    }
}
