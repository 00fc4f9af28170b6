//! The third stage: what protects data, what is exported, and what a session is resumed with
//! (RFC 8446 §7.1).

use super::{ExporterSecret, Hkdf, TrafficLabel, TrafficSecret};
use crate::{
    crypto::{Digest, Secret},
    handshake::Role,
};

/// The master secret.
pub struct MasterSecret {
    hkdf: Hkdf,
    secret: Digest,
}

impl MasterSecret {
    pub(super) fn new(hkdf: Hkdf, secret: Digest) -> Self {
        Self { hkdf, secret }
    }

    /// `client_application_traffic_secret_0` or `server_application_traffic_secret_0`;
    /// `transcript` is the hash of the messages up to the server's `Finished`.
    pub fn traffic(&self, sender: Role, transcript: &[u8]) -> TrafficSecret {
        let label = TrafficLabel::application(sender);
        TrafficSecret::derive(self.hkdf, &self.secret, label, transcript)
    }

    /// `exporter_master_secret`; `transcript` is the hash of the messages up to the server's
    /// `Finished`.
    pub fn exporter(&self, transcript: &[u8]) -> ExporterSecret {
        ExporterSecret::derive(self.hkdf, &self.secret, ExporterSecret::MASTER, transcript)
    }

    /// `resumption_master_secret`; `transcript` is the hash of the messages up to the client's
    /// `Finished`.
    pub fn resumption(&self, transcript: &[u8]) -> ResumptionSecret {
        let secret = self.hkdf.derive_secret(self.secret.as_ref(), "res master", transcript);
        ResumptionSecret { hkdf: self.hkdf, secret }
    }
}

/// The resumption master secret: what each ticket's key comes from.
#[derive(Clone)]
pub struct ResumptionSecret {
    hkdf: Hkdf,
    secret: Digest,
}

impl ResumptionSecret {
    /// The pre-shared key of the ticket with this nonce (RFC 8446 §4.6.1).
    pub fn psk(&self, nonce: &[u8]) -> Secret {
        Secret::filled(self.hkdf.output_len(), |out| {
            self.hkdf.expand_label(self.secret.as_ref(), "resumption", nonce, out);
        })
    }

    /// The bytes, for a test to compare.
    pub fn expose(&self) -> &[u8] {
        self.secret.as_ref()
    }
}
