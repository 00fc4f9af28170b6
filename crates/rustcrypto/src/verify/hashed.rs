//! The hash below a signature: SHA-256, SHA-384 or SHA-512 (FIPS 180-4).

use countersign::crypto::Digest;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

/// The hash functions of the signature schemes; one more than the suites have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SignatureHash {
    Sha256,
    Sha384,
    Sha512,
}

impl SignatureHash {
    /// The hash of a whole message.
    pub(super) fn of(self, message: &[u8]) -> Digest {
        match self {
            Self::Sha256 => Digest::new(&Sha256::digest(message)),
            Self::Sha384 => Digest::new(&Sha384::digest(message)),
            Self::Sha512 => Digest::new(&Sha512::digest(message)),
        }
    }
}
