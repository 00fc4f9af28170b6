//! Makes protected records as the other side would, under the fake provider.

use countersign::{
    crypto::{NONCE_LEN, NonceRule, TAG_LEN},
    wire::{ContentType, ProtocolVersion},
};

use super::aead::{nonce_of, tag};
use crate::RawRecord;

/// One direction of a connection: what it takes to open its records, and to seal others.
///
/// It learns the implicit part of the nonce from a record that was seen, so that nothing of
/// the keys is needed.
#[derive(Clone, Copy, Debug)]
pub struct Forger {
    rule: NonceRule,
    iv: [u8; NONCE_LEN],
    /// The sequence number of the next record that is sealed.
    pub sequence: u64,
}

impl Forger {
    /// Learns from `record`, the one with number `sequence` in its direction. The next record
    /// that is sealed takes its place. `None` where it is too short to be protected.
    pub fn learn(record: &RawRecord, sequence: u64, rule: NonceRule) -> Option<Self> {
        let mut iv = nonce_of(record.fragment.last_chunk()?);
        for (byte, from) in iv.iter_mut().skip(NONCE_LEN - 8).zip(sequence.to_be_bytes()) {
            *byte ^= from;
        }
        Some(Self { rule, iv, sequence })
    }

    /// The text of a record: it lies in the clear. `None` where the record is too short.
    pub fn open(record: &RawRecord, rule: NonceRule) -> Option<&[u8]> {
        let end = record.fragment.len().checked_sub(TAG_LEN)?;
        record.fragment.get(rule.explicit_len()..end)
    }

    /// Seals `text` in one record under the next sequence number, whatever its length.
    pub fn seal(&mut self, content_type: ContentType, text: &[u8]) -> RawRecord {
        let version = ProtocolVersion::TLS12;
        let number = self.sequence.to_be_bytes();
        let mut nonce = self.iv;
        for (byte, from) in nonce.iter_mut().skip(NONCE_LEN - 8).zip(number) {
            *byte ^= from;
        }
        let mut additional_data = number.to_vec();
        additional_data.push(content_type.0);
        additional_data.extend(version.0.to_be_bytes());
        additional_data.extend((text.len() & 0xffff).to_be_bytes().iter().rev().take(2).rev());
        let mut fragment = match self.rule {
            NonceRule::Explicit => number.to_vec(),
            NonceRule::Xor => Vec::new(),
        };
        fragment.extend_from_slice(text);
        fragment.extend(tag(&nonce, &additional_data, text));
        self.sequence += 1;
        RawRecord { content_type, version, fragment }
    }
}
