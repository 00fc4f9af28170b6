//! Diffie-Hellman in prime fields that have no name: what a TLS 1.2 server may choose by itself
//! (RFC 5246 §7.4.3). The named ones of RFC 7919 are groups like any other.

use alloc::boxed::Box;

use super::{CryptoError, EphemeralKey, Random};

/// Diffie-Hellman with a prime and a generator that the server sends.
pub trait FiniteField: Send + Sync {
    /// Makes a fresh key pair for the prime `p` and the generator `g`, both big-endian without
    /// leading zeros. Public values and the shared secret have the length of `p`.
    ///
    /// `Err` where `p` is even or longer than [`crate::limits::MAX_DHE_BITS`], or `g` is not
    /// between 2 and p - 2. That `p` is prime is not checked: that would cost more than the
    /// handshake.
    fn start(
        &self,
        p: &[u8],
        g: &[u8],
        random: &mut dyn Random,
    ) -> Result<Box<dyn EphemeralKey>, CryptoError>;
}
