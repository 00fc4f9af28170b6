//! Records under authenticated ciphers that the machine does not have: AES-256-CCM and CCM with
//! short tags (RFC 6655), Camellia-GCM (RFC 6367), ARIA-GCM (RFC 6209). The nonces are those of
//! RFC 5288 §3 in TLS 1.2, and those of RFC 8446 §5.3 in TLS 1.3.

use alloc::boxed::Box;

use aes_gcm::{
    AesGcm,
    aead::{
        AeadInOut, KeyInit,
        consts::{U8, U12, U16},
    },
};
use bytes::{Buf, BytesMut};
use ccm::Ccm;
use countersign::{
    crypto::{CryptoError, NONCE_LEN, NonceRule},
    observing::ObservedRecord,
    wire::ContentType,
};

use super::{head, len};
use crate::suite::Authenticated;

/// A prepared key: decrypts a text with its tag in place.
trait Key: Send + Sync {
    fn tag_len(&self) -> usize;
    fn open(&self, nonce: &[u8; NONCE_LEN], head: &[u8], text: &mut [u8], tag: &[u8]) -> bool;
}

impl<C> Key for C
where
    C: AeadInOut<NonceSize = U12> + Send + Sync,
{
    fn tag_len(&self) -> usize {
        use aes_gcm::aead::array::typenum::Unsigned;
        C::TagSize::USIZE
    }

    fn open(&self, nonce: &[u8; NONCE_LEN], head: &[u8], text: &mut [u8], tag: &[u8]) -> bool {
        let Ok(tag) = tag.try_into() else { return false };
        self.decrypt_inout_detached(&(*nonce).into(), head, text.into(), tag).is_ok()
    }
}

/// A key with the count of records.
pub(crate) struct AeadOpener {
    key: Box<dyn Key>,
    rule: NonceRule,
    iv: [u8; NONCE_LEN],
    sequence: u64,
}

impl AeadOpener {
    /// `iv` has as many bytes as `rule` wants.
    pub(super) fn new(
        cipher: Authenticated,
        rule: NonceRule,
        key: &[u8],
        iv: &[u8],
    ) -> Result<Self, CryptoError> {
        let mut padded = [0; NONCE_LEN];
        padded
            .get_mut(..rule.fixed_iv_len())
            .filter(|place| place.len() == iv.len())
            .ok_or(CryptoError::Invalid)?
            .copy_from_slice(iv);
        Ok(Self { key: prepared(cipher, key)?, rule, iv: padded, sequence: 0 })
    }

    pub(super) fn open(
        &mut self,
        mut record: ObservedRecord,
    ) -> Result<(ContentType, BytesMut), CryptoError> {
        let mut text = core::mem::take(&mut record.fragment);
        let sealed_len = len(&text)?;
        let number = match (self.rule, text.first_chunk()) {
            (NonceRule::Xor, _) => self.sequence,
            (NonceRule::Explicit, Some(explicit)) => u64::from_be_bytes(*explicit),
            (NonceRule::Explicit, None) => return Err(CryptoError::Invalid),
        };
        text.advance(self.rule.explicit_len());
        let end = text.len().checked_sub(self.key.tag_len()).ok_or(CryptoError::Invalid)?;
        let tag = text.split_off(end);
        let mut nonce = self.iv;
        for (byte, from) in nonce.iter_mut().skip(NONCE_LEN - 8).zip(number.to_be_bytes()) {
            *byte ^= from;
        }
        let opened = if self.rule == NonceRule::Xor {
            // RFC 8446 §5.2: the header as it stands on the wire.
            let head = head(0, &record, sealed_len);
            let (_, head) = head.split_at(8);
            self.key.open(&nonce, head, &mut text, &tag)
        } else {
            let head = head(self.sequence, &record, len(&text)?);
            self.key.open(&nonce, &head, &mut text, &tag)
        };
        if !opened {
            return Err(CryptoError::Invalid);
        }
        self.sequence += 1;
        if self.rule == NonceRule::Xor { inner(text) } else { Ok((record.content_type, text)) }
    }
}

/// Takes the hidden type of the content off its end, and the zeros behind it (RFC 8446 §5.4).
fn inner(mut content: BytesMut) -> Result<(ContentType, BytesMut), CryptoError> {
    let end = content.iter().rposition(|byte| *byte != 0).ok_or(CryptoError::Invalid)?;
    let kind = content.get(end).copied().unwrap_or_default();
    content.truncate(end);
    Ok((ContentType(kind), content))
}

fn prepared(cipher: Authenticated, key: &[u8]) -> Result<Box<dyn Key>, CryptoError> {
    fn boxed<C>(key: &[u8]) -> Result<Box<dyn Key>, CryptoError>
    where
        C: KeyInit + AeadInOut<NonceSize = U12> + Send + Sync + 'static,
    {
        Ok(Box::new(C::new_from_slice(key).map_err(|_| CryptoError::Invalid)?))
    }
    match cipher {
        Authenticated::Aes128Ccm => boxed::<Ccm<aes::Aes128, U16, U12>>(key),
        Authenticated::Aes256Ccm => boxed::<Ccm<aes::Aes256, U16, U12>>(key),
        Authenticated::Aes128Ccm8 => boxed::<Ccm<aes::Aes128, U8, U12>>(key),
        Authenticated::Aes256Ccm8 => boxed::<Ccm<aes::Aes256, U8, U12>>(key),
        Authenticated::Camellia128Gcm => boxed::<AesGcm<camellia::Camellia128, U12>>(key),
        Authenticated::Camellia256Gcm => boxed::<AesGcm<camellia::Camellia256, U12>>(key),
        Authenticated::Aria128Gcm => boxed::<AesGcm<aria::Aria128, U12>>(key),
        Authenticated::Aria256Gcm => boxed::<AesGcm<aria::Aria256, U12>>(key),
    }
}
