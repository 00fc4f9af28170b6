//! The null provider of countersign.

use countersign::{
    AcceptedPeer, RejectedPeer, VerifyPeer, VerifyPeerRequest,
    crypto::{
        Aead, AeadAlgorithm, AeadKey, CryptoError, Digest, EphemeralKey, Hash, HashAlgorithm,
        HashContext, Hmac, HmacKey, KeyExchangeGroup, NONCE_LEN, NamedGroup, Provider, Random,
        RandomFailed, Secret, SignatureScheme, SignatureVerifiers, SigningKey, TAG_LEN,
    },
    pki_types::SignatureVerificationAlgorithm,
};

use super::{CONTEXT, HASH, POINT, RECORD_KEY, SECRET, SIGNATURE, VERIFICATIONS};

/// The algorithms for webpki.
pub(crate) fn verifications() -> &'static [&'static dyn SignatureVerificationAlgorithm] {
    VERIFICATIONS
}

/// Everything that a handshake with ECDSA and P-256 asks for, and the rest of the policy in name.
pub(crate) const fn provider() -> Provider {
    Provider {
        hashes: &[&Null(HashAlgorithm::Sha256), &Null(HashAlgorithm::Sha384)],
        hmacs: &[&Null(HashAlgorithm::Sha256), &Null(HashAlgorithm::Sha384)],
        aeads: &[
            &Null(AeadAlgorithm::Aes128Gcm),
            &Null(AeadAlgorithm::Aes256Gcm),
            &Null(AeadAlgorithm::ChaCha20Poly1305),
        ],
        cbcs: &[],
        groups: &[&Null(NamedGroup::SECP256R1)],
        finite_fields: &[],
        rsa_encryption: &[],
        signatures: SIGNATURES,
    }
}

const fn row(scheme: SignatureScheme) -> SignatureVerifiers {
    SignatureVerifiers { scheme, algorithms: VERIFICATIONS }
}

static SIGNATURES: &[SignatureVerifiers] = &[
    row(SignatureScheme::ECDSA_SECP256R1_SHA256),
    row(SignatureScheme::ECDSA_SECP384R1_SHA384),
    row(SignatureScheme::ED25519),
    row(SignatureScheme::RSA_PSS_RSAE_SHA256),
    row(SignatureScheme::RSA_PSS_RSAE_SHA384),
    row(SignatureScheme::RSA_PSS_RSAE_SHA512),
    row(SignatureScheme::RSA_PKCS1_SHA256),
    row(SignatureScheme::RSA_PKCS1_SHA384),
    row(SignatureScheme::RSA_PKCS1_SHA512),
];

/// The primitive of this name.
struct Null<T>(T);

impl Hash for Null<HashAlgorithm> {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Context([0; CONTEXT]))
    }
}

#[derive(Clone)]
struct Context([u8; CONTEXT]);

impl HashContext for Context {
    fn update(&mut self, _: &[u8]) {}

    fn current(&self) -> Digest {
        Digest::new(&self.0[..HASH.len()])
    }

    fn fork(&self) -> Box<dyn HashContext> {
        Box::new(self.clone())
    }
}

impl Hmac for Null<HashAlgorithm> {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn with_key(&self, _: &[u8], run: &mut dyn FnMut(&dyn HmacKey)) {
        run(&NullKey);
    }
}

struct NullKey;

impl HmacKey for NullKey {
    fn mac(&self, _: &[&[u8]]) -> Digest {
        Digest::new(&HASH)
    }
}

impl Aead for Null<AeadAlgorithm> {
    fn algorithm(&self) -> AeadAlgorithm {
        self.0
    }

    fn key(&self, _: &[u8]) -> Result<Box<dyn AeadKey>, CryptoError> {
        Ok(Box::new(RecordKey([0; RECORD_KEY])))
    }
}

struct RecordKey([u8; RECORD_KEY]);

impl AeadKey for RecordKey {
    fn seal(
        &self,
        _: &[u8; NONCE_LEN],
        _: &[u8],
        _: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError> {
        Ok([self.0[0]; TAG_LEN])
    }

    fn open(
        &self,
        _: &[u8; NONCE_LEN],
        _: &[u8],
        _: &mut [u8],
        _: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError> {
        Ok(())
    }
}

impl KeyExchangeGroup for Null<NamedGroup> {
    fn name(&self) -> NamedGroup {
        self.0
    }

    fn start(&self, _: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        Ok(Box::new(KeyPair(POINT)))
    }
}

struct KeyPair([u8; POINT.len()]);

impl EphemeralKey for KeyPair {
    fn public_key(&self) -> &[u8] {
        &self.0
    }

    fn agree(self: Box<Self>, _: &[u8]) -> Result<Secret, CryptoError> {
        Ok(Secret::new(&SECRET))
    }
}

/// Signs nothing; stands for the key in a certificate.
pub(crate) struct NullSigningKey {
    /// The `SubjectPublicKeyInfo` of the certificate.
    pub(crate) public_key: Vec<u8>,
}

impl SigningKey for NullSigningKey {
    fn schemes(&self) -> &[SignatureScheme] {
        &[SignatureScheme::ECDSA_SECP256R1_SHA256]
    }

    fn public_key(&self) -> &[u8] {
        &self.public_key
    }

    fn sign(
        &self,
        _: SignatureScheme,
        _: &[u8],
        _: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        Ok(SIGNATURE.to_vec())
    }
}

/// Draws nothing.
pub(crate) struct NullRandom;

impl Random for NullRandom {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomFailed> {
        Ok(())
    }
}

/// Accepts without a look.
pub(crate) struct NullJudge {
    /// The `SubjectPublicKeyInfo` of the certificate.
    pub(crate) public_key: Vec<u8>,
}

impl VerifyPeer for NullJudge {
    fn verify_peer(&self, _: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        Ok(AcceptedPeer { public_key: self.public_key.clone() })
    }
}
