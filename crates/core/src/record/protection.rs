//! One direction's keys with the count of its records (RFC 5246 §6.1, §6.2.3.3).

use crate::{
    crypto::{AeadKeys, CryptoError, NONCE_LEN, NonceRule, TAG_LEN},
    wire::{ContentType, ProtocolVersion},
};

/// Length of the additional data in bytes.
const ADDITIONAL_DATA: usize = 13;

/// Length of a cipher's block in bytes.
const BLOCK: usize = 16;

/// Keys and sequence number. The number only ever grows, so that no nonce comes twice.
pub(super) struct Protection {
    keys: AeadKeys,
    sequence: u64,
    /// Blocks encrypted so far, each record counted with one for its tag.
    blocks: u64,
}

impl Protection {
    pub(super) fn new(keys: AeadKeys) -> Self {
        Self { keys, sequence: 0, blocks: 0 }
    }

    /// Bytes of nonce that each record carries.
    pub(super) fn explicit_len(&self) -> usize {
        self.keys.rule().explicit_len()
    }

    /// Bytes that protection adds to a record.
    pub(super) fn overhead(&self) -> usize {
        self.explicit_len() + TAG_LEN
    }

    /// True once the keys have encrypted as much as they may.
    pub(super) fn is_used_up(&self) -> bool {
        self.blocks >= self.keys.max_blocks()
    }

    /// The explicit nonce of the next record that we send: its sequence number, which is unique
    /// under the key (RFC 5288 §3).
    pub(super) fn explicit_nonce(&self) -> [u8; 8] {
        self.sequence.to_be_bytes()
    }

    pub(super) fn seal(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        text: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError> {
        let nonce = self.keys.nonce(self.sequence);
        let additional_data = self.additional_data(content_type, version, text.len())?;
        let next = self.next_sequence()?;
        let tag = self.keys.key().seal(&nonce, &additional_data, text)?;
        self.sequence = next;
        self.blocks = self.blocks.saturating_add(1 + text.len().div_ceil(BLOCK) as u64);
        Ok(tag)
    }

    /// `explicit` is the nonce that the record carries; not looked at where none is carried.
    pub(super) fn open(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        explicit: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        let nonce: [u8; NONCE_LEN] = match (self.keys.rule(), explicit.first_chunk()) {
            (NonceRule::Xor, _) => self.keys.nonce(self.sequence),
            (NonceRule::Explicit, Some(explicit)) => self.keys.nonce(u64::from_be_bytes(*explicit)),
            (NonceRule::Explicit, None) => return Err(CryptoError::Invalid),
        };
        let additional_data = self.additional_data(content_type, version, text.len())?;
        let next = self.next_sequence()?;
        self.keys.key().open(&nonce, &additional_data, text, tag)?;
        self.sequence = next;
        Ok(())
    }

    /// RFC 5246 §6.1: sequence numbers do not wrap.
    fn next_sequence(&self) -> Result<u64, CryptoError> {
        self.sequence.checked_add(1).ok_or(CryptoError::Invalid)
    }

    /// `seq_num + type + version + length` (RFC 5246 §6.2.3.3).
    fn additional_data(
        &self,
        content_type: ContentType,
        version: ProtocolVersion,
        len: usize,
    ) -> Result<[u8; ADDITIONAL_DATA], CryptoError> {
        let len = u16::try_from(len).map_err(|_| CryptoError::Invalid)?;
        let [s0, s1, s2, s3, s4, s5, s6, s7] = self.sequence.to_be_bytes();
        let [major, minor] = version.0.to_be_bytes();
        let [high, low] = len.to_be_bytes();
        Ok([s0, s1, s2, s3, s4, s5, s6, s7, content_type.0, major, minor, high, low])
    }
}
