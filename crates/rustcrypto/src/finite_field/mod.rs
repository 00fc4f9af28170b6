//! Diffie-Hellman in prime fields: RFC 5246 §8.1.2, RFC 7919, NIST SP 800-56A §5.7.1.1.

mod named;

use alloc::{boxed::Box, vec, vec::Vec};

use countersign::crypto::{CryptoError, EphemeralKey, FiniteField, Random, Secret};
use countersign::limits::MAX_DHE_BITS;
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};
use zeroize::Zeroizing;

pub(crate) use named::{FFDHE2048, FFDHE3072, FFDHE4096};

/// Fields that a server brings along.
pub(crate) static FINITE_FIELDS: &[&dyn FiniteField] = &[&AnyField];

struct AnyField;

impl FiniteField for AnyField {
    fn start(
        &self,
        p: &[u8],
        g: &[u8],
        random: &mut dyn Random,
    ) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let padded = [p, g].iter().any(|number| number.first().is_none_or(|first| *first == 0));
        if padded || p.len() > MAX_DHE_BITS / 8 {
            return Err(CryptoError::Invalid);
        }
        let field = Field::new(BoxedUint::from_be_slice_vartime(p))?;
        // The exponent has its full length, unless the field is known. Where p is no safe prime,
        // the small factors of p - 1 betray some hundred bits of the exponent (van Oorschot and
        // Wiener, "On Diffie-Hellman Key Agreement with Short Exponents"), and of a short one
        // too little is left.
        let bits = named::exponent_bits(p, g).unwrap_or(field.bits() - 1);
        KeyPair::draw(field, g, bits, random)
    }
}

/// A field with what is worked out once for its prime.
struct Field(BoxedMontyParams);

impl Field {
    /// `Err` where the number is even. In variable time: the prime is public.
    fn new(prime: BoxedUint) -> Result<Self, CryptoError> {
        let odd = Odd::new(prime).into_option().ok_or(CryptoError::Invalid)?;
        Ok(Self(BoxedMontyParams::new_vartime(odd)))
    }

    fn prime(&self) -> &BoxedUint {
        self.0.modulus().as_ref()
    }

    fn bits(&self) -> u32 {
        self.prime().bit_width_vartime()
    }

    /// Length of the prime in bytes.
    fn len(&self) -> usize {
        self.bits().div_ceil(8) as usize
    }

    /// RFC 7919 §5.1: 1 < y < p - 1. The others lie in a group of at most two elements.
    fn holds(&self, y: &BoxedUint) -> bool {
        let one = BoxedUint::one_with_precision(self.0.bits_precision());
        *y > one && *y < self.prime().wrapping_sub(&one)
    }

    /// An element. It may be shorter than the prime: RFC 5246 §4.7 wants no leading zeros, and
    /// peers that leave them out are about.
    fn decode(&self, number: &[u8]) -> Result<BoxedUint, CryptoError> {
        if number.len() > self.len() {
            return Err(CryptoError::Invalid);
        }
        let number = BoxedUint::from_be_slice_truncated(number, self.0.bits_precision());
        if self.holds(&number) { Ok(number) } else { Err(CryptoError::Invalid) }
    }

    /// Writes a number with its leading zeros; `out` has the length of the prime.
    fn encode(&self, number: &BoxedUint, out: &mut [u8]) {
        let bytes = Zeroizing::new(number.to_be_bytes());
        if let Some(tail) = bytes.get(bytes.len() - self.len()..) {
            out.copy_from_slice(tail);
        }
    }
}

/// A private exponent with the power of the generator that belongs to it.
struct KeyPair {
    field: Field,
    exponent: Zeroizing<BoxedUint>,
    exponent_bits: u32,
    public: Vec<u8>,
}

impl KeyPair {
    /// RFC 7919 §5.2: the exponent has so many bits exactly, so that the first one is set.
    fn draw(
        field: Field,
        generator: &[u8],
        exponent_bits: u32,
        random: &mut dyn Random,
    ) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let generator = field.decode(generator)?;
        let mut draw = Zeroizing::new(vec![0; exponent_bits.div_ceil(8) as usize]);
        random.fill(&mut draw)?;
        if let Some(first) = draw.first_mut() {
            let highest = 0x80 >> (exponent_bits.wrapping_neg() % 8);
            *first = *first & (highest - 1) | highest;
        }
        let exponent = BoxedUint::from_be_slice_truncated(&draw, field.0.bits_precision());
        let public = vec![0; field.len()];
        let mut pair = Self { field, exponent: Zeroizing::new(exponent), exponent_bits, public };
        let public = pair.power(generator);
        pair.field.encode(&public, &mut pair.public);
        Ok(Box::new(pair))
    }

    /// `base` to the power of the exponent, in a time that depends on lengths alone.
    fn power(&self, base: BoxedUint) -> Zeroizing<BoxedUint> {
        let base = BoxedMontyForm::new(base, &self.field.0);
        let power = Zeroizing::new(base.pow_bounded_exp(&self.exponent, self.exponent_bits));
        Zeroizing::new(power.retrieve())
    }
}

impl EphemeralKey for KeyPair {
    fn public_key(&self) -> &[u8] {
        &self.public
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        let shared = self.power(self.field.decode(peer)?);
        // SP 800-56A §5.7.1.1: where p is no safe prime, a peer's value may have a small order
        // and still pass for an element.
        if self.field.holds(&shared) {
            Ok(Secret::filled(self.public.len(), |out| self.field.encode(&shared, out)))
        } else {
            Err(CryptoError::Invalid)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lent_random::testing::{Broken, Draws};

    fn pair(p: &[u8], g: &[u8], draws: &[u8]) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        AnyField.start(p, g, &mut Draws::new(draws))
    }

    /// 2^16 + 1 is prime, and 3 generates its whole group: `pow(3, 0x8000 | draw, 65537)`.
    #[test]
    fn a_small_field_is_computed_in_whole() {
        let p = [1, 0, 1];
        for (draw, exponent) in [([0x80, 0x05], 0x8005_u32), ([0xff, 0xff], 0xffff)] {
            let key = pair(&p, &[3], &draw).unwrap();
            let power = (0..exponent).fold(1, |power, _| power * 3 % 65537_u64);
            assert_eq!(key.public_key(), &power.to_be_bytes()[5..], "{exponent:#x}");
        }
    }

    /// 23 = 2 * 11 + 1; the exponent has 4 bits, so that the draw becomes 0b1101.
    #[test]
    fn the_exponent_has_all_its_bits_and_no_more() {
        let key = pair(&[23], &[5], &[0xf5]).unwrap();
        assert_eq!(key.public_key(), [21], "5^13 modulo 23");
    }

    #[test]
    fn numbers_that_make_no_field_are_refused() {
        let long = [&[1][..], &[0; MAX_DHE_BITS / 8 - 1], &[1]].concat();
        let bad: [(&[u8], &[u8]); 13] = [
            (&[], &[2]),
            (&[23], &[]),
            (&[0, 23], &[5]),
            (&[23], &[0, 5]),
            (&[22], &[5]),
            (&[23], &[0]),
            (&[23], &[1]),
            (&[23], &[22]),
            (&[23], &[23]),
            (&[23], &[1, 5]),
            (&[1], &[1]),
            (&[3], &[2]),
            (&long, &[2]),
        ];
        for (p, g) in bad {
            assert_eq!(
                pair(p, g, &[0x55; 2000]).err(),
                Some(CryptoError::Invalid),
                "{p:x?} {g:x?}"
            );
        }
    }

    #[test]
    fn what_a_peer_sends_is_an_element() {
        let agree = |peer: &[u8]| pair(&[1, 0, 1], &[3], &[7; 2]).unwrap().agree(peer);
        for bad in [&[][..], &[0], &[1], &[1, 0, 0], &[1, 0, 1], &[1, 0, 2], &[0, 0, 0, 9]] {
            assert_eq!(agree(bad).err(), Some(CryptoError::Invalid), "{bad:x?}");
        }
        // Leading zeros make no difference, and the secret has the length of the prime.
        let [short, padded] = [&[9][..], &[0, 0, 9]].map(|peer| agree(peer).unwrap());
        assert!(short.matches(padded.expose()) && short.expose().len() == 3);
    }

    /// 2^8 has the order 2 in that field: an even exponent would give 1, an odd one 2^8 again.
    #[test]
    fn a_secret_of_small_order_is_refused() {
        let agree = |draw: u8| pair(&[1, 0, 1], &[3], &[0x80, draw]).unwrap().agree(&[1, 0]);
        assert_eq!(agree(0).err(), Some(CryptoError::Invalid));
        assert!(agree(1).is_ok());
    }

    #[test]
    fn a_failing_source_is_reported() {
        assert_eq!(AnyField.start(&[23], &[5], &mut Broken).err(), Some(CryptoError::Random));
    }
}
