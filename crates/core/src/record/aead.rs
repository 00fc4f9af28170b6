//! Records under an authenticated cipher (RFC 5246 §6.2.3.3).
//!
//! ```text
//! struct { opaque nonce_explicit[record_iv_length]; aead-ciphered content; } GenericAEADCipher;
//! ```

use core::ops::Range;

use super::{
    head::Head,
    protection::{BLOCK, len},
};
use crate::crypto::{AeadKeys, CryptoError, NonceRule, TAG_LEN};

/// The cipher, with the count of what it has encrypted.
pub(super) struct AeadCipher {
    keys: AeadKeys,
    /// Blocks encrypted so far, each record counted with one for its tag.
    blocks: u64,
}

impl AeadCipher {
    pub(super) fn new(keys: AeadKeys) -> Self {
        Self { keys, blocks: 0 }
    }

    /// Bytes of nonce that each record carries.
    pub(super) fn explicit_len(&self) -> usize {
        self.keys.rule().explicit_len()
    }

    /// Bytes behind the content.
    pub(super) fn tag_len(&self) -> usize {
        TAG_LEN
    }

    /// True once the keys have encrypted as much as they may.
    pub(super) fn is_used_up(&self) -> bool {
        self.blocks >= self.keys.max_blocks()
    }

    /// The explicit nonce is the sequence number, which is unique under the key (RFC 5288 §3).
    pub(super) fn seal(&mut self, head: Head, fragment: &mut [u8]) -> Result<(), CryptoError> {
        let Parts { explicit, text, tag } = self.parts(fragment)?;
        if let Some(explicit) = explicit.first_chunk_mut() {
            *explicit = head.sequence.to_be_bytes();
        }
        let additional_data = head.bytes(len(text)?);
        *tag = self.keys.key().seal(&self.keys.nonce(head.sequence), &additional_data, text)?;
        self.blocks = self.blocks.saturating_add(1 + text.len().div_ceil(BLOCK) as u64);
        Ok(())
    }

    pub(super) fn open(
        &mut self,
        head: Head,
        fragment: &mut [u8],
    ) -> Result<Range<usize>, CryptoError> {
        let Parts { explicit, text, tag } = self.parts(fragment)?;
        let number = match (self.keys.rule(), explicit.first_chunk()) {
            (NonceRule::Xor, _) => head.sequence,
            (NonceRule::Explicit, Some(explicit)) => u64::from_be_bytes(*explicit),
            (NonceRule::Explicit, None) => return Err(CryptoError::Invalid),
        };
        let additional_data = head.bytes(len(text)?);
        self.keys.key().open(&self.keys.nonce(number), &additional_data, text, tag)?;
        Ok(explicit.len()..explicit.len() + text.len())
    }

    /// `Err` where the fragment is shorter than what protection adds.
    fn parts<'a>(&self, fragment: &'a mut [u8]) -> Result<Parts<'a>, CryptoError> {
        fragment
            .split_at_mut_checked(self.explicit_len())
            .and_then(|(explicit, rest)| {
                let (text, tag) = rest.split_last_chunk_mut()?;
                Some(Parts { explicit, text, tag })
            })
            .ok_or(CryptoError::Invalid)
    }
}

/// A fragment, cut.
struct Parts<'a> {
    explicit: &'a mut [u8],
    text: &'a mut [u8],
    tag: &'a mut [u8; TAG_LEN],
}
