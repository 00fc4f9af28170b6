//! `quic_transport_parameters`: RFC 9001 §8.2. The data is QUIC's to read, without a length of
//! its own; in a `ClientHello` and in `EncryptedExtensions`.

use super::{ExtensionType, encode};
use crate::wire::Writer;

/// The sender's parameters, in the form of the QUIC version.
pub fn decode(data: &[u8]) -> &[u8] {
    data
}

/// Sends our parameters.
pub fn encode_parameters(writer: &mut Writer<'_>, parameters: &[u8]) {
    encode(writer, ExtensionType::QUIC_TRANSPORT_PARAMETERS, |writer| writer.bytes(parameters));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let mut out = std::vec::Vec::new();
        encode_parameters(&mut Writer::new(&mut out), &[1, 2, 0x40, 0x64]);
        assert_eq!(out[..4], [0, 57, 0, 4]);
        assert_eq!(decode(&out[4..]), [1, 2, 0x40, 0x64]);
    }
}
