//! Joins the content of handshake records into whole messages: one message may come in many
//! records, and many messages in one (RFC 5246 §6.2.1).

use bytes::{Bytes, BytesMut};

use crate::{
    fault::{Fault, FaultKind},
    limits::{self, HANDSHAKE_HEADER},
    wire::HandshakeType,
};

/// The content of handshake records that is not yet taken as messages.
///
/// Bound: the messages of one record, or one message of the kind that the order allows up to
/// [`limits::handshake_message`] and the record that completes it.
#[derive(Default)]
pub(crate) struct Join {
    held: BytesMut,
}

/// The header of a message that may not be complete yet.
pub(crate) struct Header {
    /// Length of the whole message, header included.
    len: usize,
}

impl Join {
    /// Takes the content of a record; without a copy where nothing is held.
    pub(crate) fn add(&mut self, content: BytesMut) {
        if self.held.is_empty() {
            self.held = content;
        } else {
            self.held.extend_from_slice(&content);
        }
    }

    /// The kind of the next message, from its first byte on.
    pub(crate) fn kind(&self) -> Option<HandshakeType> {
        self.held.first().copied().map(HandshakeType)
    }

    /// The header of the next message, once it is there; its length is within the limit of its
    /// kind, which a policy may lower for certificates.
    pub(crate) fn header(&self, max_certificate: usize) -> Result<Option<Header>, Fault> {
        let Some(&[kind, high, middle, low]) = self.held.first_chunk::<HANDSHAKE_HEADER>() else {
            return Ok(None);
        };
        let kind = HandshakeType(kind);
        let len = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        let limit = match (kind, limits::handshake_message(kind)) {
            (HandshakeType::CERTIFICATE | HandshakeType::COMPRESSED_CERTIFICATE, limit) => {
                limit.min(max_certificate)
            }
            (_, limit) => limit,
        };
        if len > limit {
            return Err(Fault::new(FaultKind::MessageTooLong)
                .came(alloc::format!("{kind} of {len} bytes"))
                .expected(alloc::format!("at most {limit}")));
        }
        Ok(Some(Header { len: HANDSHAKE_HEADER + len }))
    }

    /// The next message with its header, if all of it is there.
    pub(crate) fn take(&mut self, header: &Header) -> Option<Bytes> {
        if self.held.len() < header.len {
            return None;
        }
        if self.held.len() == header.len {
            return Some(core::mem::take(&mut self.held).freeze());
        }
        Some(self.held.split_to(header.len).freeze())
    }

    /// How many bytes are held.
    #[cfg(feature = "tls13")]
    pub(crate) fn len(&self) -> usize {
        self.held.len()
    }

    /// How many bytes the next message lacks, or its header; at least 1.
    pub(crate) fn wanted(&self) -> usize {
        let whole = match self.held.first_chunk::<HANDSHAKE_HEADER>() {
            Some(&[_, high, middle, low]) => {
                let len = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
                HANDSHAKE_HEADER + len
            }
            None => HANDSHAKE_HEADER,
        };
        whole.saturating_sub(self.held.len()).max(1)
    }

    /// Lets go of the next message, however long it says that it is; tells how many bytes of it
    /// are still to come. For an observer, who refuses nothing.
    pub(crate) fn skip(&mut self) -> usize {
        let Some(&[_, high, middle, low]) = self.held.first_chunk::<HANDSHAKE_HEADER>() else {
            return 0;
        };
        let len = usize::from(high) << 16 | usize::from(middle) << 8 | usize::from(low);
        let whole = HANDSHAKE_HEADER + len;
        let held = whole.min(self.held.len());
        drop(self.held.split_to(held));
        whole - held
    }

    /// True where no part of a message is held: the only place where keys may change.
    pub(crate) fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(join: &mut Join) -> Option<Bytes> {
        let header = join.header(usize::MAX).unwrap()?;
        join.take(&header)
    }

    #[test]
    fn many_messages_in_one_record() {
        let mut join = Join::default();
        join.add(BytesMut::from(&[14, 0, 0, 0, 20, 0, 0, 1, 9, 0][..]));
        assert_eq!(next(&mut join).unwrap()[..], [14, 0, 0, 0]);
        assert_eq!(next(&mut join).unwrap()[..], [20, 0, 0, 1, 9]);
        assert!(next(&mut join).is_none());
        assert!(!join.is_empty());
    }

    #[test]
    fn one_message_in_many_records() {
        let mut join = Join::default();
        for byte in [20, 0, 0, 2, 8] {
            join.add(BytesMut::from(&[byte][..]));
            assert!(next(&mut join).is_none());
        }
        join.add(BytesMut::from(&[9][..]));
        assert_eq!(next(&mut join).unwrap()[..], [20, 0, 0, 2, 8, 9]);
        assert!(join.is_empty());
    }

    #[test]
    fn a_message_above_its_limit_is_refused_from_its_header() {
        let mut join = Join::default();
        join.add(BytesMut::from(&[20, 0, 1, 0][..]));
        let fault = join.header(usize::MAX).err().unwrap();
        assert_eq!(fault.kind, FaultKind::MessageTooLong);
        assert_eq!(fault.came, "Finished of 256 bytes");
    }

    #[test]
    fn a_policy_lowers_the_limit_for_certificates() {
        let mut join = Join::default();
        join.add(BytesMut::from(&[11, 0, 0x10, 1][..]));
        assert!(join.header(usize::MAX).is_ok());
        let fault = join.header(4096).err().unwrap();
        assert_eq!(fault.expected, "at most 4096");
    }
}
