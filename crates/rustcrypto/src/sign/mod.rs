//! Private keys: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 appendix A.1.2) and SEC 1 (RFC 5915).

mod deterministic;
mod generate;
#[cfg(target_has_atomic = "ptr")]
mod rsa;

use alloc::boxed::Box;

use countersign::crypto::{KeyError, SigningKey};
use p256::NistP256;
use p256::elliptic_curve::ALGORITHM_OID as EC_PUBLIC_KEY;
use p256::pkcs8::{AssociatedOid, ObjectIdentifier, PrivateKeyInfoRef};
use p384::NistP384;
use pki_types::PrivateKeyDer;

pub use generate::{GeneratedKey, KeyKind, generate_key};

/// rsaEncryption (RFC 8017 appendix A.1).
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-Ed25519 (RFC 8410 §3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Reads a private key that signs: RSA, ECDSA on P-256 or P-384, or Ed25519.
///
/// The key is checked against its own public half where it carries one. The returned key keeps
/// nothing of `der`, and wipes itself when dropped.
pub fn signing_key(der: &PrivateKeyDer<'_>) -> Result<Box<dyn SigningKey>, KeyError> {
    match der {
        PrivateKeyDer::Pkcs8(der) => from_pkcs8(der.secret_pkcs8_der()),
        PrivateKeyDer::Pkcs1(der) => rsa_key(der.secret_pkcs1_der()),
        PrivateKeyDer::Sec1(der) => deterministic::from_sec1(der.secret_sec1_der()),
        _ => Err(KeyError::UnknownType),
    }
}

fn from_pkcs8(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    let info = PrivateKeyInfoRef::try_from(der).map_err(|_| KeyError::Damaged)?;
    match info.algorithm.oid {
        RSA_ENCRYPTION => rsa_key(info.private_key.as_bytes()),
        EC_PUBLIC_KEY => match info.algorithm.parameters_oid() {
            Ok(NistP256::OID) => deterministic::p256(&info.try_into().map_err(damaged)?),
            Ok(NistP384::OID) => deterministic::p384(&info.try_into().map_err(damaged)?),
            Ok(_) => Err(KeyError::UnknownType),
            Err(_) => Err(KeyError::Damaged),
        },
        ED25519 => deterministic::ed25519(info.try_into().map_err(damaged)?),
        _ => Err(KeyError::UnknownType),
    }
}

#[cfg(target_has_atomic = "ptr")]
fn rsa_key(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    rsa::RsaKey::from_pkcs1(der)
}

#[cfg(not(target_has_atomic = "ptr"))]
fn rsa_key(_: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    Err(KeyError::UnknownType)
}

fn damaged(_: p256::pkcs8::Error) -> KeyError {
    KeyError::Damaged
}
