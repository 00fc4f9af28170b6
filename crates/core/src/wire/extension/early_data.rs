//! `early_data`: RFC 8446 §4.2.10. Empty in a `ClientHello` and in `EncryptedExtensions`.
//!
//! ```text
//! NewSessionTicket: uint32 max_early_data_size;
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// Refuses any data.
pub fn decode(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("early_data", data).finish()
}

/// How many bytes of early data a ticket is good for (RFC 8446 §4.6.1).
pub fn decode_max_size(data: &[u8]) -> Result<u32, DecodeError> {
    let mut reader = Reader::new("early_data", data);
    let size = reader.u32("max_early_data_size")?;
    reader.finish()?;
    Ok(size)
}

/// Announces early data or accepts it; the same bytes.
pub fn encode_empty(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::EARLY_DATA, |_| {});
}

/// Says how many bytes of early data a ticket is good for.
pub fn encode_max_size(writer: &mut Writer<'_>, size: u32) {
    encode(writer, ExtensionType::EARLY_DATA, |writer| writer.u32(size));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_empty(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 42, 0, 0]);
        assert!(decode(&[]).is_ok() && decode(&[0]).is_err());
    }

    #[test]
    fn a_size_there_and_back_and_every_prefix_refused() {
        let mut out = std::vec::Vec::new();
        encode_max_size(&mut Writer::new(&mut out), 0x4000);
        assert_eq!(out, [0, 42, 0, 4, 0, 0, 0x40, 0]);
        assert_eq!(decode_max_size(&out[4..]), Ok(0x4000));
        for len in 4..out.len() {
            assert!(decode_max_size(&out[4..len]).is_err(), "{len}");
        }
        assert!(decode_max_size(&[0; 5]).is_err());
    }
}
