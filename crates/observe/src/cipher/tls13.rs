//! The keys of TLS 1.3, from a traffic secret (RFC 8446 §7.3).

use countersign::{
    crypto::{AeadAlgorithm, CryptoError, NONCE_LEN, NonceRule, Provider, RecordCipher, Secret},
    observing::RecordOpener,
    schedule::TrafficSecret,
};

use super::{Opener, aead::AeadOpener, tls12::aead_key_len};
use crate::suite::{Authenticated, Cipher};

/// What opens the records under a secret.
pub(crate) fn tls13_opener(
    provider: &Provider,
    cipher: Cipher,
    secret: &TrafficSecret,
) -> Result<Opener, CryptoError> {
    let cipher = match cipher {
        Cipher::Machine(RecordCipher::Aead(AeadAlgorithm::Aes128Ccm))
            if provider.aead(AeadAlgorithm::Aes128Ccm).is_none() =>
        {
            Authenticated::Aes128Ccm
        }
        Cipher::Machine(RecordCipher::Aead(algorithm)) => {
            let keys = secret.keys(provider, algorithm)?;
            return Ok(Opener::Machine(RecordOpener::new(keys)));
        }
        Cipher::Aead(cipher) => cipher,
        _ => return Err(CryptoError::Unsupported),
    };
    let expanded = |label, len| Secret::filled(len, |out| secret.expand(label, out));
    let (key, iv) = (expanded("key", aead_key_len(cipher)), expanded("iv", NONCE_LEN));
    AeadOpener::new(cipher, NonceRule::Xor, key.expose(), iv.expose()).map(Opener::Aead)
}
