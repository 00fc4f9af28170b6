//! RSA signatures: RSASSA-PSS and RSASSA-PKCS1-v1_5, RFC 8017 §8.1.1 and §8.2.1.

use core::ops::RangeInclusive;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use countersign::crypto::{CryptoError, Random, SignatureScheme, SigningKey};
use pkcs1::RsaPrivateKeyRef;

use super::KeyError;
use super::curve_key::subject_public_key_info;

/// Lengths of a modulus that are accepted, in bits. RFC 9325 §4.5: at least 2048. The upper
/// bound is that of AWS-LC, and of what verifies here.
pub(super) const MODULUS_BITS: RangeInclusive<usize> = 2048..=8192;

/// PSS first: RFC 8446 §4.2.3 leaves PKCS#1 v1.5 to certificates.
const SCHEMES: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_RSAE_SHA256,
    SignatureScheme::RSA_PSS_RSAE_SHA384,
    SignatureScheme::RSA_PSS_RSAE_SHA512,
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA512,
];

/// An RSA key with two primes. AWS-LC signs by the Chinese remainder theorem, blinds the base
/// and checks each result with the public key; salt and blinding are of its own drawing.
pub(super) struct RsaKey {
    pair: RsaKeyPair,
    public_key: Vec<u8>,
}

impl RsaKey {
    /// `RSAPrivateKey` of RFC 8017 appendix A.1.2.
    pub(super) fn from_pkcs1(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
        let parts = RsaPrivateKeyRef::try_from(der).map_err(|_| KeyError::Damaged)?;
        check_length(parts.modulus.as_bytes())?;
        let pair = RsaKeyPair::from_der(der).map_err(|_| KeyError::Damaged)?;
        let public_key = subject_public_key_info(&pair)?;
        Ok(Box::new(Self { pair, public_key }))
    }
}

/// The length is judged before anything is computed, which takes time by its cube.
fn check_length(modulus: &[u8]) -> Result<(), KeyError> {
    let first = modulus.first().copied().unwrap_or_default();
    let bits = (modulus.len() * 8).saturating_sub(first.leading_zeros() as usize);
    if MODULUS_BITS.contains(&bits) { Ok(()) } else { Err(KeyError::RsaLength { bits }) }
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
        _random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        use SignatureScheme as S;

        let encoding: &'static dyn RsaEncoding = match scheme {
            S::RSA_PSS_RSAE_SHA256 => &RSA_PSS_SHA256,
            S::RSA_PSS_RSAE_SHA384 => &RSA_PSS_SHA384,
            S::RSA_PSS_RSAE_SHA512 => &RSA_PSS_SHA512,
            S::RSA_PKCS1_SHA256 => &RSA_PKCS1_SHA256,
            S::RSA_PKCS1_SHA384 => &RSA_PKCS1_SHA384,
            S::RSA_PKCS1_SHA512 => &RSA_PKCS1_SHA512,
            _ => return Err(CryptoError::Unsupported),
        };
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(encoding, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| CryptoError::Invalid)?;
        Ok(signature)
    }
}
