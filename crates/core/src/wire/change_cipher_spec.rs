//! `ChangeCipherSpec`: RFC 5246 §7.1. A protocol of its own: one byte, always 1.

use super::{DecodeError, Reader};

/// The message that says "from here on the new keys".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeCipherSpec;

impl ChangeCipherSpec {
    /// The byte of the wire.
    pub const BYTES: [u8; 1] = [1];

    /// Accepts exactly the one byte 1.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes == Self::BYTES {
            Ok(Self)
        } else {
            Err(Reader::new("ChangeCipherSpec", bytes).error("type", "is not the one byte 1"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_byte_one() {
        assert!(ChangeCipherSpec::decode(&[1]).is_ok());
        for wrong in [&[][..], &[0], &[2], &[1, 1]] {
            assert!(ChangeCipherSpec::decode(wrong).is_err(), "{wrong:?}");
        }
    }
}
