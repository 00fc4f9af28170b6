//! RSA verification: RSASSA-PSS and RSASSA-PKCS1-v1_5, RFC 8017 §8.1.2 and §8.2.2.

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use rsa::PublicKey;
use rsa::pkcs1::RsaPublicKeyRef;
use rsa::traits::PublicKeyParts;
use sha2::{Sha256, Sha384, Sha512};

use super::MODULUS_BITS;
use super::hashed::SignatureHash;

/// RSA with one padding and one hash. With PSS the salt is as long as the hash, as RFC 8446
/// §4.2.3 has it.
#[derive(Debug)]
pub(super) struct Rsa {
    padding: Padding,
    hash: SignatureHash,
}

#[derive(Clone, Copy, Debug)]
enum Padding {
    Pss,
    Pkcs1,
}

const fn rsa(padding: Padding, hash: SignatureHash) -> Rsa {
    Rsa { padding, hash }
}

pub(super) static PSS_SHA256: Rsa = rsa(Padding::Pss, SignatureHash::Sha256);
pub(super) static PSS_SHA384: Rsa = rsa(Padding::Pss, SignatureHash::Sha384);
pub(super) static PSS_SHA512: Rsa = rsa(Padding::Pss, SignatureHash::Sha512);
pub(super) static PKCS1_SHA256: Rsa = rsa(Padding::Pkcs1, SignatureHash::Sha256);
pub(super) static PKCS1_SHA384: Rsa = rsa(Padding::Pkcs1, SignatureHash::Sha384);
pub(super) static PKCS1_SHA512: Rsa = rsa(Padding::Pkcs1, SignatureHash::Sha512);

impl SignatureVerificationAlgorithm for Rsa {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        use Padding::{Pkcs1, Pss};
        use SignatureHash as H;

        let key = decode_key(public_key).ok_or(InvalidSignature)?;
        let hash = self.hash.of(message);
        let hash = hash.as_ref();
        match (self.padding, self.hash) {
            (Pss, H::Sha256) => key.pss_verify_prehash::<Sha256>(hash, signature),
            (Pss, H::Sha384) => key.pss_verify_prehash::<Sha384>(hash, signature),
            (Pss, H::Sha512) => key.pss_verify_prehash::<Sha512>(hash, signature),
            (Pkcs1, H::Sha256) => key.pkcs1v15_verify_prehash::<Sha256>(hash, signature),
            (Pkcs1, H::Sha384) => key.pkcs1v15_verify_prehash::<Sha384>(hash, signature),
            (Pkcs1, H::Sha512) => key.pkcs1v15_verify_prehash::<Sha512>(hash, signature),
        }
        .map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        alg_id::RSA_ENCRYPTION
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match (self.padding, self.hash) {
            (Padding::Pss, SignatureHash::Sha256) => alg_id::RSA_PSS_SHA256,
            (Padding::Pss, SignatureHash::Sha384) => alg_id::RSA_PSS_SHA384,
            (Padding::Pss, SignatureHash::Sha512) => alg_id::RSA_PSS_SHA512,
            (Padding::Pkcs1, SignatureHash::Sha256) => alg_id::RSA_PKCS1_SHA256,
            (Padding::Pkcs1, SignatureHash::Sha384) => alg_id::RSA_PKCS1_SHA384,
            (Padding::Pkcs1, SignatureHash::Sha512) => alg_id::RSA_PKCS1_SHA512,
        }
    }
}

/// `RSAPublicKey` of RFC 8017 appendix A.1.1, with a modulus of an accepted length.
pub(crate) fn decode_key(der: &[u8]) -> Option<PublicKey> {
    let key = PublicKey::try_from(RsaPublicKeyRef::try_from(der).ok()?).ok()?;
    MODULUS_BITS.contains(&key.n().bit_width()).then_some(key)
}
