//! Fresh keys for throw-away certificates, as PKCS#8 (RFC 5958).

use alloc::{boxed::Box, vec::Vec};

use countersign::crypto::{CryptoError, Random, SigningKey};
use ed25519_dalek::pkcs8::KeypairBytes;
use p256::NistP256;
use p256::pkcs8::{EncodePrivateKey, SecretDocument};
use p384::NistP384;
use zeroize::Zeroizing;

use super::{KeyError, deterministic};
use crate::nist_curve::draw_key;

/// The kinds of key that [`generate_key`] makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyKind {
    /// ECDSA on P-256.
    P256,
    /// ECDSA on P-384.
    P384,
    /// Ed25519.
    Ed25519,
    /// RSA with a modulus of 2048 bits. The search for its primes takes the time of some tens
    /// of signatures.
    Rsa2048,
}

/// A fresh private key, ready to sign and in the form that files and other libraries take.
pub struct GeneratedKey {
    /// The key.
    pub key: Box<dyn SigningKey>,
    /// The same key as PKCS#8 DER, wiped when dropped.
    pub pkcs8: Zeroizing<Vec<u8>>,
}

#[cfg(target_has_atomic = "ptr")]
/// Bytes that the search for two primes may draw. It takes 128 for each place where it begins
/// to look; a source that is stuck begins at the same place for ever.
const DRAWS_FOR_PRIMES: usize = 64 * 1024;

/// Makes a key from `random`; the same draws give the same key.
pub fn generate_key(kind: KeyKind, random: &mut dyn Random) -> Result<GeneratedKey, CryptoError> {
    match kind {
        KeyKind::P256 => {
            let secret = draw_key::<NistP256>(random)?;
            generated(deterministic::p256(&secret), secret.to_pkcs8_der())
        }
        KeyKind::P384 => {
            let secret = draw_key::<NistP384>(random)?;
            generated(deterministic::p384(&secret), secret.to_pkcs8_der())
        }
        KeyKind::Ed25519 => {
            let mut seed = Zeroizing::new([0; 32]);
            random.fill(seed.as_mut_slice())?;
            let key = ed25519_dalek::SigningKey::from_bytes(&seed);
            // Without the public half, which OpenSSL before 3.2 does not read (RFC 8410 §7).
            let document = KeypairBytes { secret_key: *seed, public_key: None }.to_pkcs8_der();
            generated(deterministic::ed25519(key), document)
        }
        KeyKind::Rsa2048 => rsa_2048(random),
    }
}

#[cfg(target_has_atomic = "ptr")]
fn rsa_2048(random: &mut dyn Random) -> Result<GeneratedKey, CryptoError> {
    use crate::lent_random::{LentRandom, rsa_error};

    let random = &mut LentRandom::new(random, DRAWS_FOR_PRIMES);
    let key = rsa::PrivateKey::new(random, 2048).map_err(|error| rsa_error(&error))?;
    let document = key.to_pkcs8_der();
    generated(super::rsa::RsaKey::boxed(key), document)
}

#[cfg(not(target_has_atomic = "ptr"))]
fn rsa_2048(_: &mut dyn Random) -> Result<GeneratedKey, CryptoError> {
    Err(CryptoError::Unsupported)
}

fn generated(
    key: Result<Box<dyn SigningKey>, KeyError>,
    document: p256::pkcs8::Result<SecretDocument>,
) -> Result<GeneratedKey, CryptoError> {
    Ok(GeneratedKey {
        key: key.map_err(|_| CryptoError::Invalid)?,
        pkcs8: document.map_err(|_| CryptoError::Invalid)?.to_bytes(),
    })
}
