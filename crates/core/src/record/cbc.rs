//! Records under a block cipher with a MAC (RFC 5246 §6.2.3.2, RFC 2246 §6.2.3.2), the MAC below
//! the encryption or over it (RFC 7366 §3).
//!
//! ```text
//! MAC then encrypt:  IV + ENC(content + MAC + padding)
//! encrypt then MAC:  IV + ENC(content + padding) + MAC
//! ```
//!
//! TLS 1.0 carries no IV: there the last block of the record before is taken.

use core::ops::Range;

use subtle::ConstantTimeEq;

use super::{
    constant_time::{self, Padding},
    head::Head,
    mac,
};
use crate::crypto::{BLOCK_LEN, CbcKeys, CryptoError, Digest, Random};

/// The cipher and its MAC.
pub(super) struct CbcCipher {
    keys: CbcKeys,
}

impl CbcCipher {
    pub(super) fn new(keys: CbcKeys) -> Self {
        Self { keys }
    }

    /// Bytes of IV that each record carries.
    pub(super) fn iv_len(&self) -> usize {
        if self.keys.chained_iv.is_some() { 0 } else { BLOCK_LEN }
    }

    /// Bytes behind a content of this length. The padding is as short as it can be, which no
    /// limit of a record's length forbids (RFC 8449 §4.1).
    pub(super) fn suffix_len(&self, content_len: usize) -> usize {
        let encrypted = content_len + self.inner_mac_len();
        self.keys.mac.output_len() + BLOCK_LEN - encrypted % BLOCK_LEN
    }

    pub(super) fn max_suffix_len(&self) -> usize {
        self.keys.mac.output_len() + BLOCK_LEN
    }

    /// Bytes of MAC below the encryption.
    fn inner_mac_len(&self) -> usize {
        if self.keys.encrypt_then_mac { 0 } else { self.keys.mac.output_len() }
    }

    pub(super) fn seal(
        &mut self,
        head: Head,
        random: &mut dyn Random,
        fragment: &mut [u8],
        content_len: usize,
    ) -> Result<(), CryptoError> {
        let outer_mac_len = self.keys.mac.output_len() - self.inner_mac_len();
        let (body, outer_mac) = split_end(fragment, outer_mac_len)?;
        let (explicit, blocks) = split(body, self.iv_len())?;
        if !explicit.is_empty() {
            // Drawn when the content is fixed, so that no content can be chosen to fit it.
            random.fill(explicit)?;
        }
        let iv = self.iv(explicit)?;
        let (content, rest) = split(blocks, content_len)?;
        let (inner_mac, padding) = split(rest, self.inner_mac_len())?;
        if !self.keys.encrypt_then_mac {
            put(inner_mac, &mac::mac(&self.keys.mac, head, content)?)?;
        }
        // The length byte counts those before it.
        let padding_len = u8::try_from(padding.len()).ok().and_then(|len| len.checked_sub(1));
        padding.fill(padding_len.ok_or(CryptoError::Invalid)?);
        self.keys.key.encrypt(&iv, blocks)?;
        self.chain(blocks);
        if self.keys.encrypt_then_mac {
            put(outer_mac, &mac::mac(&self.keys.mac, head, body)?)?;
        }
        Ok(())
    }

    /// Every way to fail is one error, and takes one time: before decryption all that is looked
    /// at is public, and what comes behind it is [`mac::open`]'s.
    pub(super) fn open(
        &mut self,
        head: Head,
        fragment: &mut [u8],
    ) -> Result<Range<usize>, CryptoError> {
        let inner_mac_len = self.inner_mac_len();
        let outer_mac_len = self.keys.mac.output_len() - inner_mac_len;
        let (body, outer_mac) = split_end(fragment, outer_mac_len)?;
        let iv_len = self.iv_len();
        let block_bytes = body.len().checked_sub(iv_len).ok_or(CryptoError::Invalid)?;
        if !block_bytes.is_multiple_of(BLOCK_LEN) || block_bytes <= inner_mac_len {
            return Err(CryptoError::Invalid);
        }
        if self.keys.encrypt_then_mac {
            // RFC 7366 §3: what is not authentic is not decrypted.
            let wanted = mac::mac(&self.keys.mac, head, body)?;
            if !bool::from(wanted.as_ref().ct_eq(outer_mac)) {
                return Err(CryptoError::Invalid);
            }
        }
        let (explicit, blocks) = split(body, iv_len)?;
        let iv = self.iv(explicit)?;
        self.chain(blocks);
        self.keys.key.decrypt(&iv, blocks)?;
        let content_len = if self.keys.encrypt_then_mac {
            unpadded_len(blocks)?
        } else {
            mac::open(&self.keys.mac, head, blocks)?
        };
        Ok(iv_len..iv_len + content_len)
    }

    /// The IV of a record that carries `explicit`.
    fn iv(&self, explicit: &[u8]) -> Result<[u8; BLOCK_LEN], CryptoError> {
        self.keys.chained_iv.or(explicit.first_chunk().copied()).ok_or(CryptoError::Invalid)
    }

    /// TLS 1.0: the last block of ciphertext is the next IV (RFC 2246 §6.2.3.2).
    fn chain(&mut self, encrypted: &[u8]) {
        if let (Some(iv), Some(last)) = (&mut self.keys.chained_iv, encrypted.last_chunk()) {
            *iv = *last;
        }
    }
}

/// The length of what stands before the padding of an authentic plaintext.
fn unpadded_len(plain: &[u8]) -> Result<usize, CryptoError> {
    let plain_len = u16::try_from(plain.len()).map_err(|_| CryptoError::Invalid)?;
    let Padding { is_good, len } = constant_time::padding(plain, plain_len, 0);
    if bool::from(is_good) {
        Ok(plain.len() - 1 - usize::from(len))
    } else {
        Err(CryptoError::Invalid)
    }
}

/// `Err` where the provider's hash has another length than its name says.
fn put(place: &mut [u8], mac: &Digest) -> Result<(), CryptoError> {
    let mac = mac.as_ref();
    if place.len() != mac.len() {
        return Err(CryptoError::Invalid);
    }
    place.copy_from_slice(mac);
    Ok(())
}

fn split(bytes: &mut [u8], at: usize) -> Result<(&mut [u8], &mut [u8]), CryptoError> {
    bytes.split_at_mut_checked(at).ok_or(CryptoError::Invalid)
}

fn split_end(bytes: &mut [u8], len: usize) -> Result<(&mut [u8], &mut [u8]), CryptoError> {
    let at = bytes.len().checked_sub(len).ok_or(CryptoError::Invalid)?;
    split(bytes, at)
}
