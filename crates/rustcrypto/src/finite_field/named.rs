//! The fields of RFC 7919 appendix A. Their primes are safe, their generator is 2.

use alloc::boxed::Box;

use countersign::crypto::{CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Random};
use crypto_bigint::BoxedUint;

use super::{Field, KeyPair};

/// Appendix A.1.
pub(crate) static FFDHE2048: Named =
    Named { name: NamedGroup::FFDHE2048, bits: 2048, exponent_bits: 225, prime: P2048 };

/// Appendix A.2.
pub(crate) static FFDHE3072: Named =
    Named { name: NamedGroup::FFDHE3072, bits: 3072, exponent_bits: 275, prime: P3072 };

/// Appendix A.3.
pub(crate) static FFDHE4096: Named =
    Named { name: NamedGroup::FFDHE4096, bits: 4096, exponent_bits: 325, prime: P4096 };

const GENERATOR: &[u8] = &[2];

/// One field.
pub(crate) struct Named {
    name: NamedGroup,
    bits: u32,
    /// Length of private exponents, as appendix A gives it for each field. §5.2: with a safe
    /// prime a short exponent is as strong as the field.
    exponent_bits: u32,
    /// In hexadecimal digits.
    prime: &'static str,
}

impl Named {
    fn prime(&self) -> Result<BoxedUint, CryptoError> {
        let prime = BoxedUint::from_be_hex(self.prime, self.bits);
        prime.into_option().ok_or(CryptoError::Invalid)
    }
}

impl KeyExchangeGroup for Named {
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        KeyPair::draw(Field::new(self.prime()?)?, GENERATOR, self.exponent_bits, random)
    }
}

/// Length of private exponents, where `p` and `g` are those of a field with a name.
pub(super) fn exponent_bits(p: &BoxedUint, g: &[u8]) -> Option<u32> {
    [&FFDHE2048, &FFDHE3072, &FFDHE4096]
        .into_iter()
        .filter(|named| g == GENERATOR && named.bits == p.bits_precision())
        .find(|named| named.prime().is_ok_and(|prime| prime == *p))
        .map(|named| named.exponent_bits)
}

const P2048: &str = "\
    ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fbcc939dce\
    249b3ef97d2fe363630c75d8f681b202aec4617ad3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3\
    b557135e7f57c935984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797abc0ab182\
    b324fb61d108a94bb2c8e3fbb96adab760d7f4681d4f42a3de394df4ae56ede76372bb190b07a7c8ee0a6d70\
    9e02fce1cdf7e2ecc03404cd28342f619172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc\
    2ec22005c58ef1837d1683b2c6f34a26c1b2effa886b423861285c97ffffffffffffffff";

const P3072: &str = "\
    ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fbcc939dce\
    249b3ef97d2fe363630c75d8f681b202aec4617ad3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3\
    b557135e7f57c935984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797abc0ab182\
    b324fb61d108a94bb2c8e3fbb96adab760d7f4681d4f42a3de394df4ae56ede76372bb190b07a7c8ee0a6d70\
    9e02fce1cdf7e2ecc03404cd28342f619172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc\
    2ec22005c58ef1837d1683b2c6f34a26c1b2effa886b4238611fcfdcde355b3b6519035bbc34f4def99c0238\
    61b46fc9d6e6c9077ad91d2691f7f7ee598cb0fac186d91caefe130985139270b4130c93bc437944f4fd4452\
    e2d74dd364f2e21e71f54bff5cae82ab9c9df69ee86d2bc522363a0dabc521979b0deada1dbf9a42d5c4484e\
    0abcd06bfa53ddef3c1b20ee3fd59d7c25e41d2b66c62e37ffffffffffffffff";

const P4096: &str = "\
    ffffffffffffffffadf85458a2bb4a9aafdc5620273d3cf1d8b9c583ce2d3695a9e13641146433fbcc939dce\
    249b3ef97d2fe363630c75d8f681b202aec4617ad3df1ed5d5fd65612433f51f5f066ed0856365553ded1af3\
    b557135e7f57c935984f0c70e0e68b77e2a689daf3efe8721df158a136ade73530acca4f483a797abc0ab182\
    b324fb61d108a94bb2c8e3fbb96adab760d7f4681d4f42a3de394df4ae56ede76372bb190b07a7c8ee0a6d70\
    9e02fce1cdf7e2ecc03404cd28342f619172fe9ce98583ff8e4f1232eef28183c3fe3b1b4c6fad733bb5fcbc\
    2ec22005c58ef1837d1683b2c6f34a26c1b2effa886b4238611fcfdcde355b3b6519035bbc34f4def99c0238\
    61b46fc9d6e6c9077ad91d2691f7f7ee598cb0fac186d91caefe130985139270b4130c93bc437944f4fd4452\
    e2d74dd364f2e21e71f54bff5cae82ab9c9df69ee86d2bc522363a0dabc521979b0deada1dbf9a42d5c4484e\
    0abcd06bfa53ddef3c1b20ee3fd59d7c25e41d2b669e1ef16e6f52c3164df4fb7930e9e4e58857b6ac7d5f42\
    d69f6d187763cf1d5503400487f55ba57e31cc7a7135c886efb4318aed6a1e012d9e6832a907600a918130c4\
    6dc778f971ad0038092999a333cb8b7a1a1db93d7140003c2a4ecea9f98d0acc0a8291cdcec97dcf8ec9b55a\
    7f88a46b4db5a851f44182e1c68a007e5e655f6affffffffffffffff";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finite_field::FINITE_FIELDS;
    use crate::lent_random::testing::{Broken, Draws};

    /// The short exponent of appendix A.1: 29 bytes are drawn, not 256.
    #[test]
    fn a_known_field_without_its_name_is_the_same() {
        let prime = FFDHE2048.prime().unwrap().to_be_bytes();
        let start = |g| FINITE_FIELDS[0].start(&prime, g, &mut Draws::new(&[9; 29]));
        let named = FFDHE2048.start(&mut Draws::new(&[9; 29])).unwrap();
        assert_eq!(named.public_key(), start(&[2]).unwrap().public_key());
        assert_eq!(start(&[3]).err(), Some(CryptoError::Random), "with another generator");
    }

    #[test]
    fn a_failing_source_is_reported() {
        for group in [&FFDHE2048, &FFDHE3072, &FFDHE4096] {
            assert_eq!(group.start(&mut Broken).err(), Some(CryptoError::Random));
        }
    }
}
