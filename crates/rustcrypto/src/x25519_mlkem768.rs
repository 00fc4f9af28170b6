//! The group X25519MLKEM768: draft-ietf-tls-ecdhe-mlkem, over ML-KEM-768 (FIPS 203) and X25519.
//!
//! | | first | then |
//! | --- | --- | --- |
//! | the client's public value | encapsulation key, 1184 bytes | X25519, 32 bytes |
//! | the server's | ciphertext, 1088 bytes | X25519, 32 bytes |
//! | the secret | of ML-KEM, 32 bytes | of X25519, 32 bytes |
//!
//! Draws: [`start`](KeyExchangeGroup::start) takes 64 bytes, `d ‖ z` of FIPS 203 §7.1, then the 32
//! of X25519; [`respond`](KeyExchangeGroup::respond) takes 32 bytes, `m` of §7.2, then those of
//! X25519, and none for a key that is refused. Never more: what is drawn is always usable.

use alloc::{boxed::Box, vec::Vec};

use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Response, Secret,
};
use ml_kem::{
    B32, Decapsulate, DecapsulationKey768, EncapsulationKey768, KeyExport, Seed, TryKeyInit,
};
use zeroize::Zeroizing;

use crate::x25519::X25519;

/// Length of an encapsulation key in bytes (FIPS 203 table 3).
const ENCAPSULATION_KEY_LEN: usize = 1184;
/// Length of a ciphertext in bytes (FIPS 203 table 3).
const CIPHERTEXT_LEN: usize = 1088;

/// The group.
pub(crate) struct X25519MlKem768;

impl KeyExchangeGroup for X25519MlKem768 {
    fn name(&self) -> NamedGroup {
        NamedGroup::X25519MLKEM768
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let mut seed = Zeroizing::new(Seed::default());
        random.fill(&mut seed)?;
        let decapsulation_key = DecapsulationKey768::from_seed(*seed);
        let x25519 = X25519.start(random)?;
        let encapsulation_key = decapsulation_key.encapsulation_key().to_bytes();
        let public = [encapsulation_key.as_slice(), x25519.public_key()].concat();
        Ok(Box::new(KeyPair { decapsulation_key, x25519, public }))
    }

    fn respond(&self, peer: &[u8], random: &mut dyn Random) -> Result<Response, CryptoError> {
        let (encapsulation_key, peer) = split(peer, ENCAPSULATION_KEY_LEN)?;
        // The check of FIPS 203 §7.2 is in here: length, and every number below the modulus.
        let encapsulation_key = EncapsulationKey768::new_from_slice(encapsulation_key)
            .map_err(|_| CryptoError::Invalid)?;
        let mut m = Zeroizing::new(B32::default());
        random.fill(&mut m)?;
        let (ciphertext, secret) = encapsulation_key.encapsulate_deterministic(&m);
        let secret = Zeroizing::new(secret);
        let x25519 = X25519.respond(peer, random)?;
        Ok(Response {
            public_key: [ciphertext.as_slice(), &x25519.public_key].concat(),
            secret: join(&secret, &x25519.secret),
        })
    }
}

/// A client's key pairs. Each half wipes its secret when dropped.
struct KeyPair {
    decapsulation_key: DecapsulationKey768,
    x25519: Box<dyn EphemeralKey>,
    public: Vec<u8>,
}

impl EphemeralKey for KeyPair {
    fn public_key(&self) -> &[u8] {
        &self.public
    }

    /// A ciphertext of the right length always gives a secret: one that was not made for the key
    /// gives another than the server has (FIPS 203 §6.3), which Finished brings to light.
    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        let (ciphertext, peer) = split(peer, CIPHERTEXT_LEN)?;
        let secret = self.decapsulation_key.decapsulate_slice(ciphertext);
        let secret = Zeroizing::new(secret.map_err(|_| CryptoError::Invalid)?);
        Ok(join(&secret, &self.x25519.agree(peer)?))
    }
}

/// The part of ML-KEM, and that of X25519, which checks its own length.
fn split(peer: &[u8], len: usize) -> Result<(&[u8], &[u8]), CryptoError> {
    peer.split_at_checked(len).ok_or(CryptoError::Invalid)
}

/// The secret of both.
fn join(ml_kem: &[u8], x25519: &Secret) -> Secret {
    let (first, then) = (ml_kem, x25519.expose());
    Secret::filled(first.len() + then.len(), |secret| {
        for (to, from) in secret.iter_mut().zip(first.iter().chain(then)) {
            *to = *from;
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lent_random::testing::{Broken, Draws};

    fn pair() -> Box<dyn EphemeralKey> {
        X25519MlKem768.start(&mut Draws::new(&[5; 96])).unwrap()
    }

    #[test]
    fn the_two_sides_differ_and_agree() {
        let client = pair();
        assert_eq!(client.public_key().len(), 1216);
        let server =
            X25519MlKem768.respond(client.public_key(), &mut Draws::new(&[6; 64])).unwrap();
        assert_eq!(server.public_key.len(), 1120);
        assert_eq!(server.secret.expose().len(), 64);
        let secret = client.agree(&server.public_key).unwrap();
        assert!(secret.matches(server.secret.expose()));
    }

    #[test]
    fn a_value_for_the_other_role_is_refused() {
        let ours = pair();
        let share = ours.public_key().to_vec();
        let answer = X25519MlKem768.respond(&share, &mut Draws::new(&[6; 64])).unwrap().public_key;
        assert_eq!(ours.agree(&share).err(), Some(CryptoError::Invalid));
        let error = X25519MlKem768.respond(&answer, &mut Draws::new(&[6; 64])).err();
        assert_eq!(error, Some(CryptoError::Invalid));
    }

    #[test]
    fn a_failing_source_is_reported_wherever_it_fails() {
        let share = pair().public_key().to_vec();
        for len in [0, 63, 64, 95] {
            let error = X25519MlKem768.start(&mut Draws::new(&[5; 96][..len])).err();
            assert_eq!(error, Some(CryptoError::Random), "{len}");
        }
        for len in [0, 31, 32, 63] {
            let error = X25519MlKem768.respond(&share, &mut Draws::new(&[5; 64][..len])).err();
            assert_eq!(error, Some(CryptoError::Random), "{len}");
        }
        assert_eq!(X25519MlKem768.start(&mut Broken).err(), Some(CryptoError::Random));
    }
}
