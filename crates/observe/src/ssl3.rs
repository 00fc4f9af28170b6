//! What SSL 3.0 derives in its own way: RFC 6101 §6.1, §6.2.2, §5.6.9.
//!
//! ```text
//! block(secret, seed) = MD5(secret + SHA("A" + secret + seed))
//!                     + MD5(secret + SHA("BB" + secret + seed)) + …
//! master_secret = block(pre_master_secret, client_random + server_random)
//! key_block = block(master_secret, server_random + client_random)
//! ```

use alloc::vec::Vec;

use countersign::{
    Role,
    crypto::{CryptoError, Digest, Hash, HashAlgorithm, Provider, Secret},
    observing::{MASTER_SECRET_LEN, Randoms},
};

use crate::cipher::pad_len;

/// The two hashes of everything here.
#[derive(Clone, Copy)]
pub(crate) struct Ssl3Derivation {
    md5: &'static dyn Hash,
    sha1: &'static dyn Hash,
}

impl Ssl3Derivation {
    /// `Err` where the provider lacks MD5 or SHA-1.
    pub(crate) fn new(provider: &Provider) -> Result<Self, CryptoError> {
        let hash = |algorithm| provider.hash(algorithm).ok_or(CryptoError::Unsupported);
        Ok(Self { md5: hash(HashAlgorithm::Md5)?, sha1: hash(HashAlgorithm::Sha1)? })
    }

    pub(crate) fn master_secret(self, pre_master: &Secret, randoms: &Randoms) -> Secret {
        self.block(pre_master, [&randoms.client, &randoms.server], MASTER_SECRET_LEN)
    }

    pub(crate) fn key_block(self, master: &Secret, randoms: &Randoms, len: usize) -> Secret {
        self.block(master, [&randoms.server, &randoms.client], len)
    }

    fn block(self, secret: &Secret, seed: [&[u8]; 2], len: usize) -> Secret {
        let secret = secret.expose();
        let [first, second] = seed;
        Secret::filled(len, |out| {
            for ((chunk, letter), count) in out.chunks_mut(16).zip(b'A'..=b'Z').zip(1..) {
                let label = alloc::vec![letter; count];
                let inner = hash(self.sha1, &[&label, secret, first, second]);
                let outer = hash(self.md5, &[secret, inner.as_ref()]);
                for (place, byte) in chunk.iter_mut().zip(outer.as_ref()) {
                    *place = *byte;
                }
            }
        })
    }

    /// The 36 bytes of `Finished`.
    pub(crate) fn verify_data(self, master: &Secret, sender: Role, messages: &[u8]) -> Vec<u8> {
        let sender = match sender {
            Role::Client => b"CLNT",
            Role::Server => b"SRVR",
        };
        let master = master.expose();
        let mut out = Vec::new();
        for function in [self.md5, self.sha1] {
            let count = pad_len(function.algorithm());
            let (pad1, pad2) = (alloc::vec![0x36; count], alloc::vec![0x5c; count]);
            let inner = hash(function, &[messages, sender, master, &pad1]);
            out.extend_from_slice(hash(function, &[master, &pad2, inner.as_ref()]).as_ref());
        }
        out
    }
}

fn hash(function: &dyn Hash, parts: &[&[u8]]) -> Digest {
    let mut context = function.start();
    for part in parts {
        context.update(part);
    }
    context.current()
}
