//! `Certificate` of TLS 1.3: RFC 8446 §4.4.2.
//!
//! ```text
//! struct { opaque cert_data<1..2^24-1>; Extension extensions<0..2^16-1>; } CertificateEntry;
//! struct {
//!     opaque certificate_request_context<0..2^8-1>;
//!     CertificateEntry certificate_list<0..2^24-1>;
//! } Certificate;
//! ```

use bytes::Bytes;

use super::{
    CertificateStatus, DecodeError, OpaqueList, Reader, Writer,
    extension::{
        Carrier, ExtensionType, Extensions, certificate_type::CertificateType,
        signed_certificate_timestamp, status_request,
    },
};
use crate::{fault::Fault, limits::MAX_CERTIFICATES};

/// A chain of certificates, the sender's own first, read where it lies. May be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificate13<'a> {
    /// That of the `CertificateRequest` which it answers; empty where it answers none.
    pub context: &'a [u8],
    list: &'a [u8],
}

/// A certificate, and what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CertificateEntry<'a> {
    /// The certificate (DER), or where that was agreed on, a public key (RFC 7250 §3). Not empty.
    pub certificate: &'a [u8],
    /// The extensions in order.
    pub extensions: Extensions<'a>,
}

impl<'a> CertificateEntry<'a> {
    /// What the authority says about the certificate (RFC 6066 §8).
    pub fn status(&self) -> Result<Option<CertificateStatus<'a>>, DecodeError> {
        self.extensions.decoded(ExtensionType::STATUS_REQUEST, status_request::decode_entry)
    }

    /// The proofs that logs have seen the certificate (RFC 6962 §3.3.1).
    pub fn timestamps(&self) -> Result<Option<OpaqueList<'a>>, DecodeError> {
        let kind = ExtensionType::SIGNED_CERTIFICATE_TIMESTAMP;
        self.extensions.decoded(kind, signed_certificate_timestamp::decode_list)
    }
}

impl<'a> Certificate13<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        let mut outer = Reader::new("Certificate", body);
        let context = outer.vec8("certificate_request_context")?;
        let list = outer.vec24("certificate_list")?;
        let mut reader = outer.part(list);
        outer.finish()?;
        let mut count = 0;
        while !reader.is_empty() {
            if reader.vec24("cert_data")?.is_empty() {
                return Err(reader.error("cert_data", "is empty").into());
            }
            Extensions::read(&mut reader, Carrier::CertificateEntry)?;
            count += 1;
            if count > MAX_CERTIFICATES {
                let problem = "has more certificates than allowed";
                return Err(reader.error("certificate_list", problem).into());
            }
        }
        Ok(Self { context, list })
    }

    /// Of raw public keys there is one at most (RFC 8446 §4.4.2).
    pub fn check(self, kind: CertificateType) -> Result<(), DecodeError> {
        if kind == CertificateType::RAW_PUBLIC_KEY && self.entries().nth(1).is_some() {
            let reader = Reader::new("Certificate", self.list);
            return Err(reader.error("certificate_list", "has more than one raw public key"));
        }
        Ok(())
    }

    /// The certificates with their extensions, in order.
    pub fn entries(self) -> impl Iterator<Item = CertificateEntry<'a>> {
        let mut reader = Reader::new("Certificate", self.list);
        core::iter::from_fn(move || {
            let certificate = reader.vec24("cert_data").ok()?;
            let extensions = Extensions::read_again(&mut reader).ok()?;
            Some(CertificateEntry { certificate, extensions })
        })
    }

    /// Writes the body of the message. `extensions` is given the place of each certificate,
    /// counted from 0, and writes what is said of it. The context has at most 255 bytes.
    pub fn encode(
        writer: &mut Writer<'_>,
        context: &[u8],
        chain: &[Bytes],
        mut extensions: impl FnMut(usize, &mut Writer<'_>),
    ) {
        writer.vec8(|writer| writer.bytes(context));
        writer.vec24(|writer| {
            for (place, certificate) in chain.iter().enumerate() {
                writer.vec24(|writer| writer.bytes(certificate));
                writer.vec16(|writer| extensions(place, writer));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FaultKind;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let chain = [Bytes::from_static(b"own"), Bytes::from_static(b"issuer")];
        let status = CertificateStatus { response: b"good" };
        let mut body = std::vec::Vec::new();
        Certificate13::encode(&mut Writer::new(&mut body), b"context", &chain, |place, writer| {
            if place == 0 {
                status_request::encode_entry(writer, status);
                signed_certificate_timestamp::encode_list(writer, &[b"log"]);
            }
        });
        let message = Certificate13::decode(&body).unwrap();
        assert_eq!(message.context, b"context");
        assert!(message.entries().map(|entry| entry.certificate).eq([&b"own"[..], b"issuer"]));
        let own = message.entries().next().unwrap();
        assert_eq!(own.status(), Ok(Some(status)));
        assert!(own.timestamps().unwrap().unwrap().iter().eq([b"log"]));
        let issuer = message.entries().nth(1).unwrap();
        assert_eq!((issuer.status(), issuer.timestamps()), (Ok(None), Ok(None)));
        for len in 0..body.len() {
            assert!(Certificate13::decode(&body[..len]).is_err(), "{len}");
        }
        body.push(0);
        assert!(Certificate13::decode(&body).is_err());
    }

    #[test]
    fn of_raw_public_keys_there_is_one_at_most() {
        for (count, refused) in [(0, false), (1, false), (2, true)] {
            let chain = std::vec![Bytes::from_static(b"key"); count];
            let mut body = std::vec::Vec::new();
            Certificate13::encode(&mut Writer::new(&mut body), &[], &chain, |_, _| {});
            let message = Certificate13::decode(&body).unwrap();
            assert_eq!(message.check(CertificateType::RAW_PUBLIC_KEY).is_err(), refused, "{count}");
            assert_eq!(message.check(CertificateType::X509), Ok(()));
        }
    }

    #[test]
    fn the_number_of_certificates_is_bounded() {
        for (count, refused) in [(MAX_CERTIFICATES, false), (MAX_CERTIFICATES + 1, true)] {
            let chain = std::vec![Bytes::from_static(b"one"); count];
            let mut body = std::vec::Vec::new();
            Certificate13::encode(&mut Writer::new(&mut body), &[], &chain, |_, _| {});
            assert_eq!(Certificate13::decode(&body).is_err(), refused, "{count}");
        }
    }

    #[test]
    fn an_empty_list_is_a_message_but_an_empty_certificate_is_not() {
        assert_eq!(Certificate13::decode(&[0, 0, 0, 0]).unwrap().entries().count(), 0);
        assert!(Certificate13::decode(&[0, 0, 0, 5, 0, 0, 0, 0, 0]).is_err());
    }

    #[test]
    fn extensions_are_those_of_a_certificate() {
        let body = [0, 0, 0, 10, 0, 0, 1, 7, 0, 4, 0, 0, 0, 0];
        let fault = Certificate13::decode(&body).unwrap_err();
        assert_eq!(fault.kind, FaultKind::MisplacedExtension);
        assert_eq!(fault.came, "server_name in CertificateEntry");
    }
}
