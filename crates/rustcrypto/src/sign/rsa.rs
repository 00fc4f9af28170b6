//! RSA keys: signatures with PSS and PKCS#1 v1.5, RFC 8017 §8.1.1 and §8.2.1; the bare
//! decryption of §5.1.2.

use alloc::{boxed::Box, vec::Vec};

use countersign::crypto::{CryptoError, KeyError, Random, Secret, SignatureScheme, SigningKey};
use rsa::hazmat::rsa_decrypt_and_check;
use rsa::pkcs1::RsaPrivateKeyRef;
use rsa::pkcs8::EncodePublicKey;
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, PrivateKey};
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use crate::lent_random::{LentRandom, rsa_error};

/// PSS first: RFC 8446 §4.2.3 leaves PKCS#1 v1.5 to certificates.
const SCHEMES: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_RSAE_SHA256,
    SignatureScheme::RSA_PSS_RSAE_SHA384,
    SignatureScheme::RSA_PSS_RSAE_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
    #[cfg(feature = "legacy")]
    SignatureScheme::RSA_PKCS1_SHA1,
    #[cfg(feature = "legacy")]
    SignatureScheme::RSA_PKCS1_MD5_SHA1,
];

/// Bytes that one signature, or one decryption, may draw. The salt and the blinding exponents
/// take less than 200; the rest is 60 tries at a number below the longest modulus, of which each
/// fits with at least even odds.
const DRAWS: usize = 64 * 1024;

/// An RSA key with two primes. It computes by the Chinese remainder theorem, with base, exponents
/// and primes blinded by the lent randomness, and checks each result with the public key before
/// it leaves: a fault in one half would betray the primes.
pub(super) struct RsaKey {
    key: PrivateKey,
    public_key: Vec<u8>,
}

impl RsaKey {
    /// `RSAPrivateKey` of RFC 8017 appendix A.1.2.
    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
        let parts = RsaPrivateKeyRef::try_from(der).map_err(|_| KeyError::Damaged)?;
        KeyError::check_rsa_modulus(parts.modulus.as_bytes())?;
        Self::boxed(PrivateKey::try_from(parts).map_err(|_| KeyError::Damaged)?)
    }

    /// The key with its public half worked out.
    pub(super) fn boxed(key: PrivateKey) -> Result<Box<dyn SigningKey>, KeyError> {
        let public_key = key.as_public_key().to_public_key_der().map_err(|_| KeyError::Damaged)?;
        Ok(Box::new(Self { key, public_key: public_key.into_vec() }))
    }
}

impl SigningKey for RsaKey {
    fn schemes(&self) -> &[SignatureScheme] {
        SCHEMES
    }

    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn sign(
        &self,
        scheme: SignatureScheme,
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        use SignatureScheme as S;

        let (key, random) = (&self.key, &mut LentRandom::new(random, DRAWS));
        match scheme {
            S::RSA_PSS_RSAE_SHA256 => key.pss_sign_with_rng::<Sha256, _>(random, message),
            S::RSA_PSS_RSAE_SHA384 => key.pss_sign_with_rng::<Sha384, _>(random, message),
            S::RSA_PSS_RSAE_SHA512 => key.pss_sign_with_rng::<Sha512, _>(random, message),
            S::RSA_PKCS1_SHA256 => key.pkcs1v15_sign_with_rng::<Sha256, _>(random, message),
            S::RSA_PKCS1_SHA384 => key.pkcs1v15_sign_with_rng::<Sha384, _>(random, message),
            S::RSA_PKCS1_SHA512 => key.pkcs1v15_sign_with_rng::<Sha512, _>(random, message),
            #[cfg(feature = "legacy")]
            S::RSA_PKCS1_SHA1 => key.pkcs1v15_sign_with_rng::<sha1::Sha1, _>(random, message),
            #[cfg(feature = "legacy")]
            S::RSA_PKCS1_MD5_SHA1 => {
                let unnamed = rsa::Pkcs1v15Sign::new_unprefixed();
                key.sign_with_rng(random, unnamed, &crate::verify::md5_sha1(message))
            }
            _ => return Err(CryptoError::Unsupported),
        }
        .map_err(|error| rsa_error(&error))
    }

    fn decrypts(&self) -> bool {
        true
    }

    fn decrypt(&self, ciphertext: &[u8], random: &mut dyn Random) -> Result<Secret, CryptoError> {
        let len = self.key.size();
        if ciphertext.len() != len {
            return Err(CryptoError::Invalid);
        }
        let number = BoxedUint::from_be_slice(ciphertext, self.key.n_bits_precision())
            .map_err(|_| CryptoError::Invalid)?;
        let random = &mut LentRandom::new(random, DRAWS);
        let message = rsa_decrypt_and_check(&self.key, Some(random), &number)
            .map_err(|error| rsa_error(&error))?;
        let message = Zeroizing::new(Zeroizing::new(message).to_be_bytes());
        // Its length is that of the modulus in whole limbs.
        let message = message.get(message.len() - len..).ok_or(CryptoError::Invalid)?;
        Ok(Secret::new(message))
    }
}
