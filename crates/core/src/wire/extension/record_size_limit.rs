//! `record_size_limit`: RFC 8449 §4. The same form in both directions.
//!
//! ```text
//! uint16 RecordSizeLimit;                             at least 64
//! ```

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// The longest plaintext of a protected record that the sender wants to receive. A number below
/// the least is kept: whoever acts on it refuses it as an illegal parameter, not as a message
/// that cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordSizeLimit(pub u16);

impl RecordSizeLimit {
    /// The least that may be sent.
    pub const LEAST: Self = Self(64);

    /// The limit in bytes; `None` where it is below the least. It may be above what the version
    /// allows, which a server must put up with.
    pub fn bytes(self) -> Option<usize> {
        (self.0 >= Self::LEAST.0).then_some(usize::from(self.0))
    }
}

/// The sender's limit.
pub fn decode(data: &[u8]) -> Result<RecordSizeLimit, DecodeError> {
    let mut reader = Reader::new("record_size_limit", data);
    let limit = RecordSizeLimit(reader.u16("RecordSizeLimit")?);
    reader.finish()?;
    Ok(limit)
}

/// Tells our limit.
pub fn encode_limit(writer: &mut Writer<'_>, limit: RecordSizeLimit) {
    encode(writer, ExtensionType::RECORD_SIZE_LIMIT, |writer| writer.u16(limit.0));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_limit(&mut Writer::new(&mut out), RecordSizeLimit(0x4001));
        assert_eq!(out, [0, 28, 0, 2, 0x40, 1]);
        assert_eq!(decode(&out[4..]), Ok(RecordSizeLimit(0x4001)));
        assert!(decode(&[]).is_err() && decode(&[1]).is_err() && decode(&[1, 0, 0]).is_err());
    }

    #[test]
    fn a_limit_has_at_least_64_bytes() {
        assert_eq!(RecordSizeLimit(63).bytes(), None);
        assert_eq!(RecordSizeLimit::LEAST.bytes(), Some(64));
        assert_eq!(RecordSizeLimit(0xffff).bytes(), Some(0xffff));
    }
}
