//! How a sealer works, and why one cannot.

use std::fmt;

use countersign::crypto::AeadAlgorithm;

/// How long keys are used, and with which cipher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketPolicy {
    /// AES-256-GCM or ChaCha20-Poly1305; the same for all that share keys.
    pub cipher: AeadAlgorithm,
    /// Make a new key after so many seconds, from the randomness that comes with a ticket to be
    /// sealed; also when a key is spent. `None`: keys come by [`crate::TicketSealer::rotate`]
    /// alone, as where several servers share them, and nothing is sealed before the first.
    pub rotate_every: Option<u32>,
    /// How long a key opens tickets after it has ceased to seal, in seconds. Less than a
    /// session's lifetime ends tickets before their time.
    pub accept_for: u32,
    /// How many tickets a key seals, at most [`TicketPolicy::MAX_TICKETS_PER_KEY`], which is also
    /// what a larger number is taken for. Each process counts its own: servers that share a key
    /// divide the number by how many they are.
    pub tickets_per_key: u64,
}

impl TicketPolicy {
    /// 2^32: nonces are random, and with more of them two could be the same, which would betray
    /// what is in those tickets and let others be forged (NIST SP 800-38D §8.3).
    pub const MAX_TICKETS_PER_KEY: u64 = 1 << 32;
}

/// A key of its own seals for two hours and opens for two more, which is the lifetime of
/// sessions in countersign's policies. So no secret that opens a ticket outlives it by long
/// (RFC 5077 §5.5).
impl Default for TicketPolicy {
    fn default() -> Self {
        Self {
            cipher: AeadAlgorithm::Aes256Gcm,
            rotate_every: Some(7200),
            accept_for: 7200,
            tickets_per_key: Self::MAX_TICKETS_PER_KEY,
        }
    }
}

/// The provider has no such cipher, or its keys are not of 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnfitCipher(pub AeadAlgorithm);

impl fmt::Display for UnfitCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the provider does not seal tickets with {}", self.0)?;
        f.write_str(": it takes AES-256-GCM or ChaCha20-Poly1305")
    }
}

impl std::error::Error for UnfitCipher {}
