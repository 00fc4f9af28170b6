//! The group x25519: RFC 7748 §6.1, RFC 8422 §5.10 and §5.11.

use alloc::boxed::Box;

use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Secret,
};
use x25519_dalek::{PublicKey, StaticSecret};
use zeroize::Zeroizing;

/// The group.
pub(crate) struct X25519;

impl KeyExchangeGroup for X25519 {
    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }

    /// RFC 7748 §5: any 32 bytes are a scalar, since decoding it fixes the bits that must be.
    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let mut draw = Zeroizing::new([0; 32]);
        random.fill(draw.as_mut_slice())?;
        // Not the crate's type for ephemeral keys: that one takes no source that can fail.
        let secret = StaticSecret::from(*draw);
        let public = PublicKey::from(&secret);
        Ok(Box::new(KeyPair { secret, public }))
    }
}

/// A key pair; the secret half is wiped when dropped.
struct KeyPair {
    secret: StaticSecret,
    public: PublicKey,
}

impl EphemeralKey for KeyPair {
    fn public_key(&self) -> &[u8] {
        self.public.as_bytes()
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        let peer: [u8; 32] = peer.try_into().map_err(|_| CryptoError::Invalid)?;
        let shared = self.secret.diffie_hellman(&PublicKey::from(peer));
        // RFC 8422 §5.11: a peer's point of small order, which would fix the result to zero,
        // ends the handshake.
        if shared.was_contributory() {
            Ok(Secret::new(shared.as_bytes()))
        } else {
            Err(CryptoError::Invalid)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lent_random::testing::{Broken, Draws};

    const ALICE: [u8; 32] = *b"\
        \x77\x07\x6d\x0a\x73\x18\xa5\x7d\x3c\x16\xc1\x72\x51\xb2\x66\x45\
        \xdf\x4c\x2f\x87\xeb\xc0\x99\x2a\xb1\x77\xfb\xa5\x1d\xb9\x2c\x2a";
    const BOB: [u8; 32] = *b"\
        \x5d\xab\x08\x7e\x62\x4a\x8a\x4b\x79\xe1\x7f\x8b\x83\x80\x0e\xe6\
        \x6f\x3b\xb1\x29\x26\x18\xb6\xfd\x1c\x2f\x8b\x27\xff\x88\xe0\xeb";

    fn pair(secret: &[u8; 32]) -> Box<dyn EphemeralKey> {
        X25519.start(&mut Draws::new(secret)).unwrap()
    }

    /// RFC 7748 §6.1.
    #[test]
    fn rfc_7748_exchange() {
        let (alice, bob) = (pair(&ALICE), pair(&BOB));
        assert_eq!(
            alice.public_key(),
            b"\x85\x20\xf0\x09\x89\x30\xa7\x54\x74\x8b\x7d\xdc\xb4\x3e\xf7\x5a\
              \x0d\xbf\x3a\x0d\x26\x38\x1a\xf4\xeb\xa4\xa9\x8e\xaa\x9b\x4e\x6a"
        );
        assert_eq!(
            bob.public_key(),
            b"\xde\x9e\xdb\x7d\x7b\x7d\xc1\xb4\xd3\x5b\x61\xc2\xec\xe4\x35\x37\
              \x3f\x83\x43\xc8\x5b\x78\x67\x4d\xad\xfc\x7e\x14\x6f\x88\x2b\x4f"
        );
        let from_alice = bob.public_key().to_vec();
        let secret = alice.agree(&from_alice).unwrap();
        assert_eq!(
            secret.expose(),
            b"\x4a\x5d\x9d\x5b\xa4\xce\x2d\xe1\x72\x8e\x3b\xf4\x80\x35\x0f\x25\
              \xe0\x7e\x21\xc9\x47\xd1\x9e\x33\x76\xf0\x9b\x3c\x1e\x16\x17\x42"
        );
        assert!(secret.matches(bob.agree(pair(&ALICE).public_key()).unwrap().expose()));
    }

    #[test]
    fn points_of_small_order_are_refused() {
        let mut one = [0; 32];
        one[0] = 1;
        // The prime itself is another spelling of zero.
        let mut p = [0xff; 32];
        p[0] = 0xed;
        p[31] = 0x7f;
        for point in [[0; 32], one, p] {
            assert_eq!(pair(&ALICE).agree(&point).err(), Some(CryptoError::Invalid));
        }
    }

    #[test]
    fn values_of_another_length_are_refused() {
        for len in [0, 1, 31, 33, 65] {
            assert_eq!(pair(&ALICE).agree(&[9; 65][..len]).err(), Some(CryptoError::Invalid));
        }
    }

    #[test]
    fn a_failing_source_is_reported() {
        assert_eq!(X25519.start(&mut Broken).err(), Some(CryptoError::Random));
    }
}
