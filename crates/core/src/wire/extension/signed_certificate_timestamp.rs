//! `signed_certificate_timestamp`: RFC 6962 §3.3.1. Empty where timestamps are asked for: in a
//! `ClientHello`, and in a `CertificateRequest` of TLS 1.3 (RFC 8446 §4.4.2.1).
//!
//! ```text
//! opaque SerializedSCT<1..2^16-1>;
//! SerializedSCT sct_list<1..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, OpaqueList, Reader, Writer};

/// Checks that timestamps are asked for with no more words.
pub fn decode_request(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("signed_certificate_timestamp", data).finish()
}

/// The timestamps of a certificate, each as its log signed it; not empty. They stand in a
/// `ServerHello` before TLS 1.3, from then on beside the certificate.
pub fn decode_list(data: &[u8]) -> Result<OpaqueList<'_>, DecodeError> {
    let mut reader = Reader::new("signed_certificate_timestamp", data);
    let list = OpaqueList::read_some(&mut reader, "sct_list", "SerializedSCT")?;
    reader.finish()?;
    Ok(list)
}

/// Asks for timestamps.
pub fn encode_request(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP, |_| {});
}

/// Sends the timestamps of a certificate, one at least.
pub fn encode_list(writer: &mut Writer<'_>, timestamps: &[impl AsRef<[u8]>]) {
    encode(writer, ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP, |writer| {
        OpaqueList::encode(writer, timestamps);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_empty() {
        let mut out = std::vec::Vec::new();
        encode_request(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 18, 0, 0]);
        assert!(decode_request(&[]).is_ok() && decode_request(&[0, 0]).is_err());
    }

    #[test]
    fn timestamps_there_and_back_and_every_prefix_refused() {
        let timestamps = [&b"one log"[..], b"another"];
        let mut out = std::vec::Vec::new();
        encode_list(&mut Writer::new(&mut out), &timestamps);
        assert!(decode_list(&out[4..]).unwrap().iter().eq(timestamps));
        for len in 4..out.len() {
            assert!(decode_list(&out[4..len]).is_err(), "{len}");
        }
        assert!(decode_list(&[0, 0]).is_err(), "an empty list");
        assert!(decode_list(&[0, 2, 0, 0]).is_err(), "an empty timestamp");
    }
}
