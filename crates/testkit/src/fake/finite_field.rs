//! Prime fields whose secret is a function of both public values: anyone can compute it. Numbers
//! are judged as in a field: between 1 and p - 1, with or without leading zeros.

use countersign::{
    crypto::{
        CryptoError, EphemeralKey, FiniteField, KeyExchangeGroup, NamedGroup, Random, Secret,
    },
    limits::MAX_DHE_BITS,
};

use super::checksum::Checksum;

/// Fields that a server brings along.
pub(super) static FINITE_FIELDS: &[&dyn FiniteField] = &[&FakeField];

pub(super) static FFDHE2048: FakeNamed = FakeNamed { name: NamedGroup::FFDHE2048, len: 256 };
pub(super) static FFDHE3072: FakeNamed = FakeNamed { name: NamedGroup::FFDHE3072, len: 384 };
pub(super) static FFDHE4096: FakeNamed = FakeNamed { name: NamedGroup::FFDHE4096, len: 512 };

/// A field of RFC 7919; a number of ones stands for its prime.
pub(super) struct FakeNamed {
    name: NamedGroup,
    len: usize,
}

impl KeyExchangeGroup for FakeNamed {
    fn name(&self) -> NamedGroup {
        self.name
    }

    fn start(&self, random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        FakePair::draw(&vec![0xff; self.len], random)
    }
}

struct FakeField;

impl FiniteField for FakeField {
    fn start(
        &self,
        p: &[u8],
        g: &[u8],
        random: &mut dyn Random,
    ) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let padded = [p, g].iter().any(|number| number.first().is_none_or(|first| *first == 0));
        let even = p.last().is_none_or(|last| last % 2 == 0);
        if padded || even || 8 * p.len() > MAX_DHE_BITS || element(p, g).is_none() {
            return Err(CryptoError::Invalid);
        }
        FakePair::draw(p, random)
    }
}

/// The number in as many bytes as `p` has, where 1 < number < p - 1; `p` is odd.
fn element(p: &[u8], number: &[u8]) -> Option<Vec<u8>> {
    let mut padded = vec![0; p.len().checked_sub(number.len())?];
    padded.extend_from_slice(number);
    let (last, front) = padded.split_last()?;
    let above_one = *last > 1 || front.iter().any(|byte| *byte != 0);
    let mut below = p.to_vec();
    *below.last_mut()? -= 1;
    (above_one && padded < below).then_some(padded)
}

struct FakePair {
    prime: Vec<u8>,
    public: Vec<u8>,
}

impl FakePair {
    fn draw(p: &[u8], random: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        let mut private = [0; 32];
        random.fill(&mut private)?;
        let mut public = vec![0; p.len()];
        Checksum::new(b'g').part(&private).spread(&mut public);
        // Above 1 and below p - 1, whatever the others are.
        if let (Some(first), Some(highest)) = (public.first_mut(), p.first()) {
            *first = 2.min(highest - 1);
        }
        if let [_, .., last] = public.as_mut_slice() {
            *last |= 2;
        }
        Ok(Box::new(Self { prime: p.to_vec(), public }))
    }
}

impl EphemeralKey for FakePair {
    fn public_key(&self) -> &[u8] {
        &self.public
    }

    fn agree(self: Box<Self>, peer: &[u8]) -> Result<Secret, CryptoError> {
        let peer = element(&self.prime, peer).ok_or(CryptoError::Invalid)?;
        // The same for both sides, whichever is the peer.
        let both: Vec<u8> =
            self.public.iter().zip(peer).map(|(ours, theirs)| ours ^ theirs).collect();
        let checksum = Checksum::new(b's').part(&both);
        Ok(Secret::filled(self.public.len(), |out| checksum.spread(out)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SeededRandom;

    fn field(p: &[u8], seed: u64) -> Box<dyn EphemeralKey> {
        FakeField.start(p, &[2], &mut SeededRandom::new(seed)).unwrap()
    }

    #[test]
    fn both_sides_agree() {
        for p in [&[5][..], &[1, 0, 1], &[0xff; 256], &[0x80; 1023].map(|byte| byte | 1)] {
            let (ours, theirs) = (field(p, 1), field(p, 2));
            let (to_them, to_us) = (ours.public_key().to_vec(), theirs.public_key().to_vec());
            assert_eq!(to_them.len(), p.len());
            let secret = ours.agree(&to_us).unwrap();
            assert!(secret.matches(theirs.agree(&to_them).unwrap().expose()));
            assert_eq!(secret.expose().len(), p.len());
        }
    }

    #[test]
    fn numbers_outside_the_field_are_refused() {
        for bad in [&[][..], &[0], &[0, 1], &[1, 0, 0], &[1, 0, 1], &[0, 0, 0, 9]] {
            assert!(field(&[1, 0, 1], 1).agree(bad).is_err(), "{bad:x?}");
        }
        let short = field(&[1, 0, 1], 1).agree(&[9]).unwrap();
        assert!(short.matches(field(&[1, 0, 1], 1).agree(&[0, 0, 9]).unwrap().expose()));
    }

    #[test]
    fn what_makes_no_field_is_refused() {
        let longest = [0xff; MAX_DHE_BITS / 8 + 1];
        let bad: [(&[u8], &[u8]); 7] = [
            (&[22], &[5]),
            (&[0, 23], &[5]),
            (&[23], &[0, 5]),
            (&[23], &[1]),
            (&[23], &[22]),
            (&[], &[]),
            (&longest, &[2]),
        ];
        for (p, g) in bad {
            assert!(FakeField.start(p, g, &mut SeededRandom::new(1)).is_err(), "{p:x?} {g:x?}");
        }
    }
}
