//! The pseudorandom function: RFC 5246 §5; before TLS 1.2: RFC 4346 §5.
//!
//! ```text
//! TLS 1.2:  PRF(secret, label, seed) = P_hash(secret, label + seed)
//! before:   PRF(secret, label, seed) = P_MD5(S1, label + seed) XOR P_SHA-1(S2, label + seed)
//!           S1 and S2 are the halves of the secret, and share a byte where its length is odd
//! P_hash(secret, seed) = HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + …
//! A(0) = seed    A(i) = HMAC(secret, A(i-1))
//! ```

use alloc::vec;

use zeroize::Zeroizing;

use crate::{
    crypto::{CryptoError, HashAlgorithm, Hmac, Provider},
    handshake::Agreed,
    wire::ProtocolVersion,
};

/// The function of a connection.
#[derive(Clone, Copy)]
pub(super) enum Prf {
    Tls12(&'static dyn Hmac),
    Before { md5: &'static dyn Hmac, sha1: &'static dyn Hmac },
}

impl Prf {
    /// The configuration was refused if the provider lacked its HMACs.
    pub(super) fn new(provider: &Provider, agreed: &Agreed) -> Result<Self, CryptoError> {
        Self::of(provider, agreed.version, agreed.suite.hash)
    }

    /// Of a version and the hash of its suite.
    pub(super) fn of(
        provider: &Provider,
        version: ProtocolVersion,
        suite_hash: HashAlgorithm,
    ) -> Result<Self, CryptoError> {
        let hmac = |hash| provider.hmac(hash).ok_or(CryptoError::Unsupported);
        Ok(if version < ProtocolVersion::TLS12 {
            Self::Before { md5: hmac(HashAlgorithm::Md5)?, sha1: hmac(HashAlgorithm::Sha1)? }
        } else {
            Self::Tls12(hmac(suite_hash)?)
        })
    }

    /// Fills `out` with `PRF(secret, label, seed[0] + seed[1])`.
    pub(super) fn fill(self, secret: &[u8], label: &str, seed: [&[u8]; 2], out: &mut [u8]) {
        match self {
            Self::Tls12(hmac) => p_hash(hmac, secret, label, seed, out),
            Self::Before { md5, sha1 } => {
                let half = secret.len().div_ceil(2);
                let (first, second) = (
                    secret.get(..half).unwrap_or_default(),
                    secret.get(secret.len() - half..).unwrap_or_default(),
                );
                p_hash(md5, first, label, seed, out);
                let mut other = Zeroizing::new(vec![0; out.len()]);
                p_hash(sha1, second, label, seed, &mut other);
                for (byte, other) in out.iter_mut().zip(other.iter()) {
                    *byte ^= other;
                }
            }
        }
    }
}

fn p_hash(hmac: &dyn Hmac, secret: &[u8], label: &str, seed: [&[u8]; 2], out: &mut [u8]) {
    let chunk_len = hmac.algorithm().output_len();
    let [first, second] = seed;
    let label = label.as_bytes();
    hmac.with_key(secret, &mut |key| {
        let mut a = key.mac(&[label, first, second]);
        let mut chunks = out.chunks_mut(chunk_len).peekable();
        while let Some(chunk) = chunks.next() {
            let block = key.mac(&[a.as_ref(), label, first, second]);
            if let Some(part) = block.as_ref().get(..chunk.len()) {
                chunk.copy_from_slice(part);
            }
            // A(i) is of no use behind the last block.
            if chunks.peek().is_some() {
                a = key.mac(&[a.as_ref()]);
            }
        }
    });
}
