//! Record ciphers: AES-GCM (RFC 5288, NIST SP 800-38D) and ChaCha20-Poly1305 (RFC 8439).

use aws_lc_rs::aead::{
    AES_128_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey,
};
use countersign::crypto::{Aead, AeadAlgorithm, AeadKey, CryptoError, NONCE_LEN, TAG_LEN};

/// Every record cipher of the provider.
pub(crate) static AEADS: &[&dyn Aead] = &[
    &Cipher { algorithm: AeadAlgorithm::Aes128Gcm, cipher: &AES_128_GCM },
    &Cipher { algorithm: AeadAlgorithm::Aes256Gcm, cipher: &AES_256_GCM },
    &Cipher { algorithm: AeadAlgorithm::ChaCha20Poly1305, cipher: &CHACHA20_POLY1305 },
];

/// One record cipher.
struct Cipher {
    algorithm: AeadAlgorithm,
    cipher: &'static Algorithm,
}

impl Aead for Cipher {
    fn algorithm(&self) -> AeadAlgorithm {
        self.algorithm
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn AeadKey>, CryptoError> {
        let key = UnboundKey::new(self.cipher, key).map_err(|_| CryptoError::Invalid)?;
        Ok(Box::new(Key(LessSafeKey::new(key))))
    }
}

/// A prepared key; AWS-LC wipes it when it is freed. "Less safe" it is called because its user
/// chooses the nonces: the machine does, from the record's number.
struct Key(LessSafeKey);

impl AeadKey for Key {
    fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(additional_data), text)
            .map_err(|_| CryptoError::Invalid)?;
        tag.as_ref().try_into().map_err(|_| CryptoError::Invalid)
    }

    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        let nonce = Nonce::assume_unique_for_key(*nonce);
        self.0
            .open_in_place_separate_tag(nonce, Aad::from(additional_data), tag, text)
            .map(|_| ())
            .map_err(|_| CryptoError::Invalid)
    }
}
