//! `CertificateRequest` of TLS 1.2: RFC 5246 §7.4.4; before it without the schemes: RFC 4346
//! §7.4.4.
//!
//! ```text
//! struct {
//!     ClientCertificateType certificate_types<1..2^8-1>;
//!     SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;    TLS 1.2 only
//!     DistinguishedName certificate_authorities<0..2^16-1>;
//! } CertificateRequest;
//! opaque DistinguishedName<1..2^16-1>;
//! ```

use super::{DecodeError, OpaqueList, Reader, U16List, Writer};
use crate::crypto::SignatureScheme;

/// The message as it lies; its form depends on the version, which the state knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateRequest<'a> {
    /// The whole body.
    pub body: &'a [u8],
}

/// What certificate the server asks for, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateRequestParts<'a> {
    /// Kinds of key: 1 RSA, 2 DSA, 64 ECDSA (RFC 8422 §5.5). Not empty.
    pub certificate_types: &'a [u8],
    /// The schemes that the server can verify, preferred first; `None` before TLS 1.2.
    pub signature_algorithms: Option<U16List<'a>>,
    authorities: OpaqueList<'a>,
}

impl<'a> CertificateRequest<'a> {
    /// The kind of key `rsa_sign`.
    pub const RSA_SIGN: u8 = 1;
    /// The kind of key `ecdsa_sign`, EdDSA included (RFC 8422 §5.5).
    pub const ECDSA_SIGN: u8 = 64;

    /// Reads the body; `with_schemes` in TLS 1.2.
    pub fn decode(self, with_schemes: bool) -> Result<CertificateRequestParts<'a>, DecodeError> {
        let mut reader = Reader::new("CertificateRequest", self.body);
        let certificate_types = reader.vec8("certificate_types")?;
        if certificate_types.is_empty() {
            return Err(reader.error("certificate_types", "is empty"));
        }
        let signature_algorithms = if with_schemes {
            Some(reader.u16_list("supported_signature_algorithms")?)
        } else {
            None
        };
        let authorities =
            OpaqueList::read(&mut reader, "certificate_authorities", "DistinguishedName")?;
        reader.finish()?;
        Ok(CertificateRequestParts { certificate_types, signature_algorithms, authorities })
    }

    /// Writes the body; with schemes in TLS 1.2 only. `authorities` are names in DER; none means
    /// any.
    pub fn encode(
        writer: &mut Writer<'_>,
        certificate_types: &[u8],
        schemes: Option<&[SignatureScheme]>,
        authorities: &[impl AsRef<[u8]>],
    ) {
        writer.vec8(|writer| writer.bytes(certificate_types));
        if let Some(schemes) = schemes {
            writer.vec16(|writer| schemes.iter().for_each(|scheme| writer.u16(scheme.0)));
        }
        OpaqueList::encode(writer, authorities);
    }
}

impl<'a> CertificateRequestParts<'a> {
    /// The names (DER) of the authorities that the server accepts; empty means any.
    pub fn authorities(self) -> impl Iterator<Item = &'a [u8]> {
        self.authorities.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_all_fields_and_refuses_every_prefix() {
        let body = [2, 1, 64, 0, 2, 4, 3, 0, 4, 0, 2, 0x30, 0];
        let request = CertificateRequest { body: &body }.decode(true).unwrap();
        assert_eq!(request.certificate_types, [1, 64]);
        assert!(request.signature_algorithms.unwrap().iter().eq([0x0403]));
        assert!(request.authorities().eq([&[0x30, 0][..]]));
        for len in 0..body.len() {
            assert!(CertificateRequest { body: &body[..len] }.decode(true).is_err(), "{len}");
        }
    }

    #[test]
    fn there_and_back_in_both_forms_and_every_prefix_refused() {
        for schemes in [None, Some(&[SignatureScheme::ED25519][..])] {
            let mut body = std::vec::Vec::new();
            let names = [&[0x30, 0][..], &[0x30, 1, 7]];
            CertificateRequest::encode(&mut Writer::new(&mut body), &[1, 64], schemes, &names);
            let decode = |body| CertificateRequest { body }.decode(schemes.is_some());
            let request = decode(&body).unwrap();
            assert_eq!(request.certificate_types, [1, 64]);
            assert_eq!(request.signature_algorithms.is_some(), schemes.is_some());
            assert!(request.authorities().eq(names));
            for len in 0..body.len() {
                assert!(decode(&body[..len]).is_err(), "{len}");
            }
        }
    }

    #[test]
    fn no_kind_of_key_and_empty_names_are_refused() {
        let problem = |body| CertificateRequest { body }.decode(false).unwrap_err().problem;
        assert_eq!(problem(&[0, 0, 0]), "is empty");
        assert_eq!(problem(&[1, 64, 0, 2, 0, 0]), "is empty");
    }
}
