//! The algorithms: ECDSA (FIPS 186-5 §6.4.2), Ed25519 (RFC 8032 §5.1.7), RSA (RFC 8017 §8).

use aws_lc_rs::signature::{self, RsaParameters, VerificationAlgorithm};
use pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id};

use super::small_order::has_small_order;
use crate::nist_curve::is_uncompressed;

/// One kind of key with one hash and one padding.
#[derive(Debug)]
pub(super) struct Algorithm {
    public_key: AlgorithmIdentifier,
    signature: AlgorithmIdentifier,
    form: Form,
    primitive: &'static dyn VerificationAlgorithm,
}

/// The form that keys and signatures must have here. The primitives take more: keys inside a
/// SubjectPublicKeyInfo, compressed points.
#[derive(Debug)]
enum Form {
    /// RFC 8422 §5.4.1: an uncompressed point, with coordinates of so many bytes.
    Point(usize),
    /// `RSAPublicKey` of RFC 8017 appendix A.1.1. The bounds of its length (RFC 9325 §4.5: at
    /// least 2048 bits) and that of a PSS salt (as long as the hash, RFC 8446 §4.2.3) are the
    /// primitive's.
    RsaPublicKey,
    /// A point of 32 bytes.
    Ed25519,
}

impl Form {
    fn admits(&self, public_key: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Point(field_len) => is_uncompressed(public_key, *field_len),
            Self::RsaPublicKey => RsaParameters::public_modulus_len(public_key).is_ok(),
            // RFC 8032 §5.1.7: done, and points of small order are refused besides, since under
            // such a key one signature fits many messages.
            Self::Ed25519 => {
                let point = signature.get(..32).unwrap_or_default();
                public_key.len() == 32 && !has_small_order(public_key) && !has_small_order(point)
            }
        }
    }
}

impl SignatureVerificationAlgorithm for Algorithm {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), InvalidSignature> {
        if !self.form.admits(public_key, signature) {
            return Err(InvalidSignature);
        }
        self.primitive.verify_sig(public_key, message, signature).map_err(|_| InvalidSignature)
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.public_key
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        self.signature
    }
}

const fn p256(
    signature: AlgorithmIdentifier,
    primitive: &'static dyn VerificationAlgorithm,
) -> Algorithm {
    Algorithm { public_key: alg_id::ECDSA_P256, signature, form: Form::Point(32), primitive }
}

const fn p384(
    signature: AlgorithmIdentifier,
    primitive: &'static dyn VerificationAlgorithm,
) -> Algorithm {
    Algorithm { public_key: alg_id::ECDSA_P384, signature, form: Form::Point(48), primitive }
}

const fn rsa(
    signature: AlgorithmIdentifier,
    primitive: &'static dyn VerificationAlgorithm,
) -> Algorithm {
    Algorithm { public_key: alg_id::RSA_ENCRYPTION, signature, form: Form::RsaPublicKey, primitive }
}

pub(super) static P256_SHA256: Algorithm =
    p256(alg_id::ECDSA_SHA256, &signature::ECDSA_P256_SHA256_ASN1);
pub(super) static P256_SHA384: Algorithm =
    p256(alg_id::ECDSA_SHA384, &signature::ECDSA_P256_SHA384_ASN1);
pub(super) static P256_SHA512: Algorithm =
    p256(alg_id::ECDSA_SHA512, &signature::ECDSA_P256_SHA512_ASN1);
pub(super) static P384_SHA256: Algorithm =
    p384(alg_id::ECDSA_SHA256, &signature::ECDSA_P384_SHA256_ASN1);
pub(super) static P384_SHA384: Algorithm =
    p384(alg_id::ECDSA_SHA384, &signature::ECDSA_P384_SHA384_ASN1);
pub(super) static P384_SHA512: Algorithm =
    p384(alg_id::ECDSA_SHA512, &signature::ECDSA_P384_SHA512_ASN1);
pub(super) static ED25519: Algorithm = Algorithm {
    public_key: alg_id::ED25519,
    signature: alg_id::ED25519,
    form: Form::Ed25519,
    primitive: &signature::ED25519,
};
pub(super) static PSS_SHA256: Algorithm =
    rsa(alg_id::RSA_PSS_SHA256, &signature::RSA_PSS_2048_8192_SHA256);
pub(super) static PSS_SHA384: Algorithm =
    rsa(alg_id::RSA_PSS_SHA384, &signature::RSA_PSS_2048_8192_SHA384);
pub(super) static PSS_SHA512: Algorithm =
    rsa(alg_id::RSA_PSS_SHA512, &signature::RSA_PSS_2048_8192_SHA512);
pub(super) static PKCS1_SHA256: Algorithm =
    rsa(alg_id::RSA_PKCS1_SHA256, &signature::RSA_PKCS1_2048_8192_SHA256);
pub(super) static PKCS1_SHA384: Algorithm =
    rsa(alg_id::RSA_PKCS1_SHA384, &signature::RSA_PKCS1_2048_8192_SHA384);
pub(super) static PKCS1_SHA512: Algorithm =
    rsa(alg_id::RSA_PKCS1_SHA512, &signature::RSA_PKCS1_2048_8192_SHA512);
