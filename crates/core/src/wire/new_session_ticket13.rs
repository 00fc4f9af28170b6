//! `NewSessionTicket` of TLS 1.3: RFC 8446 §4.6.1.
//!
//! ```text
//! struct {
//!     uint32 ticket_lifetime;                         seconds, 604800 at most
//!     uint32 ticket_age_add;
//!     opaque ticket_nonce<0..255>;
//!     opaque ticket<1..2^16-1>;
//!     Extension extensions<0..2^16-2>;
//! } NewSessionTicket;
//! ```

use super::{
    DecodeError, Reader, Writer,
    extension::{Carrier, ExtensionType, Extensions, early_data},
};
use crate::fault::Fault;

/// A ticket for the client to come back with, read where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewSessionTicket13<'a> {
    /// How long to keep it at most, in seconds; with 0 not at all. A server must not say more
    /// than a week; more is kept, and it is for the client to keep the ticket no longer.
    pub lifetime: u32,
    /// What the client adds to the ticket's age in milliseconds before it tells it.
    pub age_add: u32,
    /// What makes the ticket's key another than that of other tickets of the connection.
    pub nonce: &'a [u8],
    /// The ticket. Not empty.
    pub ticket: &'a [u8],
    /// The extensions in order.
    pub extensions: Extensions<'a>,
}

impl<'a> NewSessionTicket13<'a> {
    /// Reads the body of the message.
    pub fn decode(body: &'a [u8]) -> Result<Self, Fault> {
        let mut reader = Reader::new("NewSessionTicket", body);
        let lifetime = reader.u32("ticket_lifetime")?;
        let age_add = reader.u32("ticket_age_add")?;
        let nonce = reader.vec8("ticket_nonce")?;
        let ticket = reader.vec16("ticket")?;
        if ticket.is_empty() {
            return Err(reader.error("ticket", "is empty").into());
        }
        let extensions = Extensions::read(&mut reader, Carrier::NewSessionTicket)?;
        reader.finish()?;
        Ok(Self { lifetime, age_add, nonce, ticket, extensions })
    }

    /// How many bytes of early data the ticket is good for; `None` where it is for none.
    pub fn max_early_data_size(&self) -> Result<Option<u32>, DecodeError> {
        self.extensions.decoded(ExtensionType::EARLY_DATA, early_data::decode_max_size)
    }

    /// Writes the body of the message. The nonce has at most 255 bytes.
    pub fn encode(
        writer: &mut Writer<'_>,
        lifetime: u32,
        age_add: u32,
        nonce: &[u8],
        ticket: &[u8],
        extensions: impl FnOnce(&mut Writer<'_>),
    ) {
        writer.u32(lifetime);
        writer.u32(age_add);
        writer.vec8(|writer| writer.bytes(nonce));
        writer.vec16(|writer| writer.bytes(ticket));
        writer.vec16(extensions);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_prefix_refused() {
        let mut body = std::vec::Vec::new();
        let mut writer = Writer::new(&mut body);
        NewSessionTicket13::encode(&mut writer, 7200, 0x0102_0304, &[0, 1], b"ticket", |writer| {
            early_data::encode_max_size(writer, 1024);
        });
        let ticket = NewSessionTicket13::decode(&body).unwrap();
        assert_eq!((ticket.lifetime, ticket.age_add), (7200, 0x0102_0304));
        assert_eq!((ticket.nonce, ticket.ticket), (&[0, 1][..], &b"ticket"[..]));
        assert_eq!(ticket.max_early_data_size(), Ok(Some(1024)));
        for len in 0..body.len() {
            assert!(NewSessionTicket13::decode(&body[..len]).is_err(), "{len}");
        }
        body.push(0);
        assert!(NewSessionTicket13::decode(&body).is_err());
    }

    #[test]
    fn a_nonce_may_be_empty_and_a_ticket_may_not() {
        let ticket =
            NewSessionTicket13::decode(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 7, 0, 0]).unwrap();
        assert!(ticket.nonce.is_empty());
        assert_eq!(ticket.max_early_data_size(), Ok(None));
        assert!(NewSessionTicket13::decode(&[0; 13]).is_err());
    }
}
