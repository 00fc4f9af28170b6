//! ECDSA verification on P-256 and P-384: FIPS 186-5 §6.4.2, RFC 5758 §3.2, RFC 8422 §5.4.

use p256::NistP256;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use p384::NistP384;
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

use super::hashed::SignatureHash;
use crate::nist_curve::decode_point;

/// ECDSA with one curve and one hash.
#[derive(Debug)]
pub(super) struct Ecdsa {
    curve: Curve,
    hash: SignatureHash,
}

#[derive(Clone, Copy, Debug)]
enum Curve {
    P256,
    P384,
}

pub(super) static P256_SHA256: Ecdsa = Ecdsa { curve: Curve::P256, hash: SignatureHash::Sha256 };
pub(super) static P256_SHA384: Ecdsa = Ecdsa { curve: Curve::P256, hash: SignatureHash::Sha384 };
pub(super) static P256_SHA512: Ecdsa = Ecdsa { curve: Curve::P256, hash: SignatureHash::Sha512 };
pub(super) static P384_SHA256: Ecdsa = Ecdsa { curve: Curve::P384, hash: SignatureHash::Sha256 };
pub(super) static P384_SHA384: Ecdsa = Ecdsa { curve: Curve::P384, hash: SignatureHash::Sha384 };
pub(super) static P384_SHA512: Ecdsa = Ecdsa { curve: Curve::P384, hash: SignatureHash::Sha512 };

impl SignatureVerificationAlgorithm for Ecdsa {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        // FIPS 186-5 §6.4.2: of a hash longer than the order the leftmost bits count, a shorter
        // one is used whole.
        let hash = self.hash.of(message);
        match self.curve {
            Curve::P256 => verify_p256(public_key, hash.as_ref(), signature),
            Curve::P384 => verify_p384(public_key, hash.as_ref(), signature),
        }
        .ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self.curve {
            Curve::P256 => alg_id::ECDSA_P256,
            Curve::P384 => alg_id::ECDSA_P384,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.hash {
            SignatureHash::Sha256 => alg_id::ECDSA_SHA256,
            SignatureHash::Sha384 => alg_id::ECDSA_SHA384,
            SignatureHash::Sha512 => alg_id::ECDSA_SHA512,
        }
    }
}

pub(super) fn verify_p256(public_key: &[u8], hash: &[u8], signature: &[u8]) -> Option<()> {
    let key = p256::ecdsa::VerifyingKey::from(decode_point::<NistP256>(public_key).ok()?);
    let signature = p256::ecdsa::Signature::from_der(signature).ok()?;
    key.verify_prehash(hash, &signature).ok()
}

pub(super) fn verify_p384(public_key: &[u8], hash: &[u8], signature: &[u8]) -> Option<()> {
    let key = p384::ecdsa::VerifyingKey::from(decode_point::<NistP384>(public_key).ok()?);
    let signature = p384::ecdsa::Signature::from_der(signature).ok()?;
    key.verify_prehash(hash, &signature).ok()
}
