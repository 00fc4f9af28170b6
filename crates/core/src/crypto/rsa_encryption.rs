//! RSA encryption as the RSA key exchange wants it (RFC 5246 §7.4.7.1).

use alloc::vec::Vec;

use super::{CryptoError, Random};

/// RSA with the padding of PKCS #1 v1.5 (RFC 8017 §7.2.1).
pub trait RsaEncryption: Send + Sync {
    /// Encrypts `message` for the key `public_key`: a DER `RSAPublicKey`
    /// (RFC 8017 appendix A.1.1), which is the bit string of a
    /// `SubjectPublicKeyInfo`. The result has the length of the modulus. `Err` where the key is
    /// not valid, has fewer than 2048 or more than 8192 bits, or is too short for the message.
    fn encrypt(
        &self,
        public_key: &[u8],
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError>;
}
