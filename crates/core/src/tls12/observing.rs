//! What an observer derives, who is given the secrets that the endpoints make.

use super::{finished, pre_master, prf::Prf};
use crate::{
    crypto::{CryptoError, HashAlgorithm, Provider, Secret},
    handshake::Role,
    wire::{ProtocolVersion, RANDOM_LEN},
};

/// Length of a master secret in bytes (RFC 5246 §8.1).
pub const MASTER_SECRET_LEN: usize = 48;

/// The derivations of TLS 1.2 and, with its PRF, of TLS 1.0 and 1.1.
#[derive(Clone, Copy)]
pub struct Tls12Derivation {
    prf: Prf,
}

/// Both randoms, which every derivation is bound to.
#[derive(Clone, Copy)]
pub struct Randoms {
    /// The client's 32 bytes.
    pub client: [u8; RANDOM_LEN],
    /// The server's 32 bytes.
    pub server: [u8; RANDOM_LEN],
}

impl Tls12Derivation {
    /// Of a version and the hash of its suite, which counts from TLS 1.2 on alone. `Err` where the
    /// provider lacks an HMAC; before TLS 1.2 MD5 and SHA-1 are wanted.
    pub fn new(
        provider: &Provider,
        version: ProtocolVersion,
        hash: HashAlgorithm,
    ) -> Result<Self, CryptoError> {
        Prf::of(provider, version, hash).map(|prf| Self { prf })
    }

    /// RFC 5246 §8.1.
    pub fn master_secret(&self, pre_master: &Secret, randoms: &Randoms) -> Secret {
        self.master(pre_master, "master secret", [&randoms.client, &randoms.server])
    }

    /// RFC 7627 §4; the hash is that of all messages up to `ClientKeyExchange`.
    pub fn extended_master_secret(&self, pre_master: &Secret, session_hash: &[u8]) -> Secret {
        self.master(pre_master, "extended master secret", [session_hash, &[]])
    }

    fn master(&self, pre_master: &Secret, label: &str, seed: [&[u8]; 2]) -> Secret {
        Secret::filled(MASTER_SECRET_LEN, |out| {
            self.prf.fill(pre_master.expose(), label, seed, out);
        })
    }

    /// RFC 5246 §6.3: the first `len` bytes, not yet cut into keys.
    pub fn key_block(&self, master: &Secret, randoms: &Randoms, len: usize) -> Secret {
        Secret::filled(len, |out| {
            let seed = [&randoms.server[..], &randoms.client];
            self.prf.fill(master.expose(), "key expansion", seed, out);
        })
    }

    /// What `Finished` of `sender` proves (RFC 5246 §7.4.9), after messages with this hash; before
    /// TLS 1.2 those of MD5 and SHA-1, one after the other.
    pub fn verify_data(&self, master: &Secret, sender: Role, hash: &[u8]) -> [u8; finished::LEN] {
        let mut out = [0; finished::LEN];
        self.prf.fill(master.expose(), finished::label(sender), [hash, &[]], &mut out);
        out
    }
}

/// The pre-master secret of a pre-shared key alone (RFC 4279 §2).
pub fn psk_pre_master(key: &Secret) -> Secret {
    pre_master::psk(None, key)
}
