//! One direction's keys with the count of its records (RFC 5246 §6.1, §6.2.3).
//!
//! A fragment under protection is cut alike for every cipher: a prefix (an explicit nonce or IV),
//! the content, a suffix (a tag, or MAC and padding).

use alloc::boxed::Box;
use core::ops::Range;

use super::{
    aead::AeadCipher,
    aead13::{AeadCipher13, Padding},
    cbc::CbcCipher,
};
use crate::{
    crypto::{BLOCK_LEN, CryptoError, Random, TrafficKeys},
    wire::{ContentType, ProtocolVersion},
};

/// Length of the block of a record cipher in bytes.
pub(super) const BLOCK: usize = 16;

/// Length of what is authenticated before a fragment, in bytes.
const HEAD_LEN: usize = 13;

/// The longest padding with its length byte, in bytes (RFC 5246 §6.2.3.2).
const MAX_PADDING: usize = 256;

/// What is authenticated with a fragment besides its length.
#[derive(Clone, Copy)]
pub(super) struct Head {
    pub(super) sequence: u64,
    pub(super) content_type: ContentType,
    pub(super) version: ProtocolVersion,
}

impl Head {
    /// `seq_num + type + version + length` (RFC 5246 §6.2.3.1, §6.2.3.3). The length may be a
    /// secret: nothing here depends on its value.
    pub(super) fn bytes(self, len: u16) -> [u8; HEAD_LEN] {
        let [s0, s1, s2, s3, s4, s5, s6, s7] = self.sequence.to_be_bytes();
        let [major, minor] = self.version.0.to_be_bytes();
        let [high, low] = len.to_be_bytes();
        [s0, s1, s2, s3, s4, s5, s6, s7, self.content_type.0, major, minor, high, low]
    }
}

/// Keys and sequence number. The number only ever grows, so that no nonce comes twice.
pub(super) struct Protection {
    cipher: Cipher,
    sequence: u64,
}

enum Cipher {
    Aead(AeadCipher),
    Tls13(AeadCipher13),
    /// Boxed, so that connections without such a suite are not the larger for it.
    Cbc(Box<CbcCipher>),
}

impl Protection {
    /// `padding` is that of TLS 1.3, for who seals.
    pub(super) fn new(keys: TrafficKeys, padding: Padding) -> Self {
        let cipher = match keys {
            TrafficKeys::Aead(keys) => Cipher::Aead(AeadCipher::new(keys)),
            TrafficKeys::Tls13(keys) => Cipher::Tls13(AeadCipher13::new(keys, padding)),
            TrafficKeys::Cbc(keys) => Cipher::Cbc(Box::new(CbcCipher::new(keys))),
        };
        Self { cipher, sequence: 0 }
    }

    /// How contents are padded from here on.
    pub(super) fn set_padding(&mut self, padding: Padding) {
        if let Cipher::Tls13(cipher) = &mut self.cipher {
            cipher.set_padding(padding);
        }
    }

    /// Bytes in front of the content.
    pub(super) fn prefix_len(&self) -> usize {
        match &self.cipher {
            Cipher::Aead(cipher) => cipher.explicit_len(),
            Cipher::Tls13(_) => 0,
            Cipher::Cbc(cipher) => cipher.iv_len(),
        }
    }

    /// Bytes behind a content of this length.
    pub(super) fn suffix_len(&self, content_len: usize) -> usize {
        match &self.cipher {
            Cipher::Aead(cipher) => cipher.tag_len(),
            Cipher::Tls13(cipher) => cipher.suffix_len(content_len),
            Cipher::Cbc(cipher) => cipher.suffix_len(content_len),
        }
    }

    /// The most that protection adds to a record that we send.
    pub(super) fn overhead(&self) -> usize {
        self.prefix_len()
            + match &self.cipher {
                Cipher::Aead(cipher) => cipher.tag_len(),
                Cipher::Tls13(cipher) => cipher.max_suffix_len(),
                Cipher::Cbc(cipher) => cipher.max_suffix_len(),
            }
    }

    /// The most that a peer's protection may add to a record.
    pub(super) fn max_expansion(&self) -> usize {
        match &self.cipher {
            Cipher::Aead(_) | Cipher::Tls13(_) => self.overhead(),
            Cipher::Cbc(_) => self.overhead() + MAX_PADDING - BLOCK_LEN,
        }
    }

    /// True once the keys have encrypted as much as they may.
    pub(super) fn is_used_up(&self) -> bool {
        match &self.cipher {
            Cipher::Aead(cipher) => cipher.is_used_up(),
            Cipher::Tls13(cipher) => cipher.blocks_left() == 0,
            // The sequence number would wrap long before 2^64 blocks of 16 bytes collide.
            Cipher::Cbc(_) => false,
        }
    }

    /// True under the rules of TLS 1.3.
    pub(super) fn is_tls13(&self) -> bool {
        matches!(self.cipher, Cipher::Tls13(_))
    }

    /// True where a record of so much plaintext, and one more message, are all that the keys
    /// may still encrypt: time for others (RFC 8446 §5.5).
    pub(super) fn is_nearly_used_up(&self, content_len: usize) -> bool {
        match &self.cipher {
            Cipher::Tls13(cipher) => {
                let record = cipher.blocks_of(content_len).max(cipher.blocks_of(0));
                cipher.blocks_left() <= record.saturating_mul(2)
            }
            Cipher::Aead(_) | Cipher::Cbc(_) => false,
        }
    }

    /// True where data is cut behind its first byte, so that its IV cannot be foreseen (BEAST,
    /// RFC 7457 §2.3).
    pub(super) fn splits_data(&self) -> bool {
        matches!(&self.cipher, Cipher::Cbc(cipher) if cipher.iv_len() == 0)
    }

    /// Protects `fragment`, whose middle is the content; prefix and suffix are written.
    pub(super) fn seal(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        random: &mut dyn Random,
        fragment: &mut [u8],
        content_len: usize,
    ) -> Result<(), CryptoError> {
        let head = Head { sequence: self.sequence, content_type, version };
        let next = self.next_sequence()?;
        match &mut self.cipher {
            Cipher::Aead(cipher) => cipher.seal(head, fragment)?,
            Cipher::Tls13(cipher) => {
                cipher.seal(head.sequence, content_type, fragment, content_len)?;
            }
            Cipher::Cbc(cipher) => cipher.seal(head, random, fragment, content_len)?,
        }
        self.sequence = next;
        Ok(())
    }

    /// Checks and decrypts in place; tells where the content lies, and of which type it is:
    /// `None` where a record of TLS 1.3 does not say.
    pub(super) fn open(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        fragment: &mut [u8],
    ) -> Result<(Option<ContentType>, Range<usize>), CryptoError> {
        let head = Head { sequence: self.sequence, content_type, version };
        let next = self.next_sequence()?;
        let opened = match &mut self.cipher {
            Cipher::Aead(cipher) => (Some(content_type), cipher.open(head, fragment)?),
            Cipher::Tls13(cipher) => {
                let inner = cipher.open(head.sequence, version, fragment)?;
                (inner.content_type, 0..inner.content_len)
            }
            Cipher::Cbc(cipher) => (Some(content_type), cipher.open(head, fragment)?),
        };
        self.sequence = next;
        Ok(opened)
    }

    /// True where no record has passed yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.sequence == 0
    }

    /// RFC 5246 §6.1: sequence numbers do not wrap.
    fn next_sequence(&self) -> Result<u64, CryptoError> {
        self.sequence.checked_add(1).ok_or(CryptoError::Invalid)
    }
}

/// The length of a text, as it is authenticated.
pub(super) fn len(text: &[u8]) -> Result<u16, CryptoError> {
    u16::try_from(text.len()).map_err(|_| CryptoError::Invalid)
}
