//! Bytes for vectors: hexadecimal text, and randomness that is known beforehand.

use countersign::crypto::{Random, RandomFailed};

/// The bytes of a text of hexadecimal digits; anything else in it is passed over.
pub(super) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).filter_map(|pair| u8::try_from(pair[0] << 4 | pair.get(1)?).ok()).collect()
}

/// Gives out the bytes it was made of, then fails.
pub struct Draws(Vec<u8>);

impl Draws {
    /// What will be drawn.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// What was not drawn.
    pub fn left(&self) -> usize {
        self.0.len()
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
#[derive(Clone, Copy, Debug)]
pub struct Stuck(pub u8);

impl Random for Stuck {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        out.fill(self.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_passes_over_what_is_no_digit() {
        assert_eq!(hex("00 ff\n  1A"), [0x00, 0xff, 0x1a]);
        assert!(hex("").is_empty());
    }

    #[test]
    fn draws_end() {
        let mut draws = Draws::new(&[1, 2, 3]);
        let mut two = [0; 2];
        assert!(draws.fill(&mut two).is_ok() && two == [1, 2] && draws.left() == 1);
        assert!(draws.fill(&mut two).is_err());
    }
}
