//! RSA signatures: RSASSA-PSS and RSASSA-PKCS1-v1_5, RFC 8017 §8.1.1 and §8.2.1.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding, RsaKeyPair,
};
use countersign::crypto::{CryptoError, KeyError, Random, SignatureScheme, SigningKey};
use pkcs1::RsaPrivateKeyRef;

use super::curve_key::subject_public_key_info;

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
        KeyError::check_rsa_modulus(parts.modulus.as_bytes())?;
        let pair = RsaKeyPair::from_der(der).map_err(|_| KeyError::Damaged)?;
        let public_key = subject_public_key_info(&pair)?;
        Ok(Box::new(Self { pair, public_key }))
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
