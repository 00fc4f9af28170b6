//! The traits that a cryptography provider fills. Small, object-safe, composable by part.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;

use pki_types::SignatureVerificationAlgorithm;

use super::{
    AeadAlgorithm, Cbc, CbcAlgorithm, Digest, FiniteField, HashAlgorithm, NamedGroup, Random,
    RandomFailed, RsaEncryption, Secret, SignatureScheme,
};

/// Length of an AEAD nonce in bytes.
pub const NONCE_LEN: usize = 12;
/// Length of an AEAD tag in bytes.
pub const TAG_LEN: usize = 16;

/// A set of primitives. Every field is a list, so that parts of two providers can be put
/// together: `Provider { aeads: other.aeads, ..mine }`.
///
/// A policy that names something which no part of the provider computes is refused when the
/// configuration is built.
#[derive(Clone, Copy)]
pub struct Provider {
    /// Hash functions.
    pub hashes: &'static [&'static dyn Hash],
    /// Keyed hashes for the PRF.
    pub hmacs: &'static [&'static dyn Hmac],
    /// Authenticated record ciphers.
    pub aeads: &'static [&'static dyn Aead],
    /// Block ciphers, for the suites with CBC.
    pub cbcs: &'static [&'static dyn Cbc],
    /// Diffie-Hellman groups.
    pub groups: &'static [&'static dyn KeyExchangeGroup],
    /// Diffie-Hellman in a field that a server names, for DHE with servers older than RFC 7919;
    /// one at most.
    pub finite_fields: &'static [&'static dyn FiniteField],
    /// RSA encryption, for clients with RSA key exchange; one at most.
    pub rsa_encryption: &'static [&'static dyn RsaEncryption],
    /// Signature verification by scheme.
    pub signatures: &'static [SignatureVerifiers],
}

/// The algorithms that verify one TLS signature scheme.
///
/// There are several where the scheme does not fix the key's type: in TLS 1.2
/// `ecdsa_secp256r1_sha256` stands for ECDSA with SHA-256 on any curve (RFC 8422 §5.1.3).
#[derive(Clone, Copy)]
pub struct SignatureVerifiers {
    /// The scheme.
    pub scheme: SignatureScheme,
    /// Its algorithms; the one whose `public_key_alg_id` is that of the peer's key is used.
    pub algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
}

impl Provider {
    /// The hash function, if there is one.
    pub fn hash(&self, algorithm: HashAlgorithm) -> Option<&'static dyn Hash> {
        self.hashes.iter().copied().find(|hash| hash.algorithm() == algorithm)
    }

    /// The keyed hash, if there is one.
    pub fn hmac(&self, algorithm: HashAlgorithm) -> Option<&'static dyn Hmac> {
        self.hmacs.iter().copied().find(|hmac| hmac.algorithm() == algorithm)
    }

    /// The record cipher, if there is one.
    pub fn aead(&self, algorithm: AeadAlgorithm) -> Option<&'static dyn Aead> {
        self.aeads.iter().copied().find(|aead| aead.algorithm() == algorithm)
    }

    /// The block cipher, if there is one.
    pub fn cbc(&self, algorithm: CbcAlgorithm) -> Option<&'static dyn Cbc> {
        self.cbcs.iter().copied().find(|cbc| cbc.algorithm() == algorithm)
    }

    /// The group, if there is one.
    pub fn group(&self, name: NamedGroup) -> Option<&'static dyn KeyExchangeGroup> {
        self.groups.iter().copied().find(|group| group.name() == name)
    }

    /// The algorithms that verify `scheme`; empty if there are none.
    pub fn verifiers(
        &self,
        scheme: SignatureScheme,
    ) -> &'static [&'static dyn SignatureVerificationAlgorithm] {
        self.signatures.iter().find(|row| row.scheme == scheme).map_or(&[], |row| row.algorithms)
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}

/// A hash function.
pub trait Hash: Send + Sync {
    /// Which one.
    fn algorithm(&self) -> HashAlgorithm;
    /// A fresh context.
    fn start(&self) -> Box<dyn HashContext>;
}

/// A hash in progress.
pub trait HashContext: Send + Sync {
    /// Takes in more bytes.
    fn update(&mut self, bytes: &[u8]);
    /// The hash of all bytes so far; the context can go on.
    fn current(&self) -> Digest;
    /// A second context that has seen the same bytes.
    fn fork(&self) -> Box<dyn HashContext>;
}

/// A keyed hash (RFC 2104).
pub trait Hmac: Send + Sync {
    /// The hash below it.
    fn algorithm(&self) -> HashAlgorithm;
    /// Prepares `key` once and lends it to `run`, which may use it many times: so nothing is
    /// allocated, and nothing of the key outlives the call.
    fn with_key(&self, key: &[u8], run: &mut dyn FnMut(&dyn HmacKey));
}

/// A prepared HMAC key.
pub trait HmacKey {
    /// The MAC over the parts, one after the other.
    fn mac(&self, parts: &[&[u8]]) -> Digest;
}

/// An authenticated cipher with a 12-byte nonce and a 16-byte tag.
pub trait Aead: Send + Sync {
    /// Which one.
    fn algorithm(&self) -> AeadAlgorithm;
    /// Prepares a key. `Err` where its length is not [`AeadAlgorithm::key_len`].
    fn key(&self, key: &[u8]) -> Result<Box<dyn AeadKey>, CryptoError>;
}

/// A prepared key. Implementations wipe it when dropped.
pub trait AeadKey: Send + Sync {
    /// Encrypts `text` in place and returns the tag. `Err` where the primitive refuses the
    /// length; records are far below every cipher's limit.
    fn seal(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG_LEN], CryptoError>;
    /// Checks the tag and decrypts `text` in place; on `Err` the content is unspecified.
    fn open(
        &self,
        nonce: &[u8; NONCE_LEN],
        additional_data: &[u8],
        text: &mut [u8],
        tag: &[u8; TAG_LEN],
    ) -> Result<(), CryptoError>;
}

/// A Diffie-Hellman group, or a key encapsulation in its place.
pub trait KeyExchangeGroup: Send + Sync {
    /// Which one.
    fn name(&self) -> NamedGroup;
    /// Makes a fresh key pair from `random`: the same draws give the same pair.
    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError>;
    /// Answers a peer's public value: gives ours, and the shared secret. For Diffie-Hellman that is
    /// a key pair like the peer's; a key encapsulation, whose two sides differ, does its own.
    fn respond(&self, peer: &[u8], random: &mut dyn Random) -> Result<Response, CryptoError> {
        let key = self.start(random)?;
        let public_key = Vec::from(key.public_key());
        Ok(Response { public_key, secret: key.agree(peer)? })
    }
}

/// One side's answer to the other's public value.
pub struct Response {
    /// Our public value, as it stands on the wire.
    pub public_key: Vec<u8>,
    /// What both sides now share.
    pub secret: Secret,
}

/// A key pair for one exchange. Implementations wipe the private part when dropped.
pub trait EphemeralKey: Send + Sync {
    /// The public value as it stands on the wire: the uncompressed point (RFC 8422 §5.4), for
    /// X25519 the 32 bytes of the u-coordinate.
    fn public_key(&self) -> &[u8];
    /// The shared secret: the x-coordinate of the point (RFC 8422 §5.10). `Err` where the
    /// peer's value is not a point of the curve, or the result is all zero (§5.11).
    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError>;
}

/// A private key that can sign. The machine never holds one: it asks the driver
/// ([`crate::SignRequest`]), whose answer may come from such a key.
pub trait SigningKey: Send + Sync {
    /// The schemes it can sign with, preferred first.
    fn schemes(&self) -> &[SignatureScheme];
    /// The public half as a DER `SubjectPublicKeyInfo`, to be compared with a certificate.
    fn public_key(&self) -> &[u8];
    /// Signs `message` (which the scheme hashes) and returns the signature as it stands on the
    /// wire: DER for ECDSA, the modulus' length in bytes for RSA.
    fn sign(
        &self,
        scheme: SignatureScheme,
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError>;
    /// True where [`SigningKey::decrypt`] works: an RSA key that may serve RSA key exchange.
    fn decrypts(&self) -> bool {
        false
    }
    /// The bare RSA operation (RFC 8017 §5.1.2) on a ciphertext of the modulus' length: the
    /// padded message, of the same length. The padding is not looked at, since whoever did
    /// would become an oracle (RFC 5246 §7.4.7.1); the machine deals with it in constant time.
    /// `random` is for blinding.
    ///
    /// `Err` where the ciphertext has another length or is not below the modulus: both are
    /// known to everybody.
    fn decrypt(&self, ciphertext: &[u8], random: &mut dyn Random) -> Result<Secret, CryptoError> {
        let _ = (ciphertext, random);
        Err(CryptoError::Unsupported)
    }
}

/// Why a primitive refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CryptoError {
    /// A key, point, tag or signature is not valid.
    Invalid,
    /// This provider does not compute that.
    Unsupported,
    /// The source of randomness failed.
    Random,
}

impl From<RandomFailed> for CryptoError {
    fn from(_: RandomFailed) -> Self {
        Self::Random
    }
}

impl fmt::Display for CryptoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "a key, point, tag or signature is not valid",
            Self::Unsupported => "the provider does not compute this",
            Self::Random => "the source of randomness failed",
        })
    }
}

impl core::error::Error for CryptoError {}
