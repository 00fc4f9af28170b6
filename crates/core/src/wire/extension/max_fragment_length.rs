//! `max_fragment_length`: RFC 6066 §4. The same form in both hellos.
//!
//! ```text
//! enum { 2^9(1), 2^10(2), 2^11(3), 2^12(4), (255) } MaxFragmentLength;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// The longest plaintext of a record that the client wants to handle. Unknown numbers are kept:
/// whoever acts on one refuses it as an illegal parameter, not as a message that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaxFragmentLength(pub u8);

impl MaxFragmentLength {
    /// 512 bytes.
    pub const TWO_TO_9: Self = Self(1);
    /// 1024 bytes.
    pub const TWO_TO_10: Self = Self(2);
    /// 2048 bytes.
    pub const TWO_TO_11: Self = Self(3);
    /// 4096 bytes.
    pub const TWO_TO_12: Self = Self(4);

    /// The length in bytes; `None` where the number is not one of the RFC's.
    pub fn bytes(self) -> Option<usize> {
        matches!(self.0, 1..=4).then(|| 1 << (8 + self.0))
    }
}

/// What the client asks for, or the server accepts.
pub fn decode(data: &[u8]) -> Result<MaxFragmentLength, DecodeError> {
    let mut reader = Reader::new("max_fragment_length", data);
    let length = MaxFragmentLength(reader.u8("MaxFragmentLength")?);
    reader.finish()?;
    Ok(length)
}

/// Asks for a length or accepts it; the same bytes.
pub fn encode_length(writer: &mut Writer<'_>, length: MaxFragmentLength) {
    encode(writer, ExtensionType::MAX_FRAGMENT_LENGTH, |writer| writer.u8(length.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_length(&mut Writer::new(&mut out), MaxFragmentLength::TWO_TO_11);
        assert_eq!(out, [0, 1, 0, 1, 3]);
        assert_eq!(decode(&out[4..]), Ok(MaxFragmentLength::TWO_TO_11));
        assert!(decode(&[]).is_err() && decode(&[1, 1]).is_err());
    }

    #[test]
    fn lengths_are_the_four_of_the_rfc() {
        let lengths = [512, 1024, 2048, 4096].map(Some);
        assert_eq!([1, 2, 3, 4].map(|number| MaxFragmentLength(number).bytes()), lengths);
        assert_eq!([0, 5, 255].map(|number| MaxFragmentLength(number).bytes()), [None; 3]);
    }
}
