//! The fields of RFC 7919 appendix A. Their primes are safe, their generator is 2.

use alloc::boxed::Box;

use countersign::crypto::{
    CryptoError, EphemeralKey, FFDHE_GENERATOR, KeyExchangeGroup, NamedGroup, Random,
};
use crypto_bigint::BoxedUint;

use super::{Field, KeyPair};

/// Appendix A.1.
pub(crate) static FFDHE2048: Named = Named { name: NamedGroup::FFDHE2048, exponent_bits: 225 };

/// Appendix A.2.
pub(crate) static FFDHE3072: Named = Named { name: NamedGroup::FFDHE3072, exponent_bits: 275 };

/// Appendix A.3.
pub(crate) static FFDHE4096: Named = Named { name: NamedGroup::FFDHE4096, exponent_bits: 325 };

/// One field.
pub(crate) struct Named {
    name: NamedGroup,
    /// Length of private exponents, as appendix A gives it for each field. §5.2: with a safe
    /// prime a short exponent is as strong as the field.
    exponent_bits: u32,
}

impl KeyExchangeGroup for Named {
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let prime = self.name.prime().ok_or(CryptoError::Unsupported)?;
        let field = Field::new(BoxedUint::from_be_slice_vartime(prime))?;
        KeyPair::draw(field, FFDHE_GENERATOR, self.exponent_bits, random)
    }
}

/// Length of private exponents, where `p` and `g` are those of a field with a name.
pub(super) fn exponent_bits(p: &[u8], g: &[u8]) -> Option<u32> {
    let name = NamedGroup::of_prime(p).filter(|_| g == FFDHE_GENERATOR)?;
    let fields = [&FFDHE2048, &FFDHE3072, &FFDHE4096];
    fields.into_iter().find(|field| field.name == name).map(|field| field.exponent_bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finite_field::FINITE_FIELDS;
    use crate::lent_random::testing::{Broken, Draws};

    /// The short exponent of appendix A.1: 29 bytes are drawn, not 256.
    #[test]
    fn a_known_field_without_its_name_is_the_same() {
        let prime = NamedGroup::FFDHE2048.prime().unwrap();
        let start = |g| FINITE_FIELDS[0].start(prime, g, &mut Draws::new(&[9; 29]));
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
