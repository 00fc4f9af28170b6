//! Randomness that is the same in each run: SHA-256 over a seed and a counter. For tests and
//! documentation only.

use countersign::crypto::{Digest, Hash, HashAlgorithm, Random, RandomFailed};

/// Never to be used for secrets.
pub(super) struct Seeded {
    seed: u64,
    blocks: u64,
    /// Drawn, and not yet used up.
    block: Option<(Digest, usize)>,
}

impl Seeded {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed, blocks: 0, block: None }
    }

    fn next(&mut self) -> Result<u8, RandomFailed> {
        let (digest, used) = match self.block.take() {
            Some(block) => block,
            None => (self.draw()?, 0),
        };
        let bytes: &[u8] = digest.as_ref();
        let byte = *bytes.get(used).ok_or(RandomFailed)?;
        if used + 1 < bytes.len() {
            self.block = Some((digest, used + 1));
        }
        Ok(byte)
    }

    fn draw(&mut self) -> Result<Digest, RandomFailed> {
        let hash: &dyn Hash =
            countersign_rustcrypto::provider().hash(HashAlgorithm::Sha256).ok_or(RandomFailed)?;
        let mut context = hash.start();
        context.update(&self.seed.to_be_bytes());
        context.update(&self.blocks.to_be_bytes());
        self.blocks += 1;
        Ok(context.current())
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        out.iter_mut().try_for_each(|byte| {
            *byte = self.next()?;
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_however_they_are_drawn() {
        let mut whole = [0; 70];
        Seeded::new(7).fill(&mut whole).unwrap();
        let mut parts = [0; 70];
        let mut random = Seeded::new(7);
        parts.chunks_mut(9).for_each(|part| random.fill(part).unwrap());
        assert_eq!(whole, parts);
        let mut other = [0; 70];
        Seeded::new(8).fill(&mut other).unwrap();
        assert_ne!(whole, other);
    }
}
