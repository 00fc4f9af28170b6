//! The keys of one direction, as a state hands them to whoever protects the bytes.

use alloc::boxed::Box;

use zeroize::Zeroize;

use super::{AeadAlgorithm, AeadKey, CryptoError, NONCE_LEN, NonceRule, Provider};

/// What protects one direction of a connection. Wiped when dropped.
pub struct TrafficKeys {
    algorithm: AeadAlgorithm,
    key: Box<dyn AeadKey>,
    rule: NonceRule,
    iv: [u8; NONCE_LEN],
    max_blocks: u64,
}

impl TrafficKeys {
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

    /// How many blocks of 16 bytes may be encrypted.
    pub fn max_blocks(&self) -> u64 {
        self.max_blocks
    }

    /// The cipher.
    pub fn algorithm(&self) -> AeadAlgorithm {
        self.algorithm
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
    /// [`TrafficKeys::rule`] wants it.
    pub fn nonce(&self, number: u64) -> [u8; NONCE_LEN] {
        let mut nonce = self.iv;
        // The last 8 bytes are zero where they are explicit, so that XOR sets them.
        for (byte, from) in nonce.iter_mut().skip(NONCE_LEN - 8).zip(number.to_be_bytes()) {
            *byte ^= from;
        }
        nonce
    }
}

impl Drop for TrafficKeys {
    fn drop(&mut self) {
        self.iv.zeroize();
    }
}
