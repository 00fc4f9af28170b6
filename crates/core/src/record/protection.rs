//! One direction's keys with the count of its records (RFC 5246 §6.1, §6.2.3).
//!
//! A fragment under protection is cut alike for every cipher: a prefix (an explicit nonce or IV),
//! the content, a suffix (a tag, or MAC and padding).

#[cfg(feature = "tls12")]
use alloc::boxed::Box;
use core::ops::Range;

#[cfg(feature = "tls13")]
use super::aead13::AeadCipher13;
use super::padding::Padding;
#[cfg(feature = "tls12")]
use super::{aead::AeadCipher, cbc::CbcCipher, head::Head};
use crate::{
    crypto::{CryptoError, Random, TrafficKeys},
    wire::{ContentType, ProtocolVersion},
};

/// Length of the block of a record cipher in bytes.
pub(super) const BLOCK: usize = 16;

/// The longest padding with its length byte, in bytes (RFC 5246 §6.2.3.2).
#[cfg(feature = "tls12")]
const MAX_PADDING: usize = 256;

/// Keys and sequence number. The number only ever grows, so that no nonce comes twice.
pub(super) struct Protection {
    cipher: Cipher,
    sequence: u64,
}

enum Cipher {
    #[cfg(feature = "tls12")]
    Aead(AeadCipher),
    #[cfg(feature = "tls13")]
    Tls13(AeadCipher13),
    /// Boxed, so that connections without such a suite are not the larger for it.
    #[cfg(feature = "tls12")]
    Cbc(Box<CbcCipher>),
}

impl Protection {
    /// `padding` is that of TLS 1.3, for who seals.
    #[cfg_attr(not(feature = "tls13"), expect(unused_variables, reason = "it is for TLS 1.3"))]
    pub(super) fn new(keys: TrafficKeys, padding: Padding) -> Self {
        let cipher = match keys {
            #[cfg(feature = "tls12")]
            TrafficKeys::Aead(keys) => Cipher::Aead(AeadCipher::new(keys)),
            #[cfg(feature = "tls13")]
            TrafficKeys::Tls13(keys) => Cipher::Tls13(AeadCipher13::new(keys, padding)),
            #[cfg(feature = "tls12")]
            TrafficKeys::Cbc(keys) => Cipher::Cbc(Box::new(CbcCipher::new(keys))),
        };
        Self { cipher, sequence: 0 }
    }

    /// How contents are padded from here on.
    #[cfg_attr(not(feature = "tls13"), expect(unused_variables, reason = "it is for TLS 1.3"))]
    pub(super) fn set_padding(&mut self, padding: Padding) {
        match &mut self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(_) | Cipher::Cbc(_) => {}
            #[cfg(feature = "tls13")]
            Cipher::Tls13(cipher) => cipher.set_padding(padding),
        }
    }

    /// Bytes in front of the content.
    pub(super) fn prefix_len(&self) -> usize {
        match &self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(cipher) => cipher.explicit_len(),
            #[cfg(feature = "tls13")]
            Cipher::Tls13(_) => 0,
            #[cfg(feature = "tls12")]
            Cipher::Cbc(cipher) => cipher.iv_len(),
        }
    }

    /// Bytes behind a content of this length.
    pub(super) fn suffix_len(&self, content_len: usize) -> usize {
        match &self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(cipher) => cipher.tag_len(),
            #[cfg(feature = "tls13")]
            Cipher::Tls13(cipher) => cipher.suffix_len(content_len),
            #[cfg(feature = "tls12")]
            Cipher::Cbc(cipher) => cipher.suffix_len(content_len),
        }
    }

    /// The most that protection adds to a record that we send.
    pub(super) fn overhead(&self) -> usize {
        self.prefix_len()
            + match &self.cipher {
                #[cfg(feature = "tls12")]
                Cipher::Aead(cipher) => cipher.tag_len(),
                #[cfg(feature = "tls13")]
                Cipher::Tls13(cipher) => cipher.max_suffix_len(),
                #[cfg(feature = "tls12")]
                Cipher::Cbc(cipher) => cipher.max_suffix_len(),
            }
    }

    /// The most that a peer's protection may add to a record.
    pub(super) fn max_expansion(&self) -> usize {
        match &self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(_) => self.overhead(),
            #[cfg(feature = "tls13")]
            Cipher::Tls13(_) => self.overhead(),
            #[cfg(feature = "tls12")]
            Cipher::Cbc(_) => self.overhead() + MAX_PADDING - crate::crypto::BLOCK_LEN,
        }
    }

    /// True once the keys have encrypted as much as they may.
    pub(super) fn is_used_up(&self) -> bool {
        match &self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(cipher) => cipher.is_used_up(),
            #[cfg(feature = "tls13")]
            Cipher::Tls13(cipher) => cipher.blocks_left() == 0,
            // The sequence number would wrap long before 2^64 blocks of 16 bytes collide.
            #[cfg(feature = "tls12")]
            Cipher::Cbc(_) => false,
        }
    }

    /// True under the rules of TLS 1.3.
    pub(super) fn is_tls13(&self) -> bool {
        match self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(_) | Cipher::Cbc(_) => false,
            #[cfg(feature = "tls13")]
            Cipher::Tls13(_) => true,
        }
    }

    /// True where a record of so much plaintext, and one more message, are all that the keys
    /// may still encrypt: time for others (RFC 8446 §5.5).
    #[cfg_attr(not(feature = "tls13"), expect(unused_variables, reason = "it is for TLS 1.3"))]
    pub(super) fn is_nearly_used_up(&self, content_len: usize) -> bool {
        match &self.cipher {
            #[cfg(feature = "tls13")]
            Cipher::Tls13(cipher) => {
                let record = cipher.blocks_of(content_len).max(cipher.blocks_of(0));
                cipher.blocks_left() <= record.saturating_mul(2)
            }
            #[cfg(feature = "tls12")]
            Cipher::Aead(_) | Cipher::Cbc(_) => false,
        }
    }

    /// True where data is cut behind its first byte, so that its IV cannot be foreseen (BEAST,
    /// RFC 7457 §2.3).
    pub(super) fn splits_data(&self) -> bool {
        match &self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Cbc(cipher) => cipher.iv_len() == 0,
            #[cfg(feature = "tls12")]
            Cipher::Aead(_) => false,
            #[cfg(feature = "tls13")]
            Cipher::Tls13(_) => false,
        }
    }

    /// Protects `fragment`, whose middle is the content; prefix and suffix are written.
    #[cfg_attr(
        not(feature = "tls12"),
        expect(unused_variables, reason = "they are for the ciphers before")
    )]
    pub(super) fn seal(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        random: &mut dyn Random,
        fragment: &mut [u8],
        content_len: usize,
    ) -> Result<(), CryptoError> {
        #[cfg(feature = "tls12")]
        let head = Head { sequence: self.sequence, content_type, version };
        let next = self.next_sequence()?;
        match &mut self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(cipher) => cipher.seal(head, fragment)?,
            #[cfg(feature = "tls13")]
            Cipher::Tls13(cipher) => {
                cipher.seal(self.sequence, content_type, fragment, content_len)?;
            }
            #[cfg(feature = "tls12")]
            Cipher::Cbc(cipher) => cipher.seal(head, random, fragment, content_len)?,
        }
        self.sequence = next;
        Ok(())
    }

    /// Checks and decrypts in place; tells where the content lies, and of which type it is:
    /// `None` where a record of TLS 1.3 does not say.
    #[cfg_attr(
        not(feature = "tls12"),
        expect(unused_variables, reason = "they are for the ciphers before")
    )]
    pub(super) fn open(
        &mut self,
        content_type: ContentType,
        version: ProtocolVersion,
        fragment: &mut [u8],
    ) -> Result<(Option<ContentType>, Range<usize>), CryptoError> {
        #[cfg(feature = "tls12")]
        let head = Head { sequence: self.sequence, content_type, version };
        let next = self.next_sequence()?;
        let opened = match &mut self.cipher {
            #[cfg(feature = "tls12")]
            Cipher::Aead(cipher) => (Some(content_type), cipher.open(head, fragment)?),
            #[cfg(feature = "tls13")]
            Cipher::Tls13(cipher) => {
                let inner = cipher.open(self.sequence, version, fragment)?;
                (inner.content_type, 0..inner.content_len)
            }
            #[cfg(feature = "tls12")]
            Cipher::Cbc(cipher) => (Some(content_type), cipher.open(head, fragment)?),
        };
        self.sequence = next;
        Ok(opened)
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
