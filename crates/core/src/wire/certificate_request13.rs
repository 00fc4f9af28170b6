//! `CertificateRequest` of TLS 1.3: RFC 8446 §4.3.2.
//!
//! ```text
//! struct {
//!     opaque certificate_request_context<0..2^8-1>;
//!     Extension extensions<2..2^16-1>;
//! } CertificateRequest;
//! ```

use super::{
    DecodeError, OpaqueList, Reader, U16List, Writer,
    extension::{
        Carrier, ExtensionType, Extensions, certificate_authorities, compress_certificate,
        oid_filters::{self, OidFilters},
        signature_algorithms, signature_algorithms_cert, signed_certificate_timestamp,
        status_request,
    },
};
use crate::fault::Fault;

/// What certificate the server asks for, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateRequest13<'a> {
    /// What the client's `Certificate` repeats; empty during the handshake.
    pub context: &'a [u8],
    /// The extensions in order.
    pub extensions: Extensions<'a>,
}

impl<'a> CertificateRequest13<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        let mut reader = Reader::new("CertificateRequest", body);
        let context = reader.vec8("certificate_request_context")?;
        let extensions = Extensions::read(&mut reader, Carrier::CertificateRequest)?;
        reader.finish()?;
        Ok(Self { context, extensions })
    }

    /// Writes the body of the message. The context has at most 255 bytes.
    pub fn encode(
        writer: &mut Writer<'_>,
        context: &[u8],
        extensions: impl FnOnce(&mut Writer<'_>),
    ) {
        writer.vec8(|writer| writer.bytes(context));
        writer.vec16(extensions);
    }

    /// The schemes that the server can verify, preferred first. A server must name them; `None`
    /// where it does not.
    pub fn schemes(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::SIGNATURE_ALGORITHMS, signature_algorithms::decode)
    }

    /// The schemes that certificates may be signed with, where they are other ones (RFC 8446
    /// §4.2.3).
    pub fn certificate_schemes(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        let kind = ExtensionType::SIGNATURE_ALGORITHMS_CERT;
        self.extensions.decoded(kind, signature_algorithms_cert::decode)
    }

    /// The names (DER) of the authorities that the server accepts; `None` means any (RFC 8446
    /// §4.2.4).
    pub fn authorities(&self) -> Result<Option<OpaqueList<'a>>, DecodeError> {
        let kind = ExtensionType::CERTIFICATE_AUTHORITIES;
        self.extensions.decoded(kind, certificate_authorities::decode)
    }

    /// What the certificate should have (RFC 8446 §4.2.5).
    pub fn oid_filters(&self) -> Result<Option<OidFilters<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::OID_FILTERS, oid_filters::decode)
    }

    /// Whether the server asks for an OCSP response (RFC 8446 §4.4.2.1).
    pub fn status_request(&self) -> Result<bool, DecodeError> {
        let kind = ExtensionType::STATUS_REQUEST;
        Ok(self.extensions.decoded(kind, status_request::decode_answer)?.is_some())
    }

    /// Whether the server asks for timestamps of logs (RFC 6962 §3.3.1).
    pub fn timestamps(&self) -> Result<bool, DecodeError> {
        let kind = ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP;
        Ok(self.extensions.decoded(kind, signed_certificate_timestamp::decode_request)?.is_some())
    }

    /// The algorithms by which the `Certificate` may be compressed (RFC 8879 §3).
    pub fn compression_algorithms(&self) -> Result<Option<U16List<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::COMPRESS_CERTIFICATE, compress_certificate::decode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        crypto::SignatureScheme,
        wire::extension::{
            compress_certificate::CertificateCompressionAlgorithm, oid_filters::OidFilter,
        },
    };

    fn full() -> std::vec::Vec<u8> {
        let mut body = std::vec::Vec::new();
        CertificateRequest13::encode(&mut Writer::new(&mut body), b"context", |writer| {
            signature_algorithms::encode_offer(writer, &[SignatureScheme::ED25519]);
            signature_algorithms_cert::encode_offer(writer, &[SignatureScheme::RSA_PKCS1_SHA256]);
            certificate_authorities::encode_names(writer, &[&[0x30, 0]]);
            oid_filters::encode_filters(writer, &[OidFilter { oid: &[6, 0], values: &[] }]);
            status_request::encode_answer(writer);
            signed_certificate_timestamp::encode_request(writer);
            let algorithms = [CertificateCompressionAlgorithm::ZLIB];
            compress_certificate::encode_offer(writer, &algorithms);
        });
        body
    }

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut body = full();
        let request = CertificateRequest13::decode(&body).unwrap();
        assert_eq!(request.context, b"context");
        assert!(request.schemes().unwrap().unwrap().iter().eq([0x0807]));
        assert!(request.certificate_schemes().unwrap().unwrap().iter().eq([0x0401]));
        assert!(request.authorities().unwrap().unwrap().iter().eq([&[0x30, 0]]));
        assert_eq!(request.oid_filters().unwrap().unwrap().iter().next().unwrap().oid, [6, 0]);
        assert_eq!((request.status_request(), request.timestamps()), (Ok(true), Ok(true)));
        assert!(request.compression_algorithms().unwrap().unwrap().iter().eq([1]));
        for len in 0..body.len() {
            assert!(CertificateRequest13::decode(&body[..len]).is_err(), "{len}");
        }
        body.push(0);
        assert!(CertificateRequest13::decode(&body).is_err());
    }

    #[test]
    fn what_a_request_without_extensions_says() {
        let request = CertificateRequest13::decode(&[0, 0, 0]).unwrap();
        assert_eq!(request.schemes(), Ok(None));
        assert_eq!(request.authorities(), Ok(None));
        assert_eq!(request.oid_filters(), Ok(None));
        assert_eq!((request.status_request(), request.timestamps()), (Ok(false), Ok(false)));
    }
}
