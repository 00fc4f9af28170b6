//! The second stage: what protects the rest of the handshake (RFC 8446 §7.1).

use super::{Hkdf, MasterSecret, TrafficLabel, TrafficSecret};
use crate::{crypto::Digest, handshake::Role};

/// The handshake secret.
pub struct HandshakeSecret {
    hkdf: Hkdf,
    secret: Digest,
}

impl HandshakeSecret {
    pub(super) fn new(hkdf: Hkdf, secret: Digest) -> Self {
        Self { hkdf, secret }
    }

    /// `client_handshake_traffic_secret` or `server_handshake_traffic_secret`; `transcript` is the
    /// hash of the messages up to `ServerHello`.
    pub fn traffic(&self, sender: Role, transcript: &[u8]) -> TrafficSecret {
        let label = TrafficLabel::handshake(sender);
        TrafficSecret::derive(self.hkdf, &self.secret, label, transcript)
    }

    /// The next stage.
    pub fn into_master(self) -> MasterSecret {
        self.master()
    }

    /// The same, for a state that lets go of this one with all that it holds.
    pub(crate) fn master(&self) -> MasterSecret {
        MasterSecret::new(self.hkdf, self.hkdf.mix(self.secret.as_ref(), None))
    }
}
