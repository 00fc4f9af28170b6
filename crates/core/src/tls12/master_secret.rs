//! The master secret: RFC 5246 §8.1; bound to the handshake: RFC 7627 §4.

use super::prf::Prf;
use crate::{
    crypto::{Provider, Secret},
    event::Event,
    fault::Fault,
    handshake::{Agreed, Transcript},
    key_log::KeyLog,
};

/// Length in bytes, whatever the key exchange.
const LEN: usize = 48;

/// The secret that every key of the connection is derived from.
pub(super) struct MasterSecret {
    secret: Secret,
    prf: Prf,
}

impl MasterSecret {
    /// Consumes the pre-master secret. `transcript` covers the messages up to and including
    /// `ClientKeyExchange`, which makes its hash the `session_hash` of RFC 7627 §3.
    pub(super) fn derive(
        provider: &Provider,
        agreed: &Agreed,
        pre_master: Secret,
        transcript: &Transcript,
    ) -> Result<Self, Fault> {
        let prf = Prf::new(provider, agreed)?;
        let secret = Secret::filled(LEN, |out| {
            if agreed.extended_master_secret {
                let session_hash = transcript.current();
                let seed = [session_hash.as_ref(), &[]];
                prf.fill(pre_master.expose(), "extended master secret", seed, out);
            } else {
                let seed = [&agreed.client_random[..], &agreed.server_random];
                prf.fill(pre_master.expose(), "master secret", seed, out);
            }
        });
        drop(pre_master);
        Ok(Self { secret, prf })
    }

    /// That of a session before, as it was (RFC 5246 §8.1).
    pub(super) fn resumed(
        provider: &Provider,
        agreed: &Agreed,
        secret: Secret,
    ) -> Result<Self, Fault> {
        Ok(Self { secret, prf: Prf::new(provider, agreed)? })
    }

    /// `PRF(master_secret, label, seed[0] + seed[1])`.
    pub(super) fn expand(&self, label: &str, seed: [&[u8]; 2], out: &mut [u8]) {
        self.prf.fill(self.secret.expose(), label, seed, out);
    }

    /// The secret itself, for a session that is to be kept.
    pub(super) fn secret(&self) -> Secret {
        self.secret.clone()
    }

    /// For tools that decrypt captures.
    pub(super) fn key_log(&self, agreed: &Agreed) -> Event {
        Event::KeyLog(KeyLog {
            label: "CLIENT_RANDOM",
            client_random: agreed.client_random,
            secret: self.secret(),
        })
    }
}
