//! The group X25519MLKEM768: draft-ietf-tls-ecdhe-mlkem, over ML-KEM-768 (FIPS 203) and X25519.
//! The layout of values and the draws are those of `countersign-rustcrypto`.
//!
//! AWS-LC decapsulates and computes X25519. Key pairs and ciphertexts are made by the crate
//! `ml-kem`: the interface of AWS-LC takes no randomness for them but its own, and then the same
//! draws would not give the same bytes.

use aws_lc_rs::kem::{Ciphertext, DecapsulationKey, ML_KEM_768};
use countersign::crypto::{
    CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random, Response, Secret,
};
use ml_kem::{B32, DecapsulationKey768, EncapsulationKey768, KeyExport, Seed, TryKeyInit};
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

    /// Draws 64 bytes, `d ‖ z` of FIPS 203 §7.1, then the 32 of X25519.
    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let mut seed = Zeroizing::new(Seed::default());
        random.fill(&mut seed)?;
        let made = DecapsulationKey768::from_seed(*seed);
        let decapsulation_key = hand_over(&made)?;
        let x25519 = X25519.start(random)?;
        let encapsulation_key = made.encapsulation_key().to_bytes();
        let public = [encapsulation_key.as_slice(), x25519.public_key()].concat();
        Ok(Box::new(KeyPair { decapsulation_key, x25519, public }))
    }

    /// Draws 32 bytes, `m` of FIPS 203 §7.2, then the 32 of X25519; none for a key that is refused.
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

/// The key as AWS-LC takes it: `dk` of FIPS 203 §7.1.
#[allow(deprecated, reason = "ml-kem would rather export seeds, which AWS-LC does not take")]
fn hand_over(made: &DecapsulationKey768) -> Result<DecapsulationKey, CryptoError> {
    let expanded = Zeroizing::new(ml_kem::ExpandedKeyEncoding::to_expanded_bytes(made));
    DecapsulationKey::new(&ML_KEM_768, &expanded).map_err(|_| CryptoError::Invalid)
}

/// A client's key pairs; AWS-LC wipes the secret halves when they are freed.
struct KeyPair {
    decapsulation_key: DecapsulationKey,
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
        let secret = self.decapsulation_key.decapsulate(Ciphertext::from(ciphertext));
        let secret = secret.map_err(|_| CryptoError::Invalid)?;
        Ok(join(secret.as_ref(), &self.x25519.agree(peer)?))
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
