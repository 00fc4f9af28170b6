//! What TLS 1.0 and 1.1 sign with: ECDSA over SHA-1 (RFC 8422 §5.4), RSA over MD5 and SHA-1
//! (RFC 4346 §7.4.3). Both hashes are broken: nothing here may judge a certificate.

use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};
use sha1::{Digest, Sha1};

use super::ecdsa::{verify_p256, verify_p384};
#[cfg(target_has_atomic = "ptr")]
use super::rsa::decode_key;

/// ecdsa-with-SHA1 (RFC 3279 §2.2.3).
const ECDSA_SHA1: &[u8] = b"\x06\x07\x2a\x86\x48\xce\x3d\x04\x01";

/// One algorithm, over SHA-1 where nothing else is said.
#[derive(Debug)]
pub(super) enum Legacy {
    EcdsaP256,
    EcdsaP384,
    #[cfg(target_has_atomic = "ptr")]
    RsaSha1,
    #[cfg(target_has_atomic = "ptr")]
    RsaMd5Sha1,
}

impl SignatureVerificationAlgorithm for Legacy {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        let sha1 = Sha1::digest(message);
        match self {
            Self::EcdsaP256 => verify_p256(public_key, &sha1, signature),
            Self::EcdsaP384 => verify_p384(public_key, &sha1, signature),
            #[cfg(target_has_atomic = "ptr")]
            Self::RsaSha1 => decode_key(public_key)
                .and_then(|key| key.pkcs1v15_verify_prehash::<Sha1>(&sha1, signature).ok()),
            #[cfg(target_has_atomic = "ptr")]
            Self::RsaMd5Sha1 => decode_key(public_key).and_then(|key| {
                let unnamed = rsa::Pkcs1v15Sign::new_unprefixed();
                key.verify(unnamed, &md5_sha1(message), signature).ok()
            }),
        }
        .ok_or(InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        match self {
            Self::EcdsaP256 => alg_id::ECDSA_P256,
            Self::EcdsaP384 => alg_id::ECDSA_P384,
            #[cfg(target_has_atomic = "ptr")]
            Self::RsaSha1 | Self::RsaMd5Sha1 => alg_id::RSA_ENCRYPTION,
        }
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        AlgorithmIdentifier::from_slice(match self {
            Self::EcdsaP256 | Self::EcdsaP384 => ECDSA_SHA1,
            // sha1WithRSAEncryption (RFC 8017 appendix A.2.4).
            #[cfg(target_has_atomic = "ptr")]
            Self::RsaSha1 => b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05\x05\x00",
            // It has no name outside TLS.
            #[cfg(target_has_atomic = "ptr")]
            Self::RsaMd5Sha1 => b"",
        })
    }
}

/// MD5 and SHA-1, one after the other.
#[cfg(target_has_atomic = "ptr")]
pub(crate) fn md5_sha1(message: &[u8]) -> [u8; 36] {
    let mut both = [0; 36];
    let hashes = md5::Md5::digest(message).into_iter().chain(Sha1::digest(message));
    for (to, from) in both.iter_mut().zip(hashes) {
        *to = from;
    }
    both
}
