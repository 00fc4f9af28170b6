//! Randomness, lent by the driver to each call.

use core::fmt;

/// A source of cryptographically secure random bytes.
///
/// The machine has none of its own: with the same draws it produces the same bytes.
pub trait Random {
    /// Fills all of `out`, or fails and leaves its content unspecified.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed>;
}

impl<R: Random + ?Sized> Random for &mut R {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        R::fill(self, out)
    }
}

/// The source could not deliver. The connection that asked ends with `internal_error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RandomFailed;

impl fmt::Display for RandomFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the source of randomness failed")
    }
}

impl core::error::Error for RandomFailed {}
