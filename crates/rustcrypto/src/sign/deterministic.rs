//! Keys whose signatures draw no randomness: ECDSA (RFC 6979 §3.2), Ed25519 (RFC 8032 §5.1.6).

use alloc::{boxed::Box, vec::Vec};

use countersign::crypto::{CryptoError, Random, SignatureScheme, SigningKey};
use ed25519_dalek::ed25519;
use p256::NistP256;
use p256::ecdsa::signature::hazmat::PrehashSigner;
use p256::ecdsa::signature::{self, SignatureEncoding, Signer};
use p256::pkcs8::{AssociatedOid, EncodePublicKey};
use p384::NistP384;
use sec1::EcPrivateKey;
#[cfg(feature = "legacy")]
use sha1::Digest;

use super::KeyError;

/// A key `K` that makes signatures in the encoding `S`; the key wipes itself when dropped.
struct DeterministicKey<K, S> {
    key: K,
    schemes: &'static [SignatureScheme],
    sign: fn(&K, SignatureScheme, &[u8]) -> Result<S, signature::Error>,
    public_key: Vec<u8>,
}

impl<K, S> SigningKey for DeterministicKey<K, S>
where
    K: Send + Sync,
    S: SignatureEncoding,
{
    fn schemes(&self) -> &[SignatureScheme] {
        self.schemes
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
        if !self.schemes.contains(&scheme) {
            return Err(CryptoError::Unsupported);
        }
        let signature = (self.sign)(&self.key, scheme, message);
        Ok(signature.map_err(|_| CryptoError::Invalid)?.to_vec())
    }
}

/// ECDSA hashes with the function that belongs to the curve, or with SHA-1 in older handshakes.
fn ecdsa<K: Signer<S> + PrehashSigner<S>, S>(
    key: &K,
    scheme: SignatureScheme,
    message: &[u8],
) -> Result<S, signature::Error> {
    match scheme {
        #[cfg(feature = "legacy")]
        SignatureScheme::ECDSA_SHA1 => key.sign_prehash(&sha1::Sha1::digest(message)),
        _ => key.try_sign(message),
    }
}

/// The public half as it stands in a certificate.
fn info(public_key: &impl EncodePublicKey) -> Result<Vec<u8>, KeyError> {
    Ok(public_key.to_public_key_der().map_err(|_| KeyError::Damaged)?.into_vec())
}

/// ECDSA on P-256, signatures in DER (RFC 8422 §5.4).
pub(super) fn p256(secret: &p256::SecretKey) -> Result<Box<dyn SigningKey>, KeyError> {
    Ok(Box::new(DeterministicKey {
        key: p256::ecdsa::SigningKey::from(secret),
        schemes: &[
            SignatureScheme::ECDSA_SECP256R1_SHA256,
            #[cfg(feature = "legacy")]
            SignatureScheme::ECDSA_SHA1,
        ],
        sign: ecdsa::<_, p256::ecdsa::DerSignature>,
        public_key: info(&secret.public_key())?,
    }))
}

/// ECDSA on P-384, signatures in DER (RFC 8422 §5.4).
pub(super) fn p384(secret: &p384::SecretKey) -> Result<Box<dyn SigningKey>, KeyError> {
    Ok(Box::new(DeterministicKey {
        key: p384::ecdsa::SigningKey::from(secret),
        schemes: &[
            SignatureScheme::ECDSA_SECP384R1_SHA384,
            #[cfg(feature = "legacy")]
            SignatureScheme::ECDSA_SHA1,
        ],
        sign: ecdsa::<_, p384::ecdsa::DerSignature>,
        public_key: info(&secret.public_key())?,
    }))
}

/// Ed25519, signatures of 64 bytes.
pub(super) fn ed25519(key: ed25519_dalek::SigningKey) -> Result<Box<dyn SigningKey>, KeyError> {
    let public_key = info(&key.verifying_key())?;
    Ok(Box::new(DeterministicKey {
        key,
        schemes: &[SignatureScheme::ED25519],
        sign: |key, _, message| -> Result<ed25519::Signature, _> { key.try_sign(message) },
        public_key,
    }))
}

/// `ECPrivateKey` of RFC 5915 §3.
pub(super) fn from_sec1(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    let key = EcPrivateKey::try_from(der).map_err(|_| KeyError::Damaged)?;
    // RFC 5915 §3: outside PKCS#8 the curve must stand here. The length would not tell it,
    // since scalars without their leading zeros are about.
    let curve = key.parameters.and_then(sec1::EcParameters::named_curve);
    match curve.ok_or(KeyError::Damaged)? {
        NistP256::OID => p256(&key.try_into().map_err(|_| KeyError::Damaged)?),
        NistP384::OID => p384(&key.try_into().map_err(|_| KeyError::Damaged)?),
        _ => Err(KeyError::UnknownType),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lent_random::testing::Broken;

    /// RFC 6979 appendix A.2.5, message "sample" with SHA-256: the private key, then r and s.
    #[test]
    fn rfc_6979_p256() {
        let secret = p256::SecretKey::from_slice(
            b"\xc9\xaf\xa9\xd8\x45\xba\x75\x16\x6b\x5c\x21\x57\x67\xb1\xd6\x93\
              \x4e\x50\xc3\xdb\x36\xe8\x9b\x12\x7b\x8a\x62\x2b\x12\x0f\x67\x21",
        )
        .unwrap();
        let signature = p256(&secret)
            .unwrap()
            .sign(SignatureScheme::ECDSA_SECP256R1_SHA256, b"sample", &mut Broken)
            .unwrap();
        assert_eq!(
            signature,
            b"\x30\x46\
              \x02\x21\x00\xef\xd4\x8b\x2a\xac\xb6\xa8\xfd\x11\x40\xdd\x9c\xd4\x5e\x81\xd6\
              \x9d\x2c\x87\x7b\x56\xaa\xf9\x91\xc3\x4d\x0e\xa8\x4e\xaf\x37\x16\
              \x02\x21\x00\xf7\xcb\x1c\x94\x2d\x65\x7c\x41\xd4\x36\xc7\xa1\xb6\xe2\x9f\x65\
              \xf3\xe9\x00\xdb\xb9\xaf\xf4\x06\x4d\xc4\xab\x2f\x84\x3a\xcd\xa8"
        );
    }

    /// RFC 6979 appendix A.2.6, message "sample" with SHA-384.
    #[test]
    fn rfc_6979_p384() {
        let secret = p384::SecretKey::from_slice(
            b"\x6b\x9d\x3d\xad\x2e\x1b\x8c\x1c\x05\xb1\x98\x75\xb6\x65\x9f\x4d\
              \xe2\x3c\x3b\x66\x7b\xf2\x97\xba\x9a\xa4\x77\x40\x78\x71\x37\xd8\
              \x96\xd5\x72\x4e\x4c\x70\xa8\x25\xf8\x72\xc9\xea\x60\xd2\xed\xf5",
        )
        .unwrap();
        let signature = p384(&secret)
            .unwrap()
            .sign(SignatureScheme::ECDSA_SECP384R1_SHA384, b"sample", &mut Broken)
            .unwrap();
        assert_eq!(
            signature,
            b"\x30\x66\
              \x02\x31\x00\x94\xed\xbb\x92\xa5\xec\xb8\xaa\xd4\x73\x6e\x56\xc6\x91\x91\x6b\
              \x3f\x88\x14\x06\x66\xce\x9f\xa7\x3d\x64\xc4\xea\x95\xad\x13\x3c\
              \x81\xa6\x48\x15\x2e\x44\xac\xf9\x6e\x36\xdd\x1e\x80\xfa\xbe\x46\
              \x02\x31\x00\x99\xef\x4a\xeb\x15\xf1\x78\xce\xa1\xfe\x40\xdb\x26\x03\x13\x8f\
              \x13\x0e\x74\x0a\x19\x62\x45\x26\x20\x3b\x63\x51\xd0\xa3\xa9\x4f\
              \xa3\x29\xc1\x45\x78\x6e\x67\x9e\x7b\x82\xc7\x1a\x38\x62\x8a\xc8"
        );
    }

    /// RFC 8032 §7.1, test 2.
    #[test]
    fn rfc_8032_test_2() {
        let key = ed25519_dalek::SigningKey::from_bytes(
            b"\x4c\xcd\x08\x9b\x28\xff\x96\xda\x9d\xb6\xc3\x46\xec\x11\x4e\x0f\
              \x5b\x8a\x31\x9f\x35\xab\xa6\x24\xda\x8c\xf6\xed\x4f\xb8\xa6\xfb",
        );
        let key = ed25519(key).unwrap();
        assert_eq!(
            key.public_key(),
            b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00\
              \x3d\x40\x17\xc3\xe8\x43\x89\x5a\x92\xb7\x0a\xa7\x4d\x1b\x7e\xbc\
              \x9c\x98\x2c\xcf\x2e\xc4\x96\x8c\xc0\xcd\x55\xf1\x2a\xf4\x66\x0c"
        );
        assert_eq!(
            key.sign(SignatureScheme::ED25519, b"\x72", &mut Broken).unwrap(),
            b"\x92\xa0\x09\xa9\xf0\xd4\xca\xb8\x72\x0e\x82\x0b\x5f\x64\x25\x40\
              \xa2\xb2\x7b\x54\x16\x50\x3f\x8f\xb3\x76\x22\x23\xeb\xdb\x69\xda\
              \x08\x5a\xc1\xe4\x3e\x15\x99\x6e\x45\x8f\x36\x13\xd0\xf1\x1d\x8c\
              \x38\x7b\x2e\xae\xb4\x30\x2a\xee\xb0\x0d\x29\x16\x12\xbb\x0c\x00"
        );
    }
}
