//! Why a private key cannot be used, and the one rule for keys that every provider shares.

use core::{fmt, ops::RangeInclusive};

/// Lengths of an RSA modulus that are accepted, in bits. RFC 9325 §4.5: at least 2048. The upper
/// bound keeps a peer's certificate from costing more than some milliseconds.
pub const RSA_MODULUS_BITS: RangeInclusive<usize> = 2048..=8192;

/// Why a private key cannot be used. Providers say it of what they are given to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// A kind of key, or a curve, that the provider cannot sign with.
    UnknownType,
    /// An RSA key that is too short to be safe, or longer than any peer accepts.
    RsaLength {
        /// Bits of the modulus.
        bits: usize,
    },
    /// Not the structure that it is said to be, or numbers that do not belong together.
    Damaged,
}

impl KeyError {
    /// Refuses an RSA key by the length of its modulus (big-endian). For providers to ask before
    /// they compute anything with it, which takes time by the length's cube.
    pub fn check_rsa_modulus(modulus: &[u8]) -> Result<(), Self> {
        let zeros = modulus.iter().take_while(|byte| **byte == 0).count();
        let first = modulus.get(zeros).copied().unwrap_or_default();
        let bits = (modulus.len() - zeros) * 8;
        let bits = bits.saturating_sub(first.leading_zeros() as usize);
        if RSA_MODULUS_BITS.contains(&bits) { Ok(()) } else { Err(Self::RsaLength { bits }) }
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (shortest, longest) = (RSA_MODULUS_BITS.start(), RSA_MODULUS_BITS.end());
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

#[cfg(test)]
mod tests {
    use std::vec;

    use super::*;

    #[test]
    fn the_length_is_that_of_the_number() {
        for (bytes, top, bits) in [(256, 0x80, None), (256, 0x7f, Some(2047)), (257, 0x01, None)] {
            let mut modulus = vec![0xff; bytes];
            modulus[0] = top;
            let refused = bits.map(|bits| KeyError::RsaLength { bits });
            assert_eq!(KeyError::check_rsa_modulus(&modulus).err(), refused, "{bytes} {top}");
            modulus.insert(0, 0);
            assert_eq!(KeyError::check_rsa_modulus(&modulus).err(), refused, "{bytes} {top}");
        }
        assert!(KeyError::check_rsa_modulus(&[0xff; 1024]).is_ok());
        let long = KeyError::check_rsa_modulus(&[0x01; 1025]);
        assert_eq!(long, Err(KeyError::RsaLength { bits: 8193 }));
        assert_eq!(KeyError::check_rsa_modulus(&[]), Err(KeyError::RsaLength { bits: 0 }));
        assert_eq!(KeyError::check_rsa_modulus(&[0]), Err(KeyError::RsaLength { bits: 0 }));
    }
}
