//! What the handshake itself wants from a certificate (RFC 5280 §4.1): the issuer's name, to
//! match `certificate_authorities` (RFC 5246 §7.4.4), and the algorithm of its signature, which
//! gives the hash of `tls-server-end-point` (RFC 5929 §4.1). Nothing is judged here.
//!
//! ```text
//! Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm AlgorithmIdentifier,
//!     signatureValue BIT STRING }
//! TBSCertificate ::= SEQUENCE { version [0] EXPLICIT OPTIONAL, serialNumber INTEGER,
//!     signature AlgorithmIdentifier, issuer Name, ... }
//! AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters OPTIONAL }
//! ```

use super::{
    DecodeError, Reader,
    der::{BIT_STRING, CONTEXT_0, INTEGER, OBJECT_IDENTIFIER, SEQUENCE, element, optional, whole},
};

/// Parts of a certificate, read where they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateFields<'a> {
    /// The name of the issuer in DER, with tag and length.
    pub issuer: &'a [u8],
    /// The object identifier of the outer `signatureAlgorithm`, without tag and length.
    pub signature_algorithm: &'a [u8],
    /// What stands behind it: the parameters in DER, or nothing. Those of RSASSA-PSS name the
    /// hash.
    pub signature_parameters: &'a [u8],
}

impl<'a> CertificateFields<'a> {
    /// Walks through a certificate in DER.
    pub fn decode(der: &'a [u8]) -> Result<Self, DecodeError> {
        let mut outer = Reader::new("Certificate", der);
        let mut certificate = Reader::new("Certificate", element(&mut outer, SEQUENCE)?);
        outer.finish()?;
        let tbs = Reader::new("TBSCertificate", element(&mut certificate, SEQUENCE)?);
        let algorithm = element(&mut certificate, SEQUENCE)?;
        element(&mut certificate, BIT_STRING)?;
        certificate.finish()?;
        let mut algorithm = Reader::new("AlgorithmIdentifier", algorithm);
        Ok(Self {
            issuer: issuer(tbs)?,
            signature_algorithm: element(&mut algorithm, OBJECT_IDENTIFIER)?,
            signature_parameters: algorithm.rest(),
        })
    }

    /// The key that a certificate in DER is for: its `SubjectPublicKeyInfo` in DER, with tag and
    /// length (RFC 5280 §4.1.2.7).
    pub fn subject_public_key(der: &'a [u8]) -> Result<&'a [u8], DecodeError> {
        let mut outer = Reader::new("Certificate", der);
        let mut certificate = Reader::new("Certificate", element(&mut outer, SEQUENCE)?);
        let mut tbs = Reader::new("TBSCertificate", element(&mut certificate, SEQUENCE)?);
        optional(&mut tbs, CONTEXT_0)?;
        element(&mut tbs, INTEGER)?;
        // signature, issuer, validity, subject
        for _ in 0..4 {
            element(&mut tbs, SEQUENCE)?;
        }
        whole(&mut tbs, SEQUENCE)
    }
}

/// What stands behind the issuer is left unread.
fn issuer(mut tbs: Reader<'_>) -> Result<&[u8], DecodeError> {
    optional(&mut tbs, CONTEXT_0)?;
    element(&mut tbs, INTEGER)?;
    element(&mut tbs, SEQUENCE)?;
    whole(&mut tbs, SEQUENCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made with OpenSSL: an Ed25519 certificate for `CN=a.example`, issued by
    /// `O=An Authority, CN=Root`.
    #[rustfmt::skip]
    const CERTIFICATE: [u8; 251] = [
        0x30, 0x81, 0xf8, 0x30, 0x81, 0xab, 0xa0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x01, 0x05,
        0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x30, 0x26, 0x31, 0x15, 0x30, 0x13, 0x06,
        0x03, 0x55, 0x04, 0x0a, 0x0c, 0x0c, 0x41, 0x6e, 0x20, 0x41, 0x75, 0x74, 0x68, 0x6f,
        0x72, 0x69, 0x74, 0x79, 0x31, 0x0d, 0x30, 0x0b, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c,
        0x04, 0x52, 0x6f, 0x6f, 0x74, 0x30, 0x1e, 0x17, 0x0d, 0x32, 0x36, 0x31, 0x31, 0x32,
        0x34, 0x30, 0x32, 0x32, 0x30, 0x34, 0x31, 0x5a, 0x17, 0x0d, 0x32, 0x36, 0x31, 0x31,
        0x32, 0x35, 0x30, 0x32, 0x32, 0x30, 0x34, 0x31, 0x5a, 0x30, 0x14, 0x31, 0x12, 0x30,
        0x10, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, 0x09, 0x61, 0x2e, 0x65, 0x78, 0x61, 0x6d,
        0x70, 0x6c, 0x65, 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21,
        0x00, 0xf7, 0xf9, 0x00, 0xfe, 0xfb, 0x85, 0x5d, 0x30, 0x61, 0xdf, 0x7e, 0x85, 0x31,
        0x7e, 0xe5, 0xc7, 0xc4, 0x50, 0xec, 0xb6, 0x18, 0x18, 0x3c, 0x97, 0x0b, 0xaa, 0x82,
        0xa8, 0xeb, 0x1c, 0xc0, 0x0d, 0xa3, 0x10, 0x30, 0x0e, 0x30, 0x0c, 0x06, 0x03, 0x55,
        0x1d, 0x13, 0x01, 0x01, 0xff, 0x04, 0x02, 0x30, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b,
        0x65, 0x70, 0x03, 0x41, 0x00, 0xea, 0x62, 0xf7, 0xf0, 0x30, 0x04, 0x13, 0xbe, 0x23,
        0x8e, 0x26, 0x7f, 0xfd, 0x7d, 0x1b, 0x16, 0x64, 0x6b, 0x41, 0xf2, 0x45, 0x26, 0xa9,
        0x11, 0x4c, 0xa8, 0x1d, 0x4d, 0x7a, 0xe1, 0x7d, 0xaa, 0xf3, 0xbb, 0xe1, 0x46, 0xa0,
        0x91, 0x48, 0x5c, 0x5e, 0xd8, 0x35, 0xf1, 0x8f, 0x60, 0x75, 0x7e, 0x3f, 0x67, 0xd5,
        0x53, 0x34, 0xd2, 0x13, 0xe2, 0x90, 0x2e, 0x24, 0x88, 0x27, 0x28, 0xd2, 0x0c,
    ];

    /// 1.3.101.112
    const ED25519: [u8; 3] = [0x2b, 0x65, 0x70];

    #[test]
    fn a_real_certificate() {
        let fields = CertificateFields::decode(&CERTIFICATE).unwrap();
        assert_eq!(fields.issuer, &CERTIFICATE[21..61]);
        assert!(fields.issuer.starts_with(&[SEQUENCE, 38]) && fields.issuer.ends_with(b"Root"));
        assert_eq!(fields.signature_algorithm, ED25519);
        assert!(fields.signature_parameters.is_empty());
        let key = CertificateFields::subject_public_key(&CERTIFICATE).unwrap();
        assert_eq!(crate::wire::PublicKeyInfo::decode(key).unwrap().key.len(), 32);
    }

    #[test]
    fn every_prefix_and_bytes_behind_the_end_are_refused() {
        for len in 0..CERTIFICATE.len() {
            assert!(CertificateFields::decode(&CERTIFICATE[..len]).is_err(), "{len}");
            assert!(CertificateFields::subject_public_key(&CERTIFICATE[..len]).is_err());
        }
        let longer = [&CERTIFICATE[..], &[0]].concat();
        assert!(CertificateFields::decode(&longer).is_err());
    }

    #[test]
    fn version_1_has_no_version_and_parameters_are_kept() {
        // The least that has all fields up to the issuer: an empty name, an algorithm 1.2 with
        // the parameter NULL, an empty signature.
        let der =
            [0x30, 20, 0x30, 9, 2, 1, 5, 0x30, 2, 6, 0, 0x30, 0, 0x30, 5, 6, 1, 42, 5, 0, 3, 0];
        let fields = CertificateFields::decode(&der).unwrap();
        assert_eq!(fields.issuer, [0x30, 0]);
        assert_eq!(
            (fields.signature_algorithm, fields.signature_parameters),
            (&[42][..], &[5, 0][..])
        );
    }
}
