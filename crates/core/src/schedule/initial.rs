//! What protects QUIC's Initial packets: RFC 9001 §5.2. Everybody who sees a connection begin can
//! compute it.
//!
//! ```text
//! initial_secret = HKDF-Extract(initial_salt, client_dst_connection_id)
//! client_initial_secret = HKDF-Expand-Label(initial_secret, "client in", "", 32)
//! server_initial_secret = HKDF-Expand-Label(initial_secret, "server in", "", 32)
//! ```

use super::Hkdf;
use crate::{
    crypto::{CryptoError, Digest, HashAlgorithm, Provider},
    handshake::Role,
};

/// The secret that one side's Initial packets are under, with AES-128-GCM.
#[derive(Clone)]
pub struct InitialSecret {
    hkdf: Hkdf,
    secret: Digest,
}

impl InitialSecret {
    /// The salt of QUIC version 1; each version has another.
    pub const SALT_V1: &'static [u8; 20] = &[
        0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c,
        0xad, 0xcc, 0xbb, 0x7f, 0x0a,
    ];

    /// From the version's salt, and the destination connection id of the client's first Initial
    /// packet, or of that behind a Retry. `Err` where the provider lacks SHA-256.
    pub fn new(
        provider: &Provider,
        salt: &[u8],
        connection_id: &[u8],
        sender: Role,
    ) -> Result<Self, CryptoError> {
        let hkdf = Hkdf::new(provider, HashAlgorithm::Sha256)?;
        let common = hkdf.extract(salt, Some(connection_id));
        let label = match sender {
            Role::Client => "client in",
            Role::Server => "server in",
        };
        Ok(Self { hkdf, secret: hkdf.derive_secret(common.as_ref(), label, &[]) })
    }

    /// Fills `out` with HKDF-Expand-Label of it, without context: "quic key" for 16 bytes,
    /// "quic iv" for 12, "quic hp" for 16 (RFC 9001 §5.1).
    pub fn expand(&self, label: &str, out: &mut [u8]) {
        self.hkdf.expand_label(self.expose(), label, &[], out);
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8] {
        self.secret.as_ref()
    }
}
