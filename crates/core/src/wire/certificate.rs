//! `Certificate` of TLS 1.2: RFC 5246 §7.4.2.
//!
//! ```text
//! opaque ASN.1Cert<1..2^24-1>;
//! struct { ASN.1Cert certificate_list<0..2^24-1>; } Certificate;
//! ```

use bytes::Bytes;

use super::{DecodeError, Reader, Writer};
use crate::limits::MAX_CERTIFICATES;

/// A chain of certificates, the sender's own first, read where it lies. May be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certificate<'a> {
    list: &'a [u8],
}

impl<'a> Certificate<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut outer = Reader::new("Certificate", body);
        let list = outer.vec24("certificate_list")?;
        outer.finish()?;
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
        Ok(Self { list })
    }

    /// The certificates as DER, in order.
    pub fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut reader = Reader::new("Certificate", self.list);
        core::iter::from_fn(move || reader.vec24("ASN.1Cert").ok())
    }

    /// Writes the body of the message.
    pub fn encode(writer: &mut Writer<'_>, chain: &[Bytes]) {
        writer.vec24(|writer| {
            for certificate in chain {
                writer.vec24(|writer| writer.bytes(certificate));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let chain = [Bytes::from_static(b"own"), Bytes::from_static(b"issuer")];
        let mut out = std::vec::Vec::new();
        Certificate::encode(&mut Writer::new(&mut out), &chain);
        assert!(Certificate::decode(&out).unwrap().iter().eq(chain.iter().map(|der| &der[..])));
        for len in 0..out.len() {
            assert!(Certificate::decode(&out[..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn the_number_of_certificates_is_bounded() {
        for (count, refused) in [(MAX_CERTIFICATES, false), (MAX_CERTIFICATES + 1, true)] {
            let chain = std::vec![Bytes::from_static(b"one"); count];
            let mut out = std::vec::Vec::new();
            Certificate::encode(&mut Writer::new(&mut out), &chain);
            assert_eq!(Certificate::decode(&out).is_err(), refused, "{count}");
        }
    }

    #[test]
    fn an_empty_list_is_a_message_but_an_empty_certificate_is_not() {
        assert_eq!(Certificate::decode(&[0, 0, 0]).unwrap().iter().count(), 0);
        assert!(Certificate::decode(&[0, 0, 3, 0, 0, 0]).is_err());
    }
}
