//! A ticket as bytes, after RFC 5077 §4.
//!
//! ```text
//! struct {
//!     opaque key_name[16];
//!     opaque nonce[12];               random
//!     opaque sealed[8..];             AEAD of Content, bound to key_name and to the format
//!     opaque tag[16];
//! } Ticket;
//! struct {
//!     uint32 since;                   seconds since 1970
//!     uint32 lifetime;                seconds
//!     opaque session[..];             to the end
//! } Content;
//! ```

use std::mem;

use countersign::{
    crypto::{AeadKey, NONCE_LEN, Random, Secret, TAG_LEN},
    pki_types::UnixTime,
};
use zeroize::Zeroizing;

use super::key::{NAME, TicketKey};
use crate::span::Span;

/// The format of the content. It is not sent: a ticket of another format does not open.
const FORMAT: u8 = 1;

/// What a ticket has besides its session, in bytes.
pub(super) const OVERHEAD: usize = NAME + NONCE_LEN + 8 + TAG_LEN;

/// The longest ticket, in bytes: with its lifetime and its length it fits the 16 KiB that
/// countersign takes a `NewSessionTicket` of.
pub(super) const MAX_TICKET: usize = 16 * 1024 - 6;

/// A key that is ready to work.
pub(super) struct SealingKey {
    pub(super) key: TicketKey,
    pub(super) aead: Box<dyn AeadKey>,
}

impl SealingKey {
    /// A ticket; `None` where it would be too long, or where there is no randomness.
    pub(super) fn seal(
        &self,
        session: &Secret,
        span: Span,
        random: &mut dyn Random,
    ) -> Option<Vec<u8>> {
        let len = OVERHEAD + session.expose().len();
        if len > MAX_TICKET {
            return None;
        }
        let mut nonce = [0; NONCE_LEN];
        random.fill(&mut nonce).ok()?;
        // As long as it will be, so that growing leaves no plaintext behind; wiped if it is not
        // sealed.
        let mut ticket = Zeroizing::new(Vec::with_capacity(len));
        ticket.extend_from_slice(self.key.name());
        ticket.extend_from_slice(&nonce);
        ticket.extend_from_slice(&span.since.to_be_bytes());
        ticket.extend_from_slice(&span.lifetime.to_be_bytes());
        ticket.extend_from_slice(session.expose());
        let content = ticket.get_mut(NAME + NONCE_LEN..)?;
        let tag = self.aead.seal(&nonce, &self.bound_to(), content).ok()?;
        ticket.extend_from_slice(&tag);
        Some(mem::take(&mut *ticket))
    }

    /// The session; `None` for what this key has not sealed, and for what has expired.
    pub(super) fn open(&self, ticket: &[u8], now: UnixTime) -> Option<Secret> {
        let (_, rest) = ticket.split_first_chunk::<NAME>()?;
        let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>()?;
        let (sealed, tag) = rest.split_last_chunk::<TAG_LEN>()?;
        let mut content = Zeroizing::new(sealed.to_vec());
        self.aead.open(nonce, &self.bound_to(), &mut content, tag).ok()?;
        let (since, rest) = content.split_first_chunk()?;
        let (lifetime, session) = rest.split_first_chunk()?;
        let span =
            Span { since: u32::from_be_bytes(*since), lifetime: u32::from_be_bytes(*lifetime) };
        span.holds(now).then(|| Secret::new(session))
    }

    /// The associated data.
    fn bound_to(&self) -> [u8; NAME + 1] {
        let mut bound = [FORMAT; NAME + 1];
        for (byte, from) in bound.iter_mut().zip(self.key.name()) {
            *byte = *from;
        }
        bound
    }
}

/// The name of the key that a ticket says it was sealed with; one that is shorter or longer than
/// any of ours names none.
pub(super) fn name(ticket: &[u8]) -> Option<&[u8; NAME]> {
    ticket.first_chunk().filter(|_| (OVERHEAD..=MAX_TICKET).contains(&ticket.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign::{limits, wire::HandshakeType};

    #[test]
    fn the_longest_ticket_fits_its_message() {
        let message = limits::handshake_message(HandshakeType::NEW_SESSION_TICKET);
        assert_eq!(message, 4 + 2 + MAX_TICKET);
    }
}
