//! RSAES-PKCS1-v1_5 encryption: RFC 8017 §7.2.1.

use alloc::vec::Vec;

use countersign::crypto::{CryptoError, Random, RsaEncryption};

use crate::lent_random::{LentRandom, rsa_error};
use crate::verify::decode_rsa_key;

/// The encryption.
pub(crate) static RSA_ENCRYPTION: &[&dyn RsaEncryption] = &[&Pkcs1];

/// Bytes that one padding may draw. It takes as many as the longest modulus has, and one again
/// for each that is zero.
const DRAWS_TO_PAD: usize = 4 * 1024;

struct Pkcs1;

impl RsaEncryption for Pkcs1 {
    fn encrypt(
        &self,
        public_key: &[u8],
        message: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, CryptoError> {
        let key = decode_rsa_key(public_key).ok_or(CryptoError::Invalid)?;
        let random = &mut LentRandom::new(random, DRAWS_TO_PAD);
        key.pkcs1v15_encrypt_with_rng(random, message).map_err(|error| rsa_error(&error))
    }
}
