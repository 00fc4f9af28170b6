//! `oid_filters`: RFC 8446 §4.2.5. In a `CertificateRequest` only.
//!
//! ```text
//! struct {
//!     opaque certificate_extension_oid<1..2^8-1>;
//!     opaque certificate_extension_values<0..2^16-1>;
//! } OIDFilter;
//! OIDFilter filters<0..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// An extension that the client's certificate should have, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OidFilter<'a> {
    /// The kind of extension (DER). Not empty.
    pub oid: &'a [u8],
    /// What the extension should hold (DER).
    pub values: &'a [u8],
}

impl<'a> OidFilter<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DecodeError> {
        let oid = reader.vec8("certificate_extension_oid")?;
        if oid.is_empty() {
            return Err(reader.error("certificate_extension_oid", "is empty"));
        }
        Ok(Self { oid, values: reader.vec16("certificate_extension_values")? })
    }
}

/// A server's filters, read where they lie. May be empty; that no kind stands twice is not
/// checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OidFilters<'a> {
    bytes: &'a [u8],
}

impl<'a> OidFilters<'a> {
    /// The filters in order; a certificate should fit all of them.
    pub fn iter(self) -> impl Iterator<Item = OidFilter<'a>> {
        let mut reader = Reader::new("oid_filters", self.bytes);
        core::iter::from_fn(move || OidFilter::read(&mut reader).ok())
    }
}

/// The server's filters.
pub fn decode(data: &[u8]) -> Result<OidFilters<'_>, DecodeError> {
    let mut outer = Reader::new("oid_filters", data);
    let bytes = outer.vec16("filters")?;
    let mut filters = outer.part(bytes);
    outer.finish()?;
    while !filters.is_empty() {
        OidFilter::read(&mut filters)?;
    }
    Ok(OidFilters { bytes })
}

/// Asks for a certificate that fits these filters.
pub fn encode_filters(writer: &mut Writer<'_>, filters: &[OidFilter<'_>]) {
    encode(writer, ExtensionType::OID_FILTERS, |writer| {
        writer.vec16(|writer| {
            for filter in filters {
                writer.vec8(|writer| writer.bytes(filter.oid));
                writer.vec16(|writer| writer.bytes(filter.values));
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let filters = [
            OidFilter { oid: &[6, 3, 85, 29, 15], values: &[3, 2, 7, 0x80] },
            OidFilter { oid: &[6, 3, 85, 29, 37], values: &[] },
        ];
        let mut out = std::vec::Vec::new();
        encode_filters(&mut Writer::new(&mut out), &filters);
        assert_eq!(out[..2], [0, 48]);
        assert!(decode(&out[4..]).unwrap().iter().eq(filters));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn an_empty_list_may_be_and_an_empty_kind_may_not() {
        assert_eq!(decode(&[0, 0]).unwrap().iter().count(), 0);
        assert!(decode(&[0, 3, 0, 0, 0]).is_err());
        assert!(decode(&[0, 0, 0]).is_err(), "bytes behind the end");
    }
}
