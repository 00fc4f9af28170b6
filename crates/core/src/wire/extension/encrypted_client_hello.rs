//! `encrypted_client_hello`: RFC 9849 §5. The data is kept as it is: in a `ClientHello` an
//! encrypted one or a mark, in a `HelloRetryRequest` a proof, in `EncryptedExtensions` keys to
//! try again with.

use super::{ExtensionType, encode};
use crate::wire::Writer;

/// The data, unread.
pub fn decode(data: &[u8]) -> &[u8] {
    data
}

/// Sends what was put together elsewhere.
pub fn encode_data(writer: &mut Writer<'_>, data: &[u8]) {
    encode(writer, ExtensionType::ENCRYPTED_CLIENT_HELLO, |writer| writer.bytes(data));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_data(&mut Writer::new(&mut out), &[1]);
        assert_eq!(out, [0xfe, 0x0d, 0, 1, 1]);
        assert_eq!(decode(&out[4..]), [1]);
    }
}
