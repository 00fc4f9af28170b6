//! Block ciphers in CBC mode, as the older suites want them (RFC 5246 §6.2.3.2). The MAC, the
//! padding and their checks in constant time are the machine's: a provider gives the cipher alone.

use alloc::boxed::Box;

use super::{BLOCK_LEN, CbcAlgorithm, CryptoError};

/// A block cipher in CBC mode.
pub trait Cbc: Send + Sync {
    /// Which one.
    fn algorithm(&self) -> CbcAlgorithm;
    /// Prepares a key. `Err` where its length is not [`CbcAlgorithm::key_len`].
    fn key(&self, key: &[u8]) -> Result<Box<dyn CbcKey>, CryptoError>;
}

/// A prepared key. Implementations wipe it when dropped.
pub trait CbcKey: Send + Sync {
    /// Encrypts `blocks` in place. `Err` where its length is no multiple of [`BLOCK_LEN`].
    fn encrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError>;
    /// Decrypts `blocks` in place. `Err` where its length is no multiple of [`BLOCK_LEN`].
    fn decrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError>;
}
