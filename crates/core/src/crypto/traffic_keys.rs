//! The keys of one direction, as a state hands them to whoever protects the bytes.

use alloc::boxed::Box;

use zeroize::Zeroize;

use super::{
    AeadAlgorithm, AeadKey, BLOCK_LEN, CbcAlgorithm, CbcKey, CryptoError, HashAlgorithm, MacKey,
    NONCE_LEN, NonceRule, Provider, RecordCipher,
};

/// What protects one direction of a connection. Wiped when dropped.
pub enum TrafficKeys {
    /// Of an authenticated cipher.
    #[cfg(feature = "tls12")]
    Aead(AeadKeys),
    /// Of an authenticated cipher in the records of TLS 1.3, which hide their type
    /// (RFC 8446 §5.2).
    #[cfg(feature = "tls13")]
    Tls13(AeadKeys),
    /// Of a block cipher with a MAC.
    #[cfg(feature = "tls12")]
    Cbc(CbcKeys),
}

impl TrafficKeys {
    /// What they are for.
    pub fn cipher(&self) -> RecordCipher {
        match self {
            #[cfg(feature = "tls12")]
            Self::Aead(keys) => RecordCipher::Aead(keys.algorithm),
            #[cfg(feature = "tls13")]
            Self::Tls13(keys) => RecordCipher::Aead(keys.algorithm),
            #[cfg(feature = "tls12")]
            Self::Cbc(keys) => RecordCipher::Cbc(keys.algorithm, keys.hash),
        }
    }

    /// True for records of TLS 1.3.
    pub(crate) fn is_tls13(&self) -> bool {
        match self {
            #[cfg(feature = "tls12")]
            Self::Aead(_) | Self::Cbc(_) => false,
            #[cfg(feature = "tls13")]
            Self::Tls13(_) => true,
        }
    }
}

/// The key of an authenticated cipher, and what its nonces are made of.
pub struct AeadKeys {
    algorithm: AeadAlgorithm,
    key: Box<dyn AeadKey>,
    rule: NonceRule,
    iv: [u8; NONCE_LEN],
    max_blocks: u64,
}

impl AeadKeys {
    /// Prepares a cipher. `key` has [`AeadAlgorithm::key_len`] bytes, `iv`
    /// [`NonceRule::fixed_iv_len`].
    pub fn new(
        provider: &Provider,
        algorithm: AeadAlgorithm,
        rule: NonceRule,
        key: &[u8],
        iv: &[u8],
    ) -> Result<Self, CryptoError> {
        let aead = provider.aead(algorithm).ok_or(CryptoError::Unsupported)?;
        let mut padded = [0; NONCE_LEN];
        padded
            .get_mut(..rule.fixed_iv_len())
            .filter(|place| place.len() == iv.len())
            .ok_or(CryptoError::Invalid)?
            .copy_from_slice(iv);
        let max_blocks = algorithm.max_blocks();
        Ok(Self { algorithm, key: aead.key(key)?, rule, iv: padded, max_blocks })
    }

    /// Lowers the number of blocks of 16 bytes that may be encrypted.
    #[must_use]
    pub fn with_max_blocks(mut self, max_blocks: u64) -> Self {
        self.max_blocks = self.max_blocks.min(max_blocks);
        self
    }

    /// Which cipher.
    pub fn algorithm(&self) -> AeadAlgorithm {
        self.algorithm
    }

    /// How many blocks of 16 bytes may be encrypted.
    pub fn max_blocks(&self) -> u64 {
        self.max_blocks
    }

    /// The prepared key.
    pub fn key(&self) -> &dyn AeadKey {
        &*self.key
    }

    /// How nonces are made.
    pub fn rule(&self) -> NonceRule {
        self.rule
    }

    /// The nonce of a record: `number` is the explicit part or the sequence number, as
    /// [`AeadKeys::rule`] wants it.
    pub fn nonce(&self, number: u64) -> [u8; NONCE_LEN] {
        let mut nonce = self.iv;
        // The last 8 bytes are zero where they are explicit, so that XOR sets them.
        for (byte, from) in nonce.iter_mut().skip(NONCE_LEN - 8).zip(number.to_be_bytes()) {
            *byte ^= from;
        }
        nonce
    }
}

impl Drop for AeadKeys {
    fn drop(&mut self) {
        self.iv.zeroize();
    }
}

/// The keys of a block cipher and its MAC (RFC 5246 §6.2.3.2).
pub struct CbcKeys {
    #[cfg_attr(not(feature = "tls12"), expect(dead_code, reason = "none are made"))]
    algorithm: CbcAlgorithm,
    #[cfg_attr(not(feature = "tls12"), expect(dead_code, reason = "none are made"))]
    hash: HashAlgorithm,
    /// The prepared cipher.
    pub key: Box<dyn CbcKey>,
    /// The prepared key of the MAC.
    pub mac: MacKey,
    /// TLS 1.0: the first IV, from the key block; later ones are the last block of the record
    /// before (RFC 2246 §6.2.3.2). Since TLS 1.1 each record carries its own, and this is `None`.
    pub chained_iv: Option<[u8; BLOCK_LEN]>,
    /// The MAC is over the ciphertext (RFC 7366), not over the plaintext.
    pub encrypt_then_mac: bool,
}

impl CbcKeys {
    /// Prepares a cipher and its MAC. `key` has [`CbcAlgorithm::key_len`] bytes, `mac_key` as many
    /// as the hash has.
    pub fn new(
        provider: &Provider,
        (algorithm, hash): (CbcAlgorithm, HashAlgorithm),
        key: &[u8],
        mac_key: &[u8],
        chained_iv: Option<[u8; BLOCK_LEN]>,
        encrypt_then_mac: bool,
    ) -> Result<Self, CryptoError> {
        if mac_key.len() != hash.output_len() {
            return Err(CryptoError::Invalid);
        }
        let function = provider.hash(hash).ok_or(CryptoError::Unsupported)?;
        Ok(Self {
            algorithm,
            hash,
            key: provider.cbc(algorithm).ok_or(CryptoError::Unsupported)?.key(key)?,
            mac: MacKey::new(function, mac_key)?,
            chained_iv,
            encrypt_then_mac,
        })
    }
}

impl Drop for CbcKeys {
    fn drop(&mut self) {
        self.chained_iv.zeroize();
    }
}
