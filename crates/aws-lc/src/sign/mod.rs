//! Private keys: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 appendix A.1.2) and SEC 1 (RFC 5915).

mod curve_key;
mod rsa;

use countersign::crypto::{KeyError, SigningKey};
use pkcs8::{ObjectIdentifier, PrivateKeyInfoRef};
use pki_types::PrivateKeyDer;
use sec1::EcPrivateKey;

use self::curve_key::{EcdsaKey, Ed25519Key};
use self::rsa::RsaKey;

/// rsaEncryption (RFC 8017 appendix C).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-ecPublicKey (RFC 5480 §2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// secp256r1 (RFC 5480 §2.1.1.1).
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// secp384r1 (RFC 5480 §2.1.1.1).
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
/// id-Ed25519 (RFC 8410 §3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Reads a private key that signs: RSA, ECDSA on P-256 or P-384, or Ed25519.
///
/// The key is checked against its own public half where it carries one. The returned key keeps
/// nothing of `der`, and wipes itself when dropped.
///
/// Signatures with RSA and ECDSA do not draw from the randomness that is lent to
/// [`SigningKey::sign`]: AWS-LC has a generator of its own and takes no other.
pub fn signing_key(der: &PrivateKeyDer<'_>) -> Result<Box<dyn SigningKey>, KeyError> {
    match der {
        PrivateKeyDer::Pkcs8(der) => from_pkcs8(der.secret_pkcs8_der()),
        PrivateKeyDer::Pkcs1(der) => RsaKey::from_pkcs1(der.secret_pkcs1_der()),
        PrivateKeyDer::Sec1(der) => from_sec1(der.secret_sec1_der()),
        _ => Err(KeyError::UnknownType),
    }
}

fn from_pkcs8(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyError::Damaged)?;
    match info.algorithm.oid {
        RSA_ENCRYPTION => RsaKey::from_pkcs1(info.private_key.as_bytes()),
        EC_PUBLIC_KEY => match info.algorithm.parameters_oid() {
            Ok(P256) => EcdsaKey::p256(der),
            Ok(P384) => EcdsaKey::p384(der),
            Ok(_) => Err(KeyError::UnknownType),
            Err(_) => Err(KeyError::Damaged),
        },
        ED25519 => Ed25519Key::from_pkcs8(der),
        _ => Err(KeyError::UnknownType),
    }
}

/// `ECPrivateKey` of RFC 5915 §3.
fn from_sec1(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    let key = EcPrivateKey::try_from(der).map_err(|_| KeyError::Damaged)?;
    // RFC 5915 §3: outside PKCS#8 the curve must stand here. The length would not tell it,
    // since scalars without their leading zeros are about.
    let curve = key.parameters.and_then(sec1::EcParameters::named_curve);
    match curve.ok_or(KeyError::Damaged)? {
        P256 => EcdsaKey::p256(der),
        P384 => EcdsaKey::p384(der),
        _ => Err(KeyError::UnknownType),
    }
}
