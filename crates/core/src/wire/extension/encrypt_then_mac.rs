//! `encrypt_then_mac`: RFC 7366 §2. Empty in both hellos.

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// Refuses any data.
pub fn decode(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("encrypt_then_mac", data).finish()
}

/// Offers it or accepts it; the same bytes.
pub fn encode_empty(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::ENCRYPT_THEN_MAC, |_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_empty(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 22, 0, 0]);
        assert!(decode(&[]).is_ok() && decode(&[0]).is_err());
    }
}
