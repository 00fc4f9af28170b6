//! A traffic secret: the keys of one direction, the ones after them, and the proof over the
//! handshake (RFC 8446 §7.2, §7.3, §4.4.4).

use zeroize::Zeroizing;

use super::{Hkdf, TrafficLabel};
use crate::{
    config::Policy,
    crypto::{
        AeadAlgorithm, AeadKeys, CryptoError, Digest, NONCE_LEN, NonceRule, Provider, RecordCipher,
        Secret, SuiteFacts, TrafficKeys,
    },
};

/// The longest key of a record cipher, bytes.
const MAX_KEY: usize = 32;

/// The secret of one direction.
#[derive(Clone)]
pub struct TrafficSecret {
    hkdf: Hkdf,
    secret: Digest,
    label: TrafficLabel,
}

impl TrafficSecret {
    pub(super) fn derive(
        hkdf: Hkdf,
        secret: &Digest,
        label: TrafficLabel,
        transcript: &[u8],
    ) -> Self {
        Self { hkdf, secret: hkdf.derive_secret(secret.as_ref(), label.name(), transcript), label }
    }

    /// One that a key log tells, or another stack has derived. `Err` where it is not as long as
    /// the hash.
    pub fn known(hkdf: Hkdf, label: TrafficLabel, secret: &[u8]) -> Result<Self, CryptoError> {
        if secret.len() != hkdf.output_len() {
            return Err(CryptoError::Invalid);
        }
        Ok(Self { hkdf, secret: Digest::new(secret), label })
    }

    /// What it protects.
    pub fn label(&self) -> TrafficLabel {
        self.label
    }

    /// The bytes, for as short a time as possible.
    pub fn expose(&self) -> &[u8] {
        self.secret.as_ref()
    }

    /// A copy on the heap, to be handed out.
    pub fn to_secret(&self) -> Secret {
        Secret::new(self.expose())
    }

    /// The keys of records under it (RFC 8446 §7.3).
    pub fn keys(
        &self,
        provider: &Provider,
        algorithm: AeadAlgorithm,
    ) -> Result<TrafficKeys, CryptoError> {
        let mut key = Zeroizing::new([0; MAX_KEY]);
        let key = key.get_mut(..algorithm.key_len()).ok_or(CryptoError::Unsupported)?;
        self.hkdf.expand_label(self.expose(), "key", &[], key);
        let mut iv = Zeroizing::new([0; NONCE_LEN]);
        self.hkdf.expand_label(self.expose(), "iv", &[], &mut iv[..]);
        AeadKeys::new(provider, algorithm, NonceRule::Xor, key, &iv[..]).map(TrafficKeys::Tls13)
    }

    /// The keys of records in a suite of TLS 1.3, within the bounds of a policy.
    pub(crate) fn record_keys(
        &self,
        provider: &Provider,
        policy: &Policy,
        suite: &SuiteFacts,
    ) -> Result<TrafficKeys, CryptoError> {
        let RecordCipher::Aead(algorithm) = suite.cipher else {
            return Err(CryptoError::Unsupported);
        };
        Ok(match (self.keys(provider, algorithm)?, policy.max_blocks_per_key) {
            (TrafficKeys::Tls13(keys), Some(max)) => TrafficKeys::Tls13(keys.with_max_blocks(max)),
            (keys, _) => keys,
        })
    }

    /// Fills `out` with HKDF-Expand-Label of it under another label and no context: QUIC has
    /// its own (RFC 9001 §5.1).
    pub fn expand(&self, label: &str, out: &mut [u8]) {
        self.hkdf.expand_label(self.expose(), label, &[], out);
    }

    /// The secret after a `KeyUpdate` (RFC 8446 §7.2).
    #[must_use]
    pub fn next(&self) -> Self {
        let secret = self.hkdf.derive_secret(self.expose(), "traffic upd", &[]);
        Self { secret, ..*self }
    }

    /// The secret after a key update of QUIC, which has a label of its own (RFC 9001 §6.1). The key
    /// of header protection does not change.
    #[must_use]
    pub fn next_quic(&self) -> Self {
        let secret = self.hkdf.derive_secret(self.expose(), "quic ku", &[]);
        Self { secret, ..*self }
    }

    /// `verify_data` of a `Finished` under it, over the hash of the messages before
    /// (RFC 8446 §4.4.4). As long as the hash.
    pub fn verify_data(&self, transcript: &[u8]) -> Digest {
        let key = self.hkdf.derive_secret(self.expose(), "finished", &[]);
        self.hkdf.mac(key.as_ref(), &[transcript])
    }
}
