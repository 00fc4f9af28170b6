//! `message_hash`: RFC 8446 §4.4.1. It is never sent: in the transcript it stands for a
//! `ClientHello` that was answered with a `HelloRetryRequest`.
//!
//! ```text
//! message_hash || 00 00 Hash.length || Hash(ClientHello1)
//! ```

use super::{HandshakeType, Writer};

/// The hash of a first `ClientHello`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageHash<'a> {
    /// The hash of the message with its header.
    pub hash: &'a [u8],
}

impl MessageHash<'_> {
    /// Writes the whole message, header and all: nobody else writes one.
    pub fn encode(self, writer: &mut Writer<'_>) {
        writer.u8(HandshakeType::MESSAGE_HASH.0);
        writer.vec24(|writer| writer.bytes(self.hash));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_and_the_hash() {
        for len in [32, 48] {
            let hash = std::vec![7; len];
            let mut out = std::vec::Vec::new();
            MessageHash { hash: &hash }.encode(&mut Writer::new(&mut out));
            assert_eq!(out[..4], [254, 0, 0, u8::try_from(len).unwrap()]);
            assert_eq!(out[4..], hash);
        }
    }
}
