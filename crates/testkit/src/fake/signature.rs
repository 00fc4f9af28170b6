//! Signatures that anyone can make: a checksum over the scheme, the key and the message.

use countersign::{
    crypto::{CryptoError, Random, Secret, SignatureScheme, SignatureVerifiers, SigningKey},
    pki_types::{AlgorithmIdentifier, InvalidSignature, SignatureVerificationAlgorithm, alg_id},
    wire::Writer,
};

use super::{checksum::Checksum, rsa};

/// Length of a signature in bytes.
const LEN: usize = 64;

/// The signature that a verifier accepts: `public_key` is the content of the key's bit string.
pub fn signature(scheme: SignatureScheme, public_key: &[u8], message: &[u8]) -> Vec<u8> {
    let checksum = Checksum::new(b'v').part(&scheme.0.to_be_bytes()).part(public_key);
    checksum.part(message).array::<LEN>().to_vec()
}

/// The kinds of key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// ECDSA on P-256.
    EcdsaP256,
    /// ECDSA on P-384.
    EcdsaP384,
    /// Ed25519.
    Ed25519,
    /// RSA, for PKCS#1 v1.5 and PSS, and for decryption.
    Rsa,
    /// The same as [`KeyKind::EcdsaP256`], with the scheme of TLS 1.0 and 1.1 besides.
    EcdsaP256Legacy,
    /// The same as [`KeyKind::Rsa`], with the schemes of TLS 1.0 and 1.1 besides.
    RsaLegacy,
}

impl KeyKind {
    /// The `AlgorithmIdentifier` of its public key.
    fn algorithm(self) -> AlgorithmIdentifier {
        match self {
            Self::EcdsaP256 | Self::EcdsaP256Legacy => alg_id::ECDSA_P256,
            Self::EcdsaP384 => alg_id::ECDSA_P384,
            Self::Ed25519 => alg_id::ED25519,
            Self::Rsa | Self::RsaLegacy => alg_id::RSA_ENCRYPTION,
        }
    }

    fn schemes(self) -> &'static [SignatureScheme] {
        match self {
            Self::EcdsaP256 => &[SignatureScheme::ECDSA_SECP256R1_SHA256],
            Self::EcdsaP256Legacy => {
                &[SignatureScheme::ECDSA_SECP256R1_SHA256, SignatureScheme::ECDSA_SHA1]
            }
            Self::EcdsaP384 => &[SignatureScheme::ECDSA_SECP384R1_SHA384],
            Self::Ed25519 => &[SignatureScheme::ED25519],
            Self::Rsa => &[
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureScheme::RSA_PKCS1_SHA384,
                SignatureScheme::RSA_PKCS1_SHA512,
            ],
            Self::RsaLegacy => &[
                SignatureScheme::RSA_PSS_RSAE_SHA256,
                SignatureScheme::RSA_PSS_RSAE_SHA384,
                SignatureScheme::RSA_PSS_RSAE_SHA512,
                SignatureScheme::RSA_PKCS1_SHA256,
                SignatureScheme::RSA_PKCS1_SHA384,
                SignatureScheme::RSA_PKCS1_SHA512,
                SignatureScheme::RSA_PKCS1_SHA1,
                SignatureScheme::RSA_PKCS1_MD5_SHA1,
            ],
        }
    }
}

/// A key pair without a private half.
#[derive(Clone, Debug)]
pub struct FakeKey {
    kind: KeyKind,
    point: [u8; 32],
    info: Vec<u8>,
}

impl FakeKey {
    /// The same seed gives the same key.
    pub fn new(kind: KeyKind, seed: u64) -> Self {
        let point = Checksum::new(b'k').part(&seed.to_be_bytes()).array();
        let mut info = Vec::new();
        super::certificate::element(&mut Writer::new(&mut info), 0x30, |writer| {
            super::certificate::element(writer, 0x30, |writer| writer.bytes(&kind.algorithm()));
            super::certificate::element(writer, 0x03, |writer| {
                writer.u8(0);
                writer.bytes(&point);
            });
        });
        Self { kind, point, info }
    }

    /// Content of the public key's bit string, as [`signature`] takes it.
    pub fn point(&self) -> &[u8] {
        &self.point
    }
}

impl SigningKey for FakeKey {
    fn schemes(&self) -> &[SignatureScheme] {
        self.kind.schemes()
    }

    fn public_key(&self) -> &[u8] {
        &self.info
    }

    fn sign(
        &self,
        scheme: SignatureScheme,
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        // What a real key draws for its blinding.
        random.fill(&mut [0; 16])?;
        if self.schemes().contains(&scheme) {
            Ok(signature(scheme, &self.point, message))
        } else {
            Err(CryptoError::Unsupported)
        }
    }

    fn decrypts(&self) -> bool {
        matches!(self.kind, KeyKind::Rsa | KeyKind::RsaLegacy)
    }

    fn decrypt(&self, ciphertext: &[u8], random: &mut dyn Random) -> Result<Secret, CryptoError> {
        if !self.decrypts() {
            return Err(CryptoError::Unsupported);
        }
        random.fill(&mut [0; 16])?;
        rsa::decrypt(&self.point, ciphertext)
    }
}

/// Verifies one scheme for one kind of key.
#[derive(Debug)]
struct FakeVerification {
    scheme: SignatureScheme,
    kind: KeyKind,
}

impl SignatureVerificationAlgorithm for FakeVerification {
    fn verify_signature(
        &self,
        public_key: &[u8],
        message: &[u8],
        given: &[u8],
    ) -> Result<(), InvalidSignature> {
        if signature(self.scheme, public_key, message) == given {
            Ok(())
        } else {
            Err(InvalidSignature)
        }
    }

    fn public_key_alg_id(&self) -> AlgorithmIdentifier {
        self.kind.algorithm()
    }

    fn signature_alg_id(&self) -> AlgorithmIdentifier {
        match self.kind {
            KeyKind::EcdsaP256 | KeyKind::EcdsaP256Legacy => alg_id::ECDSA_SHA256,
            KeyKind::EcdsaP384 => alg_id::ECDSA_SHA384,
            KeyKind::Ed25519 => alg_id::ED25519,
            KeyKind::Rsa | KeyKind::RsaLegacy => alg_id::RSA_PKCS1_SHA256,
        }
    }
}

macro_rules! verifiers {
    ($($scheme:ident: $($kind:ident),+;)+) => {
        /// Every scheme, with the kinds of key that may stand behind it in TLS 1.2.
        pub(super) static BY_SCHEME: &[SignatureVerifiers] = &[$(SignatureVerifiers {
            scheme: SignatureScheme::$scheme,
            algorithms: &[$(&FakeVerification {
                scheme: SignatureScheme::$scheme,
                kind: KeyKind::$kind,
            }),+],
        }),+];
    };
}

verifiers! {
    ECDSA_SECP256R1_SHA256: EcdsaP256, EcdsaP384;
    ECDSA_SECP384R1_SHA384: EcdsaP384, EcdsaP256;
    ED25519: Ed25519;
    RSA_PSS_RSAE_SHA256: Rsa;
    RSA_PSS_RSAE_SHA384: Rsa;
    RSA_PSS_RSAE_SHA512: Rsa;
    RSA_PKCS1_SHA256: Rsa;
    RSA_PKCS1_SHA384: Rsa;
    RSA_PKCS1_SHA512: Rsa;
    ECDSA_SHA1: EcdsaP256, EcdsaP384;
    RSA_PKCS1_SHA1: Rsa;
    RSA_PKCS1_MD5_SHA1: Rsa;
}
