//! Block ciphers in CBC mode: AES with 128 and 256 bits (RFC 3268, NIST SP 800-38A §6.2).

use aws_lc_rs::cipher::{
    AES_128, AES_256, Algorithm, DecryptingKey, DecryptionContext, EncryptingKey,
    EncryptionContext, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use countersign::crypto::{BLOCK_LEN, Cbc, CbcAlgorithm, CbcKey, CryptoError};

/// Every block cipher of the provider.
pub(crate) static CBCS: &[&dyn Cbc] = &[
    &Cipher { algorithm: CbcAlgorithm::Aes128Cbc, cipher: &AES_128 },
    &Cipher { algorithm: CbcAlgorithm::Aes256Cbc, cipher: &AES_256 },
];

/// One block cipher.
struct Cipher {
    algorithm: CbcAlgorithm,
    cipher: &'static Algorithm,
}

impl Cbc for Cipher {
    fn algorithm(&self) -> CbcAlgorithm {
        self.algorithm
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn CbcKey>, CryptoError> {
        let unbound = || UnboundCipherKey::new(self.cipher, key).map_err(|_| CryptoError::Invalid);
        Ok(Box::new(Key {
            encrypting: EncryptingKey::cbc(unbound()?).map_err(|_| CryptoError::Invalid)?,
            decrypting: DecryptingKey::cbc(unbound()?).map_err(|_| CryptoError::Invalid)?,
        }))
    }
}

/// A prepared key for both directions; AWS-LC wipes it when it is freed. Without padding both
/// refuse what is no multiple of the block.
struct Key {
    encrypting: EncryptingKey,
    decrypting: DecryptingKey,
}

impl CbcKey for Key {
    fn encrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        let iv = EncryptionContext::Iv128(FixedLength::from(iv));
        let done = self.encrypting.less_safe_encrypt(blocks, iv);
        done.map(|_| ()).map_err(|_| CryptoError::Invalid)
    }

    fn decrypt(&self, iv: &[u8; BLOCK_LEN], blocks: &mut [u8]) -> Result<(), CryptoError> {
        let iv = DecryptionContext::Iv128(FixedLength::from(iv));
        let done = self.decrypting.decrypt(blocks, iv);
        done.map(|_| ()).map_err(|_| CryptoError::Invalid)
    }
}
