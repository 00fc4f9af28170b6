//! Verification of signatures: the tables by TLS scheme (RFC 8446 §4.2.3, RFC 5246
//! §7.4.1.4.1) and by X.509 algorithm (RFC 5280 §4.1.1.2).

mod ecdsa;
mod ed25519;
mod hashed;
#[cfg(feature = "legacy")]
mod legacy;
#[cfg(target_has_atomic = "ptr")]
mod rsa;

use core::ops::RangeInclusive;

use countersign::crypto::{SignatureScheme, SignatureVerifiers};
use pki_types::SignatureVerificationAlgorithm;

use ecdsa::{P256_SHA256, P256_SHA384, P256_SHA512, P384_SHA256, P384_SHA384, P384_SHA512};
use ed25519::ED25519;
#[cfg(feature = "legacy")]
use legacy::Legacy;
#[cfg(target_has_atomic = "ptr")]
use rsa::{PKCS1_SHA256, PKCS1_SHA384, PKCS1_SHA512, PSS_SHA256, PSS_SHA384, PSS_SHA512};

#[cfg(all(feature = "legacy", target_has_atomic = "ptr"))]
pub(crate) use legacy::md5_sha1;
#[cfg(target_has_atomic = "ptr")]
pub(crate) use rsa::decode_key as decode_rsa_key;

/// Lengths of a modulus that are accepted, in bits. RFC 9325 §4.5: at least 2048. The upper
/// bound keeps a peer's certificate from costing more than some milliseconds.
pub(crate) const MODULUS_BITS: RangeInclusive<u32> = 2048..=8192;

/// Every algorithm that this crate verifies, for the signatures in a certificate chain: RSA
/// with 2048 to 8192 bits (PKCS#1 v1.5 and PSS), ECDSA on P-256 and P-384, Ed25519.
pub static ALL_SIGNATURE_ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    &P256_SHA256,
    &P256_SHA384,
    &P256_SHA512,
    &P384_SHA256,
    &P384_SHA384,
    &P384_SHA512,
    &ED25519,
    #[cfg(target_has_atomic = "ptr")]
    &PSS_SHA256,
    #[cfg(target_has_atomic = "ptr")]
    &PSS_SHA384,
    #[cfg(target_has_atomic = "ptr")]
    &PSS_SHA512,
    #[cfg(target_has_atomic = "ptr")]
    &PKCS1_SHA256,
    #[cfg(target_has_atomic = "ptr")]
    &PKCS1_SHA384,
    #[cfg(target_has_atomic = "ptr")]
    &PKCS1_SHA512,
];

/// The signatures inside a handshake. RFC 8422 §5.1.3: in TLS 1.2 the scheme names the hash
/// only, and the curve is that of the key; the curve of the scheme's name stands first.
pub(crate) static BY_SCHEME: &[SignatureVerifiers] = &[
    row(SignatureScheme::ECDSA_SECP256R1_SHA256, &[&P256_SHA256, &P384_SHA256]),
    row(SignatureScheme::ECDSA_SECP384R1_SHA384, &[&P384_SHA384, &P256_SHA384]),
    row(SignatureScheme::ED25519, &[&ED25519]),
    #[cfg(target_has_atomic = "ptr")]
    row(SignatureScheme::RSA_PSS_RSAE_SHA256, &[&PSS_SHA256]),
    #[cfg(target_has_atomic = "ptr")]
    row(SignatureScheme::RSA_PSS_RSAE_SHA384, &[&PSS_SHA384]),
    #[cfg(target_has_atomic = "ptr")]
    row(SignatureScheme::RSA_PSS_RSAE_SHA512, &[&PSS_SHA512]),
    #[cfg(target_has_atomic = "ptr")]
    row(SignatureScheme::RSA_PKCS1_SHA256, &[&PKCS1_SHA256]),
    #[cfg(target_has_atomic = "ptr")]
    row(SignatureScheme::RSA_PKCS1_SHA384, &[&PKCS1_SHA384]),
    #[cfg(target_has_atomic = "ptr")]
    row(SignatureScheme::RSA_PKCS1_SHA512, &[&PKCS1_SHA512]),
    #[cfg(feature = "legacy")]
    row(SignatureScheme::ECDSA_SHA1, &[&Legacy::EcdsaP256, &Legacy::EcdsaP384]),
    #[cfg(all(feature = "legacy", target_has_atomic = "ptr"))]
    row(SignatureScheme::RSA_PKCS1_SHA1, &[&Legacy::RsaSha1]),
    #[cfg(all(feature = "legacy", target_has_atomic = "ptr"))]
    row(SignatureScheme::RSA_PKCS1_MD5_SHA1, &[&Legacy::RsaMd5Sha1]),
];

const fn row(
    scheme: SignatureScheme,
    algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
) -> SignatureVerifiers {
    SignatureVerifiers { scheme, algorithms }
}
