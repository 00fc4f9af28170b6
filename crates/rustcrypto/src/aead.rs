//! Record ciphers: AES-GCM (RFC 5288, NIST SP 800-38D), ChaCha20-Poly1305 (RFC 8439) and AES-CCM
//! (RFC 6655, RFC 3610).

use alloc::boxed::Box;
use core::marker::PhantomData;

use aes::Aes128;
use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::{AeadInOut, Aes128Gcm, Aes256Gcm, KeyInit};
use ccm::Ccm;
use chacha20poly1305::ChaCha20Poly1305;
use countersign::crypto::{Aead, AeadAlgorithm, AeadKey, CryptoError, NONCE_LEN, TAG_LEN};

/// Every record cipher of the provider.
pub(crate) static AEADS: &[&dyn Aead] = &[
    &Cipher::<Aes128Gcm> { algorithm: AeadAlgorithm::Aes128Gcm, cipher: PhantomData },
    &Cipher::<Aes256Gcm> { algorithm: AeadAlgorithm::Aes256Gcm, cipher: PhantomData },
    &Cipher::<ChaCha20Poly1305> { algorithm: AeadAlgorithm::ChaCha20Poly1305, cipher: PhantomData },
    &Cipher::<Aes128Ccm> { algorithm: AeadAlgorithm::Aes128Ccm, cipher: PhantomData },
];

/// AEAD_AES_128_CCM of RFC 5116 §5.3: a tag of 16 bytes, a nonce of 12.
type Aes128Ccm = Ccm<Aes128, U16, U12>;

/// One record cipher.
struct Cipher<C> {
    algorithm: AeadAlgorithm,
    cipher: PhantomData<fn() -> C>,
}

impl<C> Aead for Cipher<C>
where
    C: AeadInOut<NonceSize = U12, TagSize = U16> + KeyInit + Send + Sync + 'static,
{
    fn algorithm(&self) -> AeadAlgorithm {
        self.algorithm
    }

    fn key(&self, key: &[u8]) -> Result<Box<dyn AeadKey>, CryptoError> {
        let key = C::new_from_slice(key).map_err(|_| CryptoError::Invalid)?;
        Ok(Box::new(Key(key)))
    }
}

/// A prepared key; the ciphers wipe theirs when dropped.
struct Key<C>(C);

impl<C> AeadKey for Key<C>
where
    C: AeadInOut<NonceSize = U12, TagSize = U16> + Send + Sync,
{
    fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError> {
        self.0
            .encrypt_inout_detached(nonce.into(), additional_data, text.into())
            .map(Into::into)
            .map_err(|_| CryptoError::Invalid)
    }

    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        self.0
            .decrypt_inout_detached(nonce.into(), additional_data, text.into(), tag.into())
            .map_err(|_| CryptoError::Invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;
    use alloc::vec::Vec;

    fn key(algorithm: AeadAlgorithm, key: &[u8]) -> Box<dyn AeadKey> {
        provider().aead(algorithm).unwrap().key(key).unwrap()
    }

    /// Test cases 4 and 16 of "The Galois/Counter Mode of Operation (GCM)", submission to NIST,
    /// appendix B: the same text, nonce and additional data, under keys of 128 and 256 bits.
    const GCM_TEXT: [u8; 60] = *b"\
        \xd9\x31\x32\x25\xf8\x84\x06\xe5\xa5\x59\x09\xc5\xaf\xf5\x26\x9a\
        \x86\xa7\xa9\x53\x15\x34\xf7\xda\x2e\x4c\x30\x3d\x8a\x31\x8a\x72\
        \x1c\x3c\x0c\x95\x95\x68\x09\x53\x2f\xcf\x0e\x24\x49\xa6\xb5\x25\
        \xb1\x6a\xed\xf5\xaa\x0d\xe6\x57\xba\x63\x7b\x39";
    const GCM_KEY: [u8; 16] = *b"\xfe\xff\xe9\x92\x86\x65\x73\x1c\x6d\x6a\x8f\x94\x67\x30\x83\x08";
    const GCM_NONCE: [u8; 12] = *b"\xca\xfe\xba\xbe\xfa\xce\xdb\xad\xde\xca\xf8\x88";
    const GCM_DATA: [u8; 20] =
        *b"\xfe\xed\xfa\xce\xde\xad\xbe\xef\xfe\xed\xfa\xce\xde\xad\xbe\xef\xab\xad\xda\xd2";

    #[test]
    fn gcm_test_case_4() {
        let mut text = GCM_TEXT;
        let tag =
            key(AeadAlgorithm::Aes128Gcm, &GCM_KEY).seal(&GCM_NONCE, &GCM_DATA, &mut text).unwrap();
        assert_eq!(
            &text,
            b"\x42\x83\x1e\xc2\x21\x77\x74\x24\x4b\x72\x21\xb7\x84\xd0\xd4\x9c\
              \xe3\xaa\x21\x2f\x2c\x02\xa4\xe0\x35\xc1\x7e\x23\x29\xac\xa1\x2e\
              \x21\xd5\x14\xb2\x54\x66\x93\x1c\x7d\x8f\x6a\x5a\xac\x84\xaa\x05\
              \x1b\xa3\x0b\x39\x6a\x0a\xac\x97\x3d\x58\xe0\x91"
        );
        assert_eq!(&tag, b"\x5b\xc9\x4f\xbc\x32\x21\xa5\xdb\x94\xfa\xe9\x5a\xe7\x12\x1a\x47");
    }

    #[test]
    fn gcm_test_case_16() {
        let mut text = GCM_TEXT;
        let tag = key(AeadAlgorithm::Aes256Gcm, &[GCM_KEY, GCM_KEY].concat())
            .seal(&GCM_NONCE, &GCM_DATA, &mut text)
            .unwrap();
        assert_eq!(
            &text,
            b"\x52\x2d\xc1\xf0\x99\x56\x7d\x07\xf4\x7f\x37\xa3\x2a\x84\x42\x7d\
              \x64\x3a\x8c\xdc\xbf\xe5\xc0\xc9\x75\x98\xa2\xbd\x25\x55\xd1\xaa\
              \x8c\xb0\x8e\x48\x59\x0d\xbb\x3d\xa7\xb0\x8b\x10\x56\x82\x88\x38\
              \xc5\xf6\x1e\x63\x93\xba\x7a\x0a\xbc\xc9\xf6\x62"
        );
        assert_eq!(&tag, b"\x76\xfc\x6e\xce\x0f\x4e\x17\x68\xcd\xdf\x88\x53\xbb\x2d\x55\x1b");
    }

    /// RFC 8439 §2.8.2.
    #[test]
    fn rfc_8439_example() {
        let secret: Vec<u8> = (0x80..0xa0).collect();
        let mut text = *b"Ladies and Gentlemen of the class of '99: \
            If I could offer you only one tip for the future, sunscreen would be it.";
        let tag = key(AeadAlgorithm::ChaCha20Poly1305, &secret)
            .seal(
                b"\x07\x00\x00\x00\x40\x41\x42\x43\x44\x45\x46\x47",
                b"\x50\x51\x52\x53\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7",
                &mut text,
            )
            .unwrap();
        assert_eq!(
            text[..32],
            *b"\xd3\x1a\x8d\x34\x64\x8e\x60\xdb\x7b\x86\xaf\xbc\x53\xef\x7e\xc2\
               \xa4\xad\xed\x51\x29\x6e\x08\xfe\xa9\xe2\xb5\xa7\x36\xee\x62\xd6"
        );
        assert_eq!(&tag, b"\x1a\xe1\x0b\x59\x4f\x09\xe2\x6a\x7e\x90\x2e\xcb\xd0\x60\x06\x91");
    }

    #[test]
    fn every_cipher_opens_its_own_and_nothing_altered() {
        for aead in provider().aeads {
            let secret: Vec<u8> = (0..).take(aead.algorithm().key_len()).collect();
            let key = aead.key(&secret).unwrap();
            for len in [0, 1, 16, 17, 16384] {
                let plain: Vec<u8> = (0u8..=255).cycle().take(len).collect();
                let mut sealed = plain.clone();
                let tag = key.seal(&[7; 12], b"header", &mut sealed).unwrap();

                let mut opened = sealed.clone();
                key.open(&[7; 12], b"header", &mut opened, &tag).unwrap();
                assert_eq!(opened, plain);

                let refused = |nonce, data, text: &[u8], tag| {
                    key.open(nonce, data, &mut text.to_vec(), tag) == Err(CryptoError::Invalid)
                };
                let mut other = tag;
                other[15] ^= 1;
                assert!(refused(&[7; 12], b"header", &sealed, &other));
                assert!(refused(&[8; 12], b"header", &sealed, &tag));
                assert!(refused(&[7; 12], b"Header", &sealed, &tag));
                if let Some(last) = sealed.last_mut() {
                    *last ^= 0x80;
                    assert!(refused(&[7; 12], b"header", &sealed, &tag));
                }
            }
        }
    }

    #[test]
    fn a_key_of_another_length_is_refused() {
        for aead in provider().aeads {
            let len = aead.algorithm().key_len();
            for wrong in [0, 1, len - 1, len + 1, 2 * len] {
                assert_eq!(aead.key(&[0; 64][..wrong]).err(), Some(CryptoError::Invalid));
            }
        }
    }
}
