//! `supported_groups`: RFC 8422 §5.1.1, RFC 7919 §2, RFC 8446 §4.2.7. The same form in a
//! `ClientHello` and in `EncryptedExtensions`.
//!
//! ```text
//! NamedCurve named_curve_list<2..2^16-1>;
//! ```

use super::{ExtensionType, encode};
use crate::{
    crypto::NamedGroup,
    wire::{DecodeError, Reader, U16List, Writer},
};

/// The sender's groups, preferred first.
pub fn decode(data: &[u8]) -> Result<U16List<'_>, DecodeError> {
    let mut reader = Reader::new("supported_groups", data);
    let list = reader.u16_list("named_group_list")?;
    reader.finish()?;
    Ok(list)
}

/// Offers groups, preferred first.
pub fn encode_offer(writer: &mut Writer<'_>, groups: &[NamedGroup]) {
    encode(writer, ExtensionType::SUPPORTED_GROUPS, |writer| {
        writer.vec16(|writer| groups.iter().for_each(|group| writer.u16(group.0)));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_offer(&mut Writer::new(&mut out), &[NamedGroup::X25519, NamedGroup::SECP256R1]);
        assert_eq!(out, [0, 10, 0, 6, 0, 4, 0, 29, 0, 23]);
        assert!(decode(&out[4..]).unwrap().iter().eq([29, 23]));
        for len in 4..out.len() {
            assert!(decode(&out[4..len]).is_err(), "{len}");
        }
    }
}
