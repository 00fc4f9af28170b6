//! Do signatures and fresh keys come from the lent randomness alone? What every provider's keys
//! must do is in the conformance suite of the testkit.

use countersign::crypto::{CryptoError, Random, RandomFailed, SignatureScheme, SigningKey};
use countersign_rustcrypto::{KeyError, KeyKind, generate_key, provider, signing_key};
use countersign_testkit::{
    NoRandom, SeededRandom,
    conformance::{
        Stuck,
        keys::{ED25519, MESSAGE, P256, P384, RSA1024, RSA2048, RSA2049, key_bits},
    },
};
use pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

fn pkcs8(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    signing_key(&PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)))
}

fn verifies(key: &dyn SigningKey, scheme: SignatureScheme, signature: &[u8]) -> bool {
    provider().verifiers(scheme).iter().any(|algorithm| {
        key_bits(key.public_key(), &algorithm.public_key_alg_id())
            .is_some_and(|key| algorithm.verify_signature(key, MESSAGE, signature).is_ok())
    })
}

/// Sources that never give what a draw needs.
fn broken() -> Vec<Box<dyn Random>> {
    vec![Box::new(NoRandom), Box::new(Stuck(0x00)), Box::new(Stuck(0xff))]
}

#[test]
fn the_same_draws_give_the_same_signature() {
    for der in [P256, P384, ED25519, RSA2048, RSA2049] {
        let key = pkcs8(der).unwrap();
        for scheme in key.schemes() {
            let one = key.sign(*scheme, MESSAGE, &mut SeededRandom::new(1)).unwrap();
            let two = key.sign(*scheme, MESSAGE, &mut SeededRandom::new(1)).unwrap();
            assert_eq!(one, two);
        }
    }
}

#[test]
fn rsa_never_signs_without_randomness() {
    let key = pkcs8(RSA2048).unwrap();
    for scheme in key.schemes() {
        for mut source in broken() {
            let refused = key.sign(*scheme, MESSAGE, &mut *source);
            assert_eq!(refused, Err(CryptoError::Random), "{scheme}");
        }
    }
}

#[test]
fn a_short_rsa_key_is_refused_by_its_length() {
    assert_eq!(pkcs8(RSA1024).err(), Some(KeyError::RsaLength { bits: 1024 }));
}

#[test]
fn generated_keys_are_those_of_their_draws() {
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::Ed25519] {
        let one = generate_key(kind, &mut SeededRandom::new(9)).unwrap();
        let two = generate_key(kind, &mut SeededRandom::new(9)).unwrap();
        assert_eq!(one.pkcs8, two.pkcs8);
        let other = generate_key(kind, &mut SeededRandom::new(10)).unwrap();
        assert_ne!(one.pkcs8, other.pkcs8);
        let read = pkcs8(&one.pkcs8).unwrap();
        assert_eq!(one.key.public_key(), read.public_key());
        let scheme = read.schemes()[0];
        let signature = read.sign(scheme, MESSAGE, &mut SeededRandom::new(1)).unwrap();
        assert!(verifies(&*one.key, scheme, &signature));
        assert_eq!(generate_key(kind, &mut NoRandom).err(), Some(CryptoError::Random));
    }
}

#[test]
fn a_generated_rsa_key_signs() {
    let generated = generate_key(KeyKind::Rsa2048, &mut SeededRandom::new(9)).unwrap();
    let read = pkcs8(&generated.pkcs8).unwrap();
    assert_eq!(generated.key.public_key(), read.public_key());
    let scheme = SignatureScheme::RSA_PSS_RSAE_SHA256;
    let signature = read.sign(scheme, MESSAGE, &mut SeededRandom::new(1)).unwrap();
    assert!(verifies(&*generated.key, scheme, &signature));
    for mut source in broken() {
        assert!(generate_key(KeyKind::Rsa2048, &mut *source).is_err());
    }
}

/// A source that ends in the middle: nothing is made of half a draw.
#[test]
fn a_source_that_ends_is_reported() {
    struct Ends(usize);
    impl Random for Ends {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
            self.0 = self.0.checked_sub(out.len()).ok_or(RandomFailed)?;
            out.fill(3);
            Ok(())
        }
    }
    for kind in [KeyKind::P256, KeyKind::P384, KeyKind::Ed25519, KeyKind::Rsa2048] {
        assert!(generate_key(kind, &mut Ends(31)).is_err());
    }
}
