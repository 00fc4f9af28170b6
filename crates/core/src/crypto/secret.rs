//! Bytes that must not outlive their use, be printed, or be compared in variable time.

use alloc::boxed::Box;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Secret bytes on the heap: wiped when dropped, never printed, compared in constant time.
#[derive(Clone)]
pub struct Secret(Box<[u8]>);

impl Secret {
    /// Takes a copy; wiping the original is the caller's duty.
    pub fn new(bytes: &[u8]) -> Self {
        Self(Box::from(bytes))
    }

    /// A secret of `len` zero bytes, to be filled by `fill`.
    pub fn filled(len: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        let mut bytes = alloc::vec![0; len].into_boxed_slice();
        fill(&mut bytes);
        Self(bytes)
    }

    /// The bytes, for as short a time as possible.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// True where both hold the same bytes; the time depends on the lengths only.
    pub fn matches(&self, other: &[u8]) -> bool {
        self.0.ct_eq(other).into()
    }
}

/// Shown by its length alone.
impl core::fmt::Debug for Secret {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_compares_all_bytes_and_the_length() {
        let secret = Secret::new(b"verify_data!");
        assert!(secret.matches(b"verify_data!"));
        assert!(!secret.matches(b"verify_data?"));
        assert!(!secret.matches(b"verify_data"));
    }
}
