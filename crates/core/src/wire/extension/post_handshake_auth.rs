//! `post_handshake_auth`: RFC 8446 §4.2.6. Empty, in a `ClientHello` only.

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// Refuses any data.
pub fn decode(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("post_handshake_auth", data).finish()
}

/// Says that we would show a certificate after the handshake too.
pub fn encode_empty(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::POST_HANDSHAKE_AUTH, |_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_empty(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 49, 0, 0]);
        assert!(decode(&[]).is_ok() && decode(&[0]).is_err());
    }
}
