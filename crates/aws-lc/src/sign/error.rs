//! Why a private key cannot be used.

use core::fmt;

use super::rsa::MODULUS_BITS;

/// Why a private key cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// A kind of key, or a curve, that this crate cannot sign with.
    UnknownType,
    /// An RSA key that is too short to be safe, or longer than any peer accepts.
    RsaLength {
        /// Bits of the modulus.
        bits: usize,
    },
    /// Not the structure that it is said to be, or numbers that do not belong together.
    Damaged,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shortest, longest) = (MODULUS_BITS.start(), MODULUS_BITS.end());
        match self {
            Self::UnknownType => write!(
                f,
                "the private key is of a type that cannot be used; accepted are RSA \
                 ({shortest} to {longest} bits), ECDSA on P-256 or P-384, and Ed25519"
            ),
            Self::RsaLength { bits } => {
                write!(f, "the RSA key has {bits} bits; accepted are {shortest} to {longest}")
            }
            Self::Damaged => f.write_str(
                "the private key is damaged: it cannot be decoded, or its parts do not belong \
                 together",
            ),
        }
    }
}

impl core::error::Error for KeyError {}
