//! `Certificate` of TLS 1.2 and before: RFC 5246 §7.4.2, RFC 7250 §3.
//!
//! ```text
//! opaque ASN.1Cert<1..2^24-1>;
//! struct {
//!     select (certificate_type) {
//!         case RawPublicKey: opaque ASN.1_subjectPublicKeyInfo<1..2^24-1>;
//!         case X509:         ASN.1Cert certificate_list<0..2^24-1>;
//!     };
//! } Certificate;
//! ```

use bytes::Bytes;

use super::{DecodeError, Reader, Writer, extension::certificate_type::CertificateType};
use crate::limits::MAX_CERTIFICATES;

/// What one side shows, read where it lies. Its form is a matter of the hellos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificate<'a> {
    content: &'a [u8],
}

impl<'a> Certificate<'a> {
    /// Reads the body of the message, as far as it is the same for all kinds of certificate.
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("Certificate", body);
        let content = reader.vec24("certificate_list")?;
        reader.finish()?;
        Ok(Self { content })
    }

    /// The certificates as DER, the sender's own first; or where raw public keys were agreed on,
    /// its `SubjectPublicKeyInfo` alone. Nothing where it has none to show.
    pub fn chain(
        self,
        kind: CertificateType,
    ) -> Result<impl Iterator<Item = &'a [u8]>, DecodeError> {
        let raw = kind == CertificateType::RAW_PUBLIC_KEY;
        let key = (raw && !self.content.is_empty()).then_some(self.content);
        let list = if raw { &[] } else { self.content };
        let mut reader = Reader::new("Certificate", list);
        let mut count = 0;
        while !reader.is_empty() {
            if reader.vec24("ASN.1Cert")?.is_empty() {
                return Err(reader.error("ASN.1Cert", "is empty"));
            }
            count += 1;
            if count > MAX_CERTIFICATES {
                return Err(reader.error("certificate_list", "has more certificates than allowed"));
            }
        }
        let mut reader = Reader::new("Certificate", list);
        let certificates = core::iter::from_fn(move || reader.vec24("ASN.1Cert").ok());
        Ok(key.into_iter().chain(certificates))
    }

    /// Writes the body of the message; of raw public keys a chain has one.
    pub fn encode(writer: &mut Writer<'_>, kind: CertificateType, chain: &[Bytes]) {
        writer.vec24(|writer| {
            for certificate in chain {
                match kind {
                    CertificateType::RAW_PUBLIC_KEY => writer.bytes(certificate),
                    _ => writer.vec24(|writer| writer.bytes(certificate)),
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const X509: CertificateType = CertificateType::X509;
    const RAW: CertificateType = CertificateType::RAW_PUBLIC_KEY;

    fn count(body: &[u8], kind: CertificateType) -> Result<usize, DecodeError> {
        Certificate::decode(body)?.chain(kind).map(Iterator::count)
    }

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let chain = [Bytes::from_static(b"own"), Bytes::from_static(b"issuer")];
        let mut out = std::vec::Vec::new();
        Certificate::encode(&mut Writer::new(&mut out), X509, &chain);
        let message = Certificate::decode(&out).unwrap();
        assert!(message.chain(X509).unwrap().eq(chain.iter().map(|der| &der[..])));
        for len in 0..out.len() {
            assert!(count(&out[..len], X509).is_err(), "{len}");
        }
    }

    #[test]
    fn a_raw_key_stands_without_a_list() {
        let mut out = std::vec::Vec::new();
        Certificate::encode(&mut Writer::new(&mut out), RAW, &[Bytes::from_static(b"key")]);
        assert_eq!(out, b"\0\0\x03key");
        assert!(Certificate::decode(&out).unwrap().chain(RAW).unwrap().eq([b"key"]));
        assert!(count(&out, X509).is_err());
        assert_eq!(count(&[0, 0, 0], RAW), Ok(0));
    }

    #[test]
    fn the_number_of_certificates_is_bounded() {
        for (len, refused) in [(MAX_CERTIFICATES, false), (MAX_CERTIFICATES + 1, true)] {
            let chain = std::vec![Bytes::from_static(b"one"); len];
            let mut out = std::vec::Vec::new();
            Certificate::encode(&mut Writer::new(&mut out), X509, &chain);
            assert_eq!(count(&out, X509).is_err(), refused, "{len}");
        }
    }

    #[test]
    fn an_empty_list_is_a_message_but_an_empty_certificate_is_not() {
        assert_eq!(count(&[0, 0, 0], X509), Ok(0));
        assert!(count(&[0, 0, 3, 0, 0, 0], X509).is_err());
    }
}
