//! The master secret: RFC 5246 §8.1; bound to the handshake: RFC 7627 §4.

use super::prf::prf;
use crate::{
    crypto::{Hmac, Provider, Secret},
    fault::{Fault, FaultKind},
    handshake::{Agreed, Transcript},
};

/// Length in bytes, whatever the key exchange.
const LEN: usize = 48;

/// The secret that every key of the connection is derived from.
pub(super) struct MasterSecret {
    secret: Secret,
    hmac: &'static dyn Hmac,
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
        // The configuration was refused if the provider lacked this HMAC.
        let hmac = provider.hmac(agreed.suite.hash).ok_or(FaultKind::ProviderFailed)?;
        let secret = Secret::filled(LEN, |out| {
            if agreed.extended_master_secret {
                let session_hash = transcript.current();
                let seed = [session_hash.as_ref(), &[]];
                prf(hmac, pre_master.expose(), "extended master secret", seed, out);
            } else {
                let seed = [&agreed.client_random[..], &agreed.server_random];
                prf(hmac, pre_master.expose(), "master secret", seed, out);
            }
        });
        drop(pre_master);
        Ok(Self { secret, hmac })
    }

    /// `PRF(master_secret, label, seed[0] + seed[1])`.
    pub(super) fn expand(&self, label: &str, seed: [&[u8]; 2], out: &mut [u8]) {
        prf(self.hmac, self.secret.expose(), label, seed, out);
    }
}
