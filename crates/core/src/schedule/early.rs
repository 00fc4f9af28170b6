//! The first stage: what a pre-shared key gives before the server has answered
//! (RFC 8446 §7.1).

use super::{
    BinderKey, ExporterSecret, HandshakeSecret, Hkdf, PskKind, TrafficLabel, TrafficSecret,
};
use crate::crypto::{Digest, Secret};

/// The early secret.
pub struct EarlySecret {
    hkdf: Hkdf,
    secret: Digest,
}

impl EarlySecret {
    /// From a pre-shared key; without one from zeros.
    pub fn new(hkdf: Hkdf, psk: Option<&Secret>) -> Self {
        let zeros = [0; Digest::MAX];
        let salt = zeros.get(..hkdf.output_len()).unwrap_or_default();
        Self { hkdf, secret: hkdf.extract(salt, psk.map(Secret::expose)) }
    }

    /// What proves that a client knows the key (RFC 8446 §4.2.11.2).
    pub fn binder_key(&self, kind: PskKind) -> BinderKey {
        let empty = self.hkdf.hash(&[]);
        let secret = self.hkdf.derive_secret(self.secret.as_ref(), kind.label(), empty.as_ref());
        BinderKey::new(self.hkdf, secret)
    }

    /// `client_early_traffic_secret`; `transcript` is the hash of the `ClientHello`.
    pub fn traffic(&self, transcript: &[u8]) -> TrafficSecret {
        TrafficSecret::derive(self.hkdf, &self.secret, TrafficLabel::ClientEarly, transcript)
    }

    /// `early_exporter_master_secret`; `transcript` is the hash of the `ClientHello`.
    pub fn exporter(&self, transcript: &[u8]) -> ExporterSecret {
        ExporterSecret::derive(self.hkdf, &self.secret, ExporterSecret::EARLY, transcript)
    }

    /// The next stage, with what (EC)DHE has agreed on; without where the pre-shared key stands
    /// alone (`psk_ke`).
    pub fn into_handshake(self, shared: Option<&Secret>) -> HandshakeSecret {
        let secret = self.hkdf.mix(self.secret.as_ref(), shared.map(Secret::expose));
        HandshakeSecret::new(self.hkdf, secret)
    }
}
