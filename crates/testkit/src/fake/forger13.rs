//! Makes protected records of TLS 1.3 as the other side would, under the fake provider.

use countersign::{
    crypto::{NONCE_LEN, TAG_LEN},
    wire::{ContentType, ProtocolVersion},
};

use super::aead::{nonce_of, tag};
use crate::RawRecord;

/// One direction of a connection under one key: what it takes to open its records, and to seal
/// others (RFC 8446 §5.2).
///
/// It learns the IV from a record that was seen, so that nothing of the keys is needed.
#[derive(Clone, Copy, Debug)]
pub struct Forger13 {
    iv: [u8; NONCE_LEN],
    /// The sequence number of the next record that is sealed.
    pub sequence: u64,
}

impl Forger13 {
    /// Learns from `record`, the one with number `sequence` under its key. The next record that
    /// is sealed takes its place. `None` where it is too short to be protected.
    pub fn learn(record: &RawRecord, sequence: u64) -> Option<Self> {
        let iv = with(nonce_of(record.fragment.last_chunk()?), sequence);
        Some(Self { iv, sequence })
    }

    /// From the IV itself.
    pub fn with_iv(iv: [u8; NONCE_LEN], sequence: u64) -> Self {
        Self { iv, sequence }
    }

    /// What a record holds, and of which type it is, without padding: it lies in the clear.
    /// `None` where the record is too short, or holds padding alone.
    pub fn open(record: &RawRecord) -> Option<(ContentType, &[u8])> {
        let inner = record.fragment.get(..record.fragment.len().checked_sub(TAG_LEN)?)?;
        let last = inner.iter().rposition(|byte| *byte != 0)?;
        Some((ContentType(*inner.get(last)?), inner.get(..last)?))
    }

    /// Seals `content` in one record under the next sequence number, whatever its length.
    pub fn seal(&mut self, content_type: ContentType, content: &[u8]) -> RawRecord {
        self.seal_inner(&[content, &[content_type.0]].concat())
    }

    /// The same of a whole `TLSInnerPlaintext`: content, type and padding (RFC 8446 §5.4).
    pub fn seal_inner(&mut self, inner: &[u8]) -> RawRecord {
        let (outer, version) = (ContentType::APPLICATION_DATA, ProtocolVersion::TLS12);
        let len = u16::try_from(inner.len() + TAG_LEN).unwrap_or(u16::MAX);
        let mut header = vec![outer.0];
        header.extend(version.0.to_be_bytes());
        header.extend(len.to_be_bytes());
        let tag = tag(&with(self.iv, self.sequence), &header, inner);
        self.sequence += 1;
        RawRecord { content_type: outer, version, fragment: [inner, &tag].concat() }
    }
}

/// An IV with a sequence number, or without it again (RFC 8446 §5.3).
fn with(mut iv: [u8; NONCE_LEN], sequence: u64) -> [u8; NONCE_LEN] {
    for (byte, from) in iv.iter_mut().skip(NONCE_LEN - 8).zip(sequence.to_be_bytes()) {
        *byte ^= from;
    }
    iv
}
