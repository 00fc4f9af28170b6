//! The lent source of randomness in the form that RustCrypto's crates take.

use countersign::crypto::{CryptoError, Random, RandomFailed};
use rand_core::{TryCryptoRng, TryRng};

/// A [`Random`] with an allowance.
///
/// Drawing a number below a bound, or a prime, repeats until a draw fits. From a source that is
/// stuck nothing ever fits; the allowance turns that into an error.
pub(crate) struct LentRandom<'a> {
    random: &'a mut dyn Random,
    allowance: usize,
}

impl<'a> LentRandom<'a> {
    /// Lends `random` for up to `allowance` bytes.
    pub(crate) fn new(random: &'a mut dyn Random, allowance: usize) -> Self {
        Self { random, allowance }
    }
}

impl TryRng for LentRandom<'_> {
    type Error = RandomFailed;

    fn try_next_u32(&mut self) -> Result<u32, RandomFailed> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, RandomFailed> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        self.allowance = self.allowance.checked_sub(out.len()).ok_or(RandomFailed)?;
        self.random.fill(out)
    }
}

impl TryCryptoRng for LentRandom<'_> {}

/// What went wrong with RSA.
pub(crate) fn rsa_error(error: &rsa::Error) -> CryptoError {
    match error {
        rsa::Error::Rng => CryptoError::Random,
        _ => CryptoError::Invalid,
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! Sources for the tests of this crate.

    use super::{Random, RandomFailed};
    use alloc::vec::Vec;

    /// Gives out the bytes it was made of, then fails.
    pub(crate) struct Draws(Vec<u8>);

    impl Draws {
        pub(crate) fn new(bytes: &[u8]) -> Self {
            Self(bytes.to_vec())
        }
    }

    impl Random for Draws {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
            let (drawn, rest) = self.0.split_at_checked(out.len()).ok_or(RandomFailed)?;
            out.copy_from_slice(drawn);
            self.0 = rest.to_vec();
            Ok(())
        }
    }

    /// Gives out one byte for ever.
    pub(crate) struct Stuck(pub(crate) u8);

    impl Random for Stuck {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
            out.fill(self.0);
            Ok(())
        }
    }

    /// Always fails.
    pub(crate) struct Broken;

    impl Random for Broken {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomFailed> {
            Err(RandomFailed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::Stuck;
    use super::*;

    #[test]
    fn the_allowance_ends() {
        let mut random = Stuck(7);
        let mut lent = LentRandom::new(&mut random, 13);
        assert_eq!(lent.try_next_u32(), Ok(0x0707_0707));
        assert_eq!(lent.try_next_u64(), Ok(0x0707_0707_0707_0707));
        assert_eq!(lent.try_fill_bytes(&mut [0; 2]), Err(RandomFailed));
        assert_eq!(lent.try_fill_bytes(&mut [0; 1]), Ok(()));
        assert_eq!(lent.try_fill_bytes(&mut [0; 1]), Err(RandomFailed));
    }
}
