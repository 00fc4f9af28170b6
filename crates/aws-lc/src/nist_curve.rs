//! The groups secp256r1 and secp384r1: RFC 8422 §5.1.1, §5.4 and §5.10, NIST SP 800-186.

use aws_lc_rs::agreement::{
    self, Algorithm, ECDH_P256, ECDH_P384, PrivateKey, PublicKey, UnparsedPublicKey,
};
use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Secret,
};
use zeroize::Zeroizing;

/// NIST P-256.
pub(crate) static SECP256R1: Curve =
    Curve { name: NamedGroup::SECP256R1, algorithm: &ECDH_P256, field_len: 32 };

/// NIST P-384.
pub(crate) static SECP384R1: Curve =
    Curve { name: NamedGroup::SECP384R1, algorithm: &ECDH_P384, field_len: 48 };

/// How often a scalar is drawn before the source is taken to be broken. Both orders begin with
/// 32 one bits, so a working source needs a second draw once in four thousand million times.
const DRAWS: usize = 16;

/// First byte of an uncompressed point. RFC 8422 §5.4.1: the other forms are deprecated.
const UNCOMPRESSED: u8 = 4;

/// Length of the longest scalar in bytes.
const LONGEST: usize = 48;

/// One curve.
pub(crate) struct Curve {
    name: NamedGroup,
    algorithm: &'static Algorithm,
    /// Length of coordinates and scalars in bytes.
    field_len: usize,
}

/// True for what has the form of an uncompressed point with coordinates of `field_len` bytes.
/// The primitives of AWS-LC take others too: compressed, and inside a SubjectPublicKeyInfo.
pub(crate) fn is_uncompressed(point: &[u8], field_len: usize) -> bool {
    point.first() == Some(&UNCOMPRESSED) && point.len() == 1 + 2 * field_len
}

impl Curve {
    /// A private key by rejection sampling (NIST SP 800-56A §5.6.1.2.2), so that every scalar is
    /// equally likely and the same draws give the same key.
    ///
    /// Dearer than a key of the primitive's own choice by one multiplication of the base point:
    /// a key that comes from outside is checked against its public half.
    fn draw_key(&self, random: &mut dyn Random) -> Result<PrivateKey, CryptoError> {
        let mut longest = Zeroizing::new([0; LONGEST]);
        let draw = longest.get_mut(..self.field_len).ok_or(CryptoError::Invalid)?;
        for _ in 0..DRAWS {
            random.fill(draw)?;
            if let Ok(secret) = PrivateKey::from_private_key(self.algorithm, draw) {
                return Ok(secret);
            }
        }
        Err(CryptoError::Random)
    }
}

impl KeyExchangeGroup for Curve {
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let secret = self.draw_key(random)?;
        let public = secret.compute_public_key().map_err(|_| CryptoError::Invalid)?;
        Ok(Box::new(KeyPair { secret, public, field_len: self.field_len }))
    }
}

/// A key pair; AWS-LC wipes the secret half when it is freed.
struct KeyPair {
    secret: PrivateKey,
    public: PublicKey,
    field_len: usize,
}

impl EphemeralKey for KeyPair {
    fn public_key(&self) -> &[u8] {
        self.public.as_ref()
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        if !is_uncompressed(peer, self.field_len) {
            return Err(CryptoError::Invalid);
        }
        let peer = UnparsedPublicKey::new(self.secret.algorithm(), peer);
        agreement::agree(&self.secret, peer, CryptoError::Invalid, |shared| Ok(Secret::new(shared)))
    }
}
