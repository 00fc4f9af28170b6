//! `NewSessionTicket` of TLS 1.2 and before: RFC 5077 §3.3.
//!
//! ```text
//! struct {
//!     uint32 ticket_lifetime_hint;                    seconds; 0: not said
//!     opaque ticket<0..2^16-1>;                       empty: no ticket after all
//! } NewSessionTicket;
//! ```

use super::{DecodeError, Reader, Writer};

/// A ticket for the client to come back with, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSessionTicket<'a> {
    /// How long to keep it from its receipt on, in seconds; 0 where the server does not say.
    pub lifetime_hint: u32,
    /// The ticket; empty where the server has promised one and does not want to give it.
    pub ticket: &'a [u8],
}

impl<'a> NewSessionTicket<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("NewSessionTicket", body);
        let lifetime_hint = reader.u32("ticket_lifetime_hint")?;
        let ticket = reader.vec16("ticket")?;
        reader.finish()?;
        Ok(Self { lifetime_hint, ticket })
    }

    /// Writes the body of the message.
    pub fn encode(self, writer: &mut Writer<'_>) {
        writer.u32(self.lifetime_hint);
        writer.vec16(|writer| writer.bytes(self.ticket));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        for ticket in [&b"ticket"[..], b""] {
            let message = NewSessionTicket { lifetime_hint: 0x0102_0304, ticket };
            let mut body = std::vec::Vec::new();
            message.encode(&mut Writer::new(&mut body));
            assert_eq!(body[..4], [1, 2, 3, 4]);
            assert_eq!(NewSessionTicket::decode(&body), Ok(message));
            for len in 0..body.len() {
                assert!(NewSessionTicket::decode(&body[..len]).is_err(), "{len}");
            }
            body.push(0);
            assert!(NewSessionTicket::decode(&body).is_err());
        }
    }
}
