//! The one function below everything fake: 64 bits over bytes, spread to any length.

/// A checksum in progress (FNV-1a with 64 bits).
#[derive(Clone, Copy)]
pub(super) struct Checksum(u64);

impl Checksum {
    /// `domain` keeps the uses apart.
    pub(super) fn new(domain: u8) -> Self {
        let mut checksum = Self(0xcbf2_9ce4_8422_2325);
        checksum.update(&[domain]);
        checksum
    }

    /// Takes in more bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// Takes in a part whose end matters.
    pub(super) fn part(mut self, bytes: &[u8]) -> Self {
        self.update(&bytes.len().to_be_bytes());
        self.update(bytes);
        self
    }

    /// Fills `out` from the checksum so far (the finaliser of splitmix64).
    pub(super) fn spread(self, out: &mut [u8]) {
        let mut state = self.0;
        for chunk in out.chunks_mut(8) {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = state;
            word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^= word >> 31;
            for (to, from) in chunk.iter_mut().zip(word.to_be_bytes()) {
                *to = from;
            }
        }
    }

    /// The same as a fresh array.
    pub(super) fn array<const N: usize>(self) -> [u8; N] {
        let mut out = [0; N];
        self.spread(&mut out);
        out
    }
}
