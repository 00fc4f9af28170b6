//! The group x25519: RFC 7748 §6.1, RFC 8422 §5.10 and §5.11.

use aws_lc_rs::agreement::{self, PrivateKey, PublicKey, UnparsedPublicKey};
use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Secret,
};
use zeroize::Zeroizing;

/// Length of scalars, public values and shared secrets in bytes.
const LEN: usize = 32;

/// The group.
pub(crate) struct X25519;

impl KeyExchangeGroup for X25519 {
    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }

    /// RFC 7748 §5: any 32 bytes are a scalar, since decoding it fixes the bits that must be.
    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let mut draw = Zeroizing::new([0; LEN]);
        random.fill(draw.as_mut_slice())?;
        let secret = PrivateKey::from_private_key(&agreement::X25519, draw.as_slice())
            .map_err(|_| CryptoError::Invalid)?;
        let public = secret.compute_public_key().map_err(|_| CryptoError::Invalid)?;
        Ok(Box::new(KeyPair { secret, public }))
    }
}

/// A key pair; AWS-LC wipes the secret half when it is freed.
struct KeyPair {
    secret: PrivateKey,
    public: PublicKey,
}

impl EphemeralKey for KeyPair {
    fn public_key(&self) -> &[u8] {
        self.public.as_ref()
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        // Another length might be a SubjectPublicKeyInfo, which the primitive takes as well.
        if peer.len() != LEN {
            return Err(CryptoError::Invalid);
        }
        // RFC 8422 §5.11: a peer's point of small order, which would fix the result to zero,
        // ends the handshake; the primitive refuses it.
        let peer = UnparsedPublicKey::new(&agreement::X25519, peer);
        agreement::agree(&self.secret, peer, CryptoError::Invalid, |shared| Ok(Secret::new(shared)))
    }
}
