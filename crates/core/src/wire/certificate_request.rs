//! `CertificateRequest` of TLS 1.2: RFC 5246 §7.4.4.
//!
//! ```text
//! struct {
//!     ClientCertificateType certificate_types<1..2^8-1>;
//!     SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
//!     DistinguishedName certificate_authorities<0..2^16-1>;
//! } CertificateRequest;
//! ```

use super::{DecodeError, Reader, U16List};

/// What certificate the server asks for, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateRequest<'a> {
    /// Kinds of key: 1 RSA, 2 DSA, 64 ECDSA (RFC 8422 §5.5). Not empty.
    pub certificate_types: &'a [u8],
    /// The schemes that the server can verify, preferred first.
    pub signature_algorithms: U16List<'a>,
    authorities: &'a [u8],
}

impl<'a> CertificateRequest<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("CertificateRequest", body);
        let certificate_types = reader.vec8("certificate_types")?;
        if certificate_types.is_empty() {
            return Err(reader.error("certificate_types", "is empty"));
        }
        let signature_algorithms = reader.u16_list("supported_signature_algorithms")?;
        let authorities = reader.vec16("certificate_authorities")?;
        reader.finish()?;
        let mut names = Reader::new("CertificateRequest", authorities);
        while !names.is_empty() {
            if names.vec16("DistinguishedName")?.is_empty() {
                return Err(names.error("DistinguishedName", "is empty"));
            }
        }
        Ok(Self { certificate_types, signature_algorithms, authorities })
    }

    /// The names (DER) of the authorities that the server accepts; empty means any.
    pub fn authorities(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new("CertificateRequest", self.authorities);
        core::iter::from_fn(move || reader.vec16("DistinguishedName").ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_fields_and_refuses_every_prefix() {
        let body = [2, 1, 64, 0, 2, 4, 3, 0, 4, 0, 2, 0x30, 0];
        let request = CertificateRequest::decode(&body).unwrap();
        assert_eq!(request.certificate_types, [1, 64]);
        assert!(request.signature_algorithms.iter().eq([0x0403]));
        assert!(request.authorities().eq([&[0x30, 0][..]]));
        for len in 0..body.len() {
            assert!(CertificateRequest::decode(&body[..len]).is_err(), "{len}");
        }
    }
}
