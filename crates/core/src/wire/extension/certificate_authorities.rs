//! `certificate_authorities`: RFC 8446 §4.2.4. The same form in a `ClientHello` and in a
//! `CertificateRequest`.
//!
//! ```text
//! opaque DistinguishedName<1..2^16-1>;
//! DistinguishedName authorities<3..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, OpaqueList, Reader, Writer};

/// The names (DER) of the authorities that the sender knows; not empty.
pub fn decode(data: &[u8]) -> Result<OpaqueList<'_>, DecodeError> {
    let mut reader = Reader::new("certificate_authorities", data);
    let authorities = OpaqueList::read_some(&mut reader, "authorities", "DistinguishedName")?;
    reader.finish()?;
    Ok(authorities)
}

/// Names authorities in DER, one at least.
pub fn encode_names(writer: &mut Writer<'_>, authorities: &[impl AsRef<[u8]>]) {
    encode(writer, ExtensionType::CERTIFICATE_AUTHORITIES, |writer| {
        OpaqueList::encode(writer, authorities);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let names = [&[0x30, 0][..], &[0x30, 1, 7]];
        let mut out = std::vec::Vec::new();
        encode_names(&mut Writer::new(&mut out), &names);
        assert_eq!(out[..2], [0, 47]);
        assert!(decode(&out[4..]).unwrap().iter().eq(names));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
    }

    #[test]
    fn empty_lists_empty_names_and_bytes_behind_the_end_are_refused() {
        assert!(decode(&[0, 0]).is_err());
        assert!(decode(&[0, 2, 0, 0]).is_err());
        assert!(decode(&[0, 3, 0, 1, 7, 0]).is_err());
    }
}
