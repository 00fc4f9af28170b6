//! `CertificateStatus`: RFC 6066 §8.
//!
//! ```text
//! struct {
//!     CertificateStatusType status_type;              1, ocsp
//!     opaque OCSPResponse<1..2^24-1>;
//! } CertificateStatus;
//! ```

use super::{DecodeError, Reader, Writer};

/// `CertificateStatusType` of OCSP, the only one in use.
pub(super) const OCSP: u8 = 1;

/// What the authority says about the server's certificate, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateStatus<'a> {
    /// The OCSP response in DER (RFC 6960 §4.2.1). Not empty.
    pub response: &'a [u8],
}

impl<'a> CertificateStatus<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("CertificateStatus", body);
        if reader.u8("status_type")? != OCSP {
            return Err(reader.error("status_type", "is not ocsp"));
        }
        let response = reader.vec24("OCSPResponse")?;
        if response.is_empty() {
            return Err(reader.error("OCSPResponse", "is empty"));
        }
        reader.finish()?;
        Ok(Self { response })
    }

    /// Writes the body of the message.
    pub fn encode(self, writer: &mut Writer<'_>) {
        writer.u8(OCSP);
        writer.vec24(|writer| writer.bytes(self.response));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let status = CertificateStatus { response: b"good" };
        let mut body = std::vec::Vec::new();
        status.encode(&mut Writer::new(&mut body));
        assert_eq!(CertificateStatus::decode(&body), Ok(status));
        for len in 0..body.len() {
            assert!(CertificateStatus::decode(&body[..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn other_types_empty_responses_and_bytes_behind_are_refused() {
        let problem = |body| CertificateStatus::decode(body).unwrap_err().problem;
        assert_eq!(problem(&[2, 0, 0, 1, 7]), "is not ocsp");
        assert_eq!(problem(&[1, 0, 0, 0]), "is empty");
        assert_eq!(problem(&[1, 0, 0, 1, 7, 7]), "has bytes behind it");
    }
}
