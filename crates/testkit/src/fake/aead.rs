//! AEADs that encrypt nothing: the text stays in the clear, and the tag notices a wrong nonce,
//! wrong additional data and a wrong text. The key is checked for its length only.
//!
//! A tag is the 12 bytes of the nonce and 4 bytes of a checksum. So a test that sees one record
//! knows all that it takes to make the next ([`super::Forger`]).

use countersign::crypto::{Aead, AeadAlgorithm, AeadKey, CryptoError, NONCE_LEN, TAG_LEN};

use super::checksum::Checksum;

/// Every record cipher.
pub(super) static AEADS: &[&dyn Aead] = &[
    &FakeAead(AeadAlgorithm::Aes128Gcm),
    &FakeAead(AeadAlgorithm::Aes256Gcm),
    &FakeAead(AeadAlgorithm::ChaCha20Poly1305),
    &FakeAead(AeadAlgorithm::Aes128Ccm),
];

/// The tag of a record.
pub fn tag(nonce: &[u8; NONCE_LEN], additional_data: &[u8], text: &[u8]) -> [u8; TAG_LEN] {
    let mut tag = [0; TAG_LEN];
    let (front, back) = tag.split_at_mut(NONCE_LEN);
    front.copy_from_slice(nonce);
    Checksum::new(b'a').part(nonce).part(additional_data).part(text).spread(back);
    tag
}

/// The nonce that a tag was made with.
pub fn nonce_of(tag: &[u8; TAG_LEN]) -> [u8; NONCE_LEN] {
    let mut nonce = [0; NONCE_LEN];
    for (to, from) in nonce.iter_mut().zip(tag) {
        *to = *from;
    }
    nonce
}

struct FakeAead(AeadAlgorithm);

impl Aead for FakeAead {
    fn algorithm(&self) -> AeadAlgorithm {
        self.0
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn AeadKey>, CryptoError> {
        if key.len() == self.0.key_len() {
            Ok(Box::new(FakeAeadKey))
        } else {
            Err(CryptoError::Invalid)
        }
    }
}

struct FakeAeadKey;

impl AeadKey for FakeAeadKey {
    fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError> {
        Ok(tag(nonce, additional_data, text))
    }

    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
        given: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        if tag(nonce, additional_data, text) == *given { Ok(()) } else { Err(CryptoError::Invalid) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_checked_and_the_nonce_shows() {
        let key = AEADS[0].key(&[0; 16]).unwrap();
        let sealed = key.seal(&[1; 12], b"aad", &mut b"text".to_owned()).unwrap();
        let open = |nonce, aad: &[u8], text: &[u8]| {
            key.open(nonce, aad, &mut text.to_owned(), &sealed).is_ok()
        };
        assert!(open(&[1; 12], b"aad", b"text"));
        assert!(!open(&[2; 12], b"aad", b"text"));
        assert!(!open(&[1; 12], b"abc", b"text"));
        assert!(!open(&[1; 12], b"aad", b"next"));
        assert_eq!(nonce_of(&sealed), [1; 12]);
        assert!(AEADS[2].key(&[0; 16]).is_err(), "ChaCha20 has keys of 32 bytes");
    }
}
