//! RSA signatures: RSASSA-PSS and RSASSA-PKCS1-v1_5, RFC 8017 §8.1.1 and §8.2.1.

use alloc::{boxed::Box, vec::Vec};

use countersign::crypto::{CryptoError, KeyError, Random, SignatureScheme, SigningKey};
use rsa::PrivateKey;
use rsa::pkcs1::RsaPrivateKeyRef;
use rsa::pkcs8::EncodePublicKey;
use sha2::{Sha256, Sha384, Sha512};

use crate::lent_random::LentRandom;

/// PSS first: RFC 8446 §4.2.3 leaves PKCS#1 v1.5 to certificates.
const SCHEMES: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_RSAE_SHA256,
    SignatureScheme::RSA_PSS_RSAE_SHA384,
    SignatureScheme::RSA_PSS_RSAE_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
];

/// Bytes that one signature may draw. The salt and the blinding exponents take less than 200;
/// the rest is 60 tries at a number below the longest modulus, of which each fits with at least
/// even odds.
const DRAWS_TO_SIGN: usize = 64 * 1024;

/// An RSA key with two primes. It signs by the Chinese remainder theorem, with base, exponents
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

        let (key, random) = (&self.key, &mut LentRandom::new(random, DRAWS_TO_SIGN));
        match scheme {
            S::RSA_PSS_RSAE_SHA256 => key.pss_sign_with_rng::<Sha256, _>(random, message),
            S::RSA_PSS_RSAE_SHA384 => key.pss_sign_with_rng::<Sha384, _>(random, message),
            S::RSA_PSS_RSAE_SHA512 => key.pss_sign_with_rng::<Sha512, _>(random, message),
            S::RSA_PKCS1_SHA256 => key.pkcs1v15_sign_with_rng::<Sha256, _>(random, message),
            S::RSA_PKCS1_SHA384 => key.pkcs1v15_sign_with_rng::<Sha384, _>(random, message),
            S::RSA_PKCS1_SHA512 => key.pkcs1v15_sign_with_rng::<Sha512, _>(random, message),
            _ => return Err(CryptoError::Unsupported),
        }
        .map_err(|error| match error {
            rsa::Error::Rng => CryptoError::Random,
            _ => CryptoError::Invalid,
        })
    }
}
