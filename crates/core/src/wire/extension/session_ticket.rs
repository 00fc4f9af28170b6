//! `session_ticket`: RFC 5077 §3.2. The data is the ticket itself, without a length of its own;
//! in a `ServerHello` it is empty.

use super::{ExtensionType, encode};
use crate::wire::{DecodeError, Reader, Writer};

/// The ticket of a `ClientHello`; empty where the client has none and would take one.
pub fn decode_offer(data: &[u8]) -> &[u8] {
    data
}

/// Checks the answer of a `ServerHello`: a `NewSessionTicket` will come.
pub fn decode_answer(data: &[u8]) -> Result<(), DecodeError> {
    Reader::new("session_ticket", data).finish()
}

/// Offers a ticket, or, with an empty one, to take one.
pub fn encode_offer(writer: &mut Writer<'_>, ticket: &[u8]) {
    encode(writer, ExtensionType::SESSION_TICKET, |writer| writer.bytes(ticket));
}

/// Promises a `NewSessionTicket`.
pub fn encode_answer(writer: &mut Writer<'_>) {
    encode(writer, ExtensionType::SESSION_TICKET, |_| {});
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for ticket in [&b"ticket"[..], b""] {
            let mut out = std::vec::Vec::new();
            encode_offer(&mut Writer::new(&mut out), ticket);
            assert_eq!(out[..3], [0, 35, 0]);
            assert_eq!(decode_offer(&out[4..]), ticket);
        }
        let mut out = std::vec::Vec::new();
        encode_answer(&mut Writer::new(&mut out));
        assert_eq!(out, [0, 35, 0, 0]);
        assert!(decode_answer(&out[4..]).is_ok() && decode_answer(b"ticket").is_err());
    }
}
