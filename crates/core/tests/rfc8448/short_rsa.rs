//! RSASSA-PSS with the keys of the traces, whose 1024 bits are fewer than a provider of ours takes
//! (RFC 9325 §4.5).

use countersign::pki_types::{
    AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id,
};
use rsa::{PublicKey, pkcs1::RsaPublicKeyRef};
use sha2::{Digest as _, Sha256};

/// With SHA-256, and a modulus of any length.
#[derive(Debug)]
pub(crate) struct ShortRsa;

impl SignatureVerificationAlgorithm for ShortRsa {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let key = RsaPublicKeyRef::try_from(public_key).map_err(|_| InvalidSignature)?;
        let key = PublicKey::try_from(key).map_err(|_| InvalidSignature)?;
        key.pss_verify_prehash::<Sha256>(&Sha256::digest(message), signature)
            .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_PSS_SHA256
    }
}
