//! `status_request`: RFC 6066 §8. In a `ServerHello` it is empty. In TLS 1.3 it is empty in a
//! `CertificateRequest`, and beside a certificate it is the response (RFC 8446 §4.4.2.1).
//!
//! ```text
//! struct {
//!     CertificateStatusType status_type;              1, ocsp
//!     ResponderID responder_id_list<0..2^16-1>;
//!     Extensions request_extensions;
//! } CertificateStatusRequest;
//! opaque ResponderID<1..2^16-1>;
//! opaque Extensions<0..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{CertificateStatus, DecodeError, Reader, Writer, certificate_status::OCSP};

/// Whether a `ClientHello` asks for an OCSP response. The form of other types is not known, so
/// that they are passed over; so are the responders and extensions, since a response is fetched
/// beforehand and is the same for every client.
pub fn decode_offer(data: &[u8]) -> Result<bool, DecodeError> {
    let mut reader = Reader::new("status_request", data);
    if reader.u8("status_type")? != OCSP {
        return Ok(false);
    }
    let mut responders = Reader::new("status_request", reader.vec16("responder_id_list")?);
    while !responders.is_empty() {
        if responders.vec16("ResponderID")?.is_empty() {
            return Err(responders.error("ResponderID", "is empty"));
        }
    }
    reader.vec16("request_extensions")?;
    reader.finish()?;
    Ok(true)
}

/// Checks the answer of a `ServerHello`, a `CertificateStatus` may come; or the request of a
/// `CertificateRequest`, which has the same form.
pub fn decode_answer(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("status_request", data).finish()
}

/// The OCSP response beside a certificate.
pub fn decode_entry(data: &[u8]) -> Result<CertificateStatus<'_>, DecodeError> {
    CertificateStatus::decode(data)
}

/// Asks for an OCSP response from whichever responder the server knows.
pub fn encode_offer(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::STATUS_REQUEST, |writer| {
        writer.u8(OCSP);
        writer.vec16(|_| {});
        writer.vec16(|_| {});
    });
}

/// Announces a `CertificateStatus`; in a `CertificateRequest` asks for an OCSP response.
pub fn encode_answer(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::STATUS_REQUEST, |_| {});
}

/// Sends the OCSP response beside a certificate.
pub fn encode_entry(writer: &mut Writer<'_>, status: CertificateStatus<'_>) {
    encode(writer, ExtensionType::STATUS_REQUEST, |writer| status.encode(writer));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 5, 0, 5, 1, 0, 0, 0, 0]);
        assert_eq!(decode_offer(&out[4..]), Ok(true));
        out.clear();
        encode_answer(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 5, 0, 0]);
        assert!(decode_answer(&out[4..]).is_ok() && decode_answer(&[1]).is_err());
    }

    #[test]
    fn responders_and_extensions_are_passed_over_and_every_prefix_refused() {
        let data = [1, 0, 7, 0, 1, 8, 0, 2, 9, 9, 0, 2, 0x30, 0];
        assert_eq!(decode_offer(&data), Ok(true));
        for len in 0..data.len() {
            assert!(decode_offer(&data[..len]).is_err(), "{len}");
        }
        assert!(decode_offer(&[1, 0, 2, 0, 0, 0, 0]).is_err(), "an empty responder");
        assert!(decode_offer(&[1, 0, 0, 0, 0, 0]).is_err(), "bytes behind the end");
    }

    #[test]
    fn a_response_beside_a_certificate_there_and_back() {
        let status = CertificateStatus { response: b"good" };
        let mut out = std::vec::Vec::new();
        encode_entry(&mut Writer::new(&mut out), status);
        assert_eq!(out[..4], [0, 5, 0, 8]);
        assert_eq!(decode_entry(&out[4..]), Ok(status));
    }

    #[test]
    fn other_types_ask_for_nothing() {
        assert_eq!(decode_offer(&[2, 7]), Ok(false));
    }
}
