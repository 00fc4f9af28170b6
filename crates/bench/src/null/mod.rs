//! Providers that compute nothing, for both machines with the same shape: what is left is the
//! cost of the machine. Every value has the length, and every context about the size, of a real
//! one, so that the same is copied and allocated.
//!
//! Everything authenticates here: for measuring only.

pub(crate) mod ours;
pub(crate) mod rustls;

use countersign::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};

/// Every hash value and MAC.
const HASH: [u8; 32] = [0x68; 32];
/// Every public key: an uncompressed point in shape.
const POINT: [u8; 65] = [4; 65];
/// Every shared secret.
const SECRET: [u8; 32] = [0x73; 32];
/// Every signature, as long as one of ECDSA on P-256 in DER.
const SIGNATURE: [u8; 71] = [0x30; 71];
/// Bytes of a hash in progress.
const CONTEXT: usize = 104;
/// Bytes of a prepared record key.
const RECORD_KEY: usize = 256;

/// Takes every signature for good.
#[derive(Debug)]
struct NullVerification;

impl SignatureVerificationAlgorithm for NullVerification {
    fn verify_signature(&self, _: &[u8], _: &[u8], _: &[u8]) -> Result<(), InvalidSignature> {
        Ok(())
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_P256
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::ECDSA_SHA256
    }
}

static VERIFICATIONS: &[&dyn SignatureVerificationAlgorithm] = &[&NullVerification];
