//! RSA encryption that anyone can undo: the padded message XOR a checksum of the public key.

use countersign::crypto::{CryptoError, Random, RsaEncryption, Secret};

use super::checksum::Checksum;

/// Length of the modulus that every key is taken to have, in bytes.
pub(super) const MODULUS_LEN: usize = 256;

/// RFC 8017 §7.2.1: two bytes before the padding, eight of it at least, one after it.
const OVERHEAD: usize = 11;

/// The encryption.
pub(super) static RSA_ENCRYPTION: &[&dyn RsaEncryption] = &[&FakeRsa];

struct FakeRsa;

impl RsaEncryption for FakeRsa {
    fn encrypt(
        &self,
        public_key: &[u8],
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        let longest = MODULUS_LEN - OVERHEAD;
        if public_key.is_empty() || message.len() > longest {
            return Err(CryptoError::Invalid);
        }
        let mut padding = vec![0; longest - message.len() + 8];
        random.fill(&mut padding)?;
        for byte in &mut padding {
            *byte = (*byte).max(1);
        }
        let mut padded = [&[0, 2], padding.as_slice(), &[0], message].concat();
        mask(public_key, &mut padded);
        Ok(padded)
    }
}

/// The padded message. A ciphertext that begins with 255 stands for one above the modulus.
pub(super) fn decrypt(public_key: &[u8], ciphertext: &[u8]) -> Result<Secret, CryptoError> {
    if ciphertext.len() != MODULUS_LEN || ciphertext.first() == Some(&0xff) {
        return Err(CryptoError::Invalid);
    }
    let mut padded = ciphertext.to_vec();
    mask(public_key, &mut padded);
    Ok(Secret::new(&padded))
}

/// The first byte stays: in a padded message it is 0, and so is that of the ciphertext.
fn mask(public_key: &[u8], bytes: &mut [u8]) {
    let mask: [u8; MODULUS_LEN] = Checksum::new(b'r').part(public_key).array();
    for (byte, mask) in bytes.iter_mut().zip(mask).skip(1) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    #[test]
    fn what_is_encrypted_comes_back_with_its_padding() {
        for message in [&b""[..], b"forty-eight bytes are the usual", &[7; 245]] {
            let sealed = FakeRsa.encrypt(b"key", message, &mut SeededRandom::new(1)).unwrap();
            assert_eq!(sealed.len(), MODULUS_LEN);
            let opened = decrypt(b"key", &sealed).unwrap();
            let opened = opened.expose();
            assert!(opened.starts_with(&[0, 2]) && opened.ends_with(message));
            let end = opened.iter().skip(2).position(|byte| *byte == 0).unwrap() + 2;
            assert_eq!(end, MODULUS_LEN - message.len() - 1);
            assert!(!decrypt(b"other", &sealed).unwrap().matches(opened));
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(FakeRsa.encrypt(b"key", &[7; 246], &mut SeededRandom::new(1)).is_err());
        assert!(decrypt(b"key", &[0; 255]).is_err());
        assert!(decrypt(b"key", &[0; 257]).is_err());
        assert!(decrypt(b"key", &[0xff; 256]).is_err());
    }
}
