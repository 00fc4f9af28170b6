//! Records of TLS 1.3: RFC 8446 §5.2.
//!
//! ```text
//! struct { opaque content[length]; ContentType type; uint8 zeros[length_of_padding]; }
//!     TLSInnerPlaintext;
//! struct {
//!     ContentType opaque_type = application_data;
//!     ProtocolVersion legacy_record_version = 0x0303;
//!     uint16 length;
//!     opaque encrypted_record[length];
//! } TLSCiphertext;
//! ```

use super::{
    padding::{Padding, TYPE_LEN},
    protection::{BLOCK, len},
};
use crate::{
    crypto::{AeadKeys, CryptoError, TAG_LEN},
    wire::{ContentType, ProtocolVersion},
};

/// The cipher, with the count of what it has encrypted.
pub(super) struct AeadCipher13 {
    keys: AeadKeys,
    /// Blocks encrypted so far, each record counted with one for its tag.
    blocks: u64,
    padding: Padding,
}

/// What was in a record.
pub(super) struct Inner {
    /// `None` where all was padding.
    pub(super) content_type: Option<ContentType>,
    pub(super) content_len: usize,
}

impl AeadCipher13 {
    pub(super) fn new(keys: AeadKeys, padding: Padding) -> Self {
        Self { keys, blocks: 0, padding }
    }

    pub(super) fn set_padding(&mut self, padding: Padding) {
        self.padding = padding;
    }

    /// Bytes behind a content of this length.
    pub(super) fn suffix_len(&self, content_len: usize) -> usize {
        TYPE_LEN + self.padding.len(content_len) + TAG_LEN
    }

    /// The most of them.
    pub(super) fn max_suffix_len(&self) -> usize {
        TYPE_LEN + TAG_LEN + self.padding.multiple.saturating_sub(1)
    }

    /// Blocks that may still be encrypted.
    pub(super) fn blocks_left(&self) -> u64 {
        self.keys.max_blocks().saturating_sub(self.blocks)
    }

    /// Blocks that a record of so much plaintext takes.
    pub(super) fn blocks_of(&self, content_len: usize) -> u64 {
        let inner = content_len + TYPE_LEN + self.padding.len(content_len);
        1 + inner.div_ceil(BLOCK) as u64
    }

    /// `fragment` is the content with its suffix, which is zeros.
    pub(super) fn seal(
        &mut self,
        sequence: u64,
        content_type: ContentType,
        fragment: &mut [u8],
        content_len: usize,
    ) -> Result<(), CryptoError> {
        let header = header(ProtocolVersion::TLS12, len(fragment)?);
        let (text, tag) = fragment.split_last_chunk_mut().ok_or(CryptoError::Invalid)?;
        *text.get_mut(content_len).ok_or(CryptoError::Invalid)? = content_type.0;
        *tag = self.keys.key().seal(&self.keys.nonce(sequence), &header, text)?;
        self.blocks = self.blocks.saturating_add(1 + text.len().div_ceil(BLOCK) as u64);
        Ok(())
    }

    /// Decrypts in place, and takes off the padding: what is behind the last byte that is not
    /// zero, which is the type. How long the padding is may be seen from the time that this
    /// takes, as RFC 8446 §5.4 allows.
    pub(super) fn open(
        &self,
        sequence: u64,
        version: ProtocolVersion,
        fragment: &mut [u8],
    ) -> Result<Inner, CryptoError> {
        let header = header(version, len(fragment)?);
        let (text, tag) = fragment.split_last_chunk_mut().ok_or(CryptoError::Invalid)?;
        self.keys.key().open(&self.keys.nonce(sequence), &header, text, tag)?;
        let last = text.iter().rposition(|byte| *byte != 0);
        let content_type = last.and_then(|at| text.get(at)).copied().map(ContentType);
        Ok(Inner { content_type, content_len: last.unwrap_or_default() })
    }
}

/// What is authenticated besides: the header as it goes over the wire.
fn header(version: ProtocolVersion, len: u16) -> [u8; 5] {
    let ([major, minor], [high, low]) = (version.0.to_be_bytes(), len.to_be_bytes());
    [ContentType::APPLICATION_DATA.0, major, minor, high, low]
}
