//! Randomness that is the same in each run, and randomness that fails.

use chacha20::{
    ChaCha20Rng,
    rand_core::{Rng, SeedableRng},
};
use countersign::crypto::{Random, RandomFailed};

/// The keystream of ChaCha20 under a seed. For tests only: whoever knows the seed knows every
/// secret.
pub struct SeededRandom(ChaCha20Rng);

impl SeededRandom {
    /// Everything that follows is a function of `seed`.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha20Rng::seed_from_u64(seed))
    }

    /// The same, from 32 bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(ChaCha20Rng::from_seed(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        self.0.fill_bytes(out);
        Ok(())
    }
}

/// A source that fails at each draw.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRandom;

impl Random for NoRandom {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomFailed> {
        Err(RandomFailed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draw(mut random: impl Random) -> [u8; 40] {
        let mut out = [0; 40];
        random.fill(&mut out).unwrap();
        out
    }

    #[test]
    fn the_seed_decides() {
        assert_eq!(draw(SeededRandom::new(1)), draw(SeededRandom::new(1)));
        assert_ne!(draw(SeededRandom::new(1)), draw(SeededRandom::new(2)));
        assert_ne!(draw(SeededRandom::from_seed([1; 32])), draw(SeededRandom::new(1)));
    }

    #[test]
    fn the_stream_stays_as_it_is() {
        // Recorded handshakes depend on it.
        assert_eq!(
            draw(SeededRandom::from_seed([0; 32]))[..8],
            [0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90]
        );
    }
}
