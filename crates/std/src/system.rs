//! The system's randomness and clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use countersign::{
    crypto::{Random, RandomFailed},
    pki_types::UnixTime,
};

/// The operating system's secure randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        getrandom::fill(out).map_err(|_| RandomFailed)
    }
}

/// The system's time. A clock before 1970 reads as 1970, at which no certificate is valid.
pub fn now() -> UnixTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    UnixTime::since_unix_epoch(since)
}
