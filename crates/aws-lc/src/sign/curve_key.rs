//! Keys on curves: ECDSA (FIPS 186-5 §6.4.1) and Ed25519 (RFC 8032 §5.1.6).

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
};
use countersign::crypto::{CryptoError, KeyError, Random, SignatureScheme, SigningKey};

/// The public half as it stands in a certificate.
pub(super) fn subject_public_key_info<K>(pair: &K) -> Result<Vec<u8>, KeyError>
where
    K: KeyPair<PublicKey: AsDer<PublicKeyX509Der<'static>>>,
{
    let der = pair.public_key().as_der().map_err(|_| KeyError::Damaged)?;
    Ok(der.as_ref().to_vec())
}

/// An ECDSA key, signatures in DER (RFC 8422 §5.4). The number that each signature needs is
/// drawn by AWS-LC.
pub(super) struct EcdsaKey {
    pair: EcdsaKeyPair,
    scheme: SignatureScheme,
    public_key: Vec<u8>,
}

impl EcdsaKey {
    /// A key on P-256, as PKCS#8 or as SEC 1.
    pub(super) fn p256(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
        let scheme = SignatureScheme::ECDSA_SECP256R1_SHA256;
        Self::boxed(&ECDSA_P256_SHA256_ASN1_SIGNING, scheme, der)
    }

    /// A key on P-384, as PKCS#8 or as SEC 1.
    pub(super) fn p384(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
        let scheme = SignatureScheme::ECDSA_SECP384R1_SHA384;
        Self::boxed(&ECDSA_P384_SHA384_ASN1_SIGNING, scheme, der)
    }

    fn boxed(
        algorithm: &'static EcdsaSigningAlgorithm,
        scheme: SignatureScheme,
        der: &[u8],
    ) -> Result<Box<dyn SigningKey>, KeyError> {
        let pair =
            EcdsaKeyPair::from_private_key_der(algorithm, der).map_err(|_| KeyError::Damaged)?;
        let public_key = subject_public_key_info(&pair)?;
        Ok(Box::new(Self { pair, scheme, public_key }))
    }
}

impl SigningKey for EcdsaKey {
    fn schemes(&self) -> &[SignatureScheme] {
        core::slice::from_ref(&self.scheme)
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
        if scheme != self.scheme {
            return Err(CryptoError::Unsupported);
        }
        let signature = self.pair.sign(&SystemRandom::new(), message);
        Ok(signature.map_err(|_| CryptoError::Invalid)?.as_ref().to_vec())
    }
}

/// An Ed25519 key, signatures of 64 bytes, without randomness.
pub(super) struct Ed25519Key {
    pair: Ed25519KeyPair,
    public_key: Vec<u8>,
}

impl Ed25519Key {
    /// RFC 8410 §7, of either version.
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
        let pair = Ed25519KeyPair::from_pkcs8(der).map_err(|_| KeyError::Damaged)?;
        let public_key = subject_public_key_info(&pair)?;
        Ok(Box::new(Self { pair, public_key }))
    }
}

impl SigningKey for Ed25519Key {
    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::ED25519]
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
        if scheme != SignatureScheme::ED25519 {
            return Err(CryptoError::Unsupported);
        }
        let signature = self.pair.try_sign(message);
        Ok(signature.map_err(|_| CryptoError::Invalid)?.as_ref().to_vec())
    }
}
