//! Exporters of TLS 1.3: RFC 8446 §7.5.
//!
//! ```text
//! TLS-Exporter(label, context_value, key_length) =
//!     HKDF-Expand-Label(Derive-Secret(Secret, label, ""), "exporter",
//!                       Hash(context_value), key_length)
//! ```

use super::Hkdf;
use crate::crypto::{Digest, Secret};

/// An exporter master secret.
#[derive(Clone)]
pub struct ExporterSecret {
    hkdf: Hkdf,
    secret: Digest,
}

impl ExporterSecret {
    pub(super) const EARLY: &'static str = "e exp master";
    pub(super) const MASTER: &'static str = "exp master";

    pub(super) fn derive(hkdf: Hkdf, secret: &Digest, label: &str, transcript: &[u8]) -> Self {
        Self { hkdf, secret: hkdf.derive_secret(secret.as_ref(), label, transcript) }
    }

    /// Fills `out`, of at most 255 times the hash's length. The label has at most
    /// [`Hkdf::MAX_LABEL`] bytes; no context and an empty one are the same here.
    pub fn export(&self, label: &str, context: &[u8], out: &mut [u8]) {
        let Self { hkdf, secret } = self;
        let secret = hkdf.derive_secret(secret.as_ref(), label, hkdf.hash(&[]).as_ref());
        hkdf.expand_label(secret.as_ref(), "exporter", hkdf.hash(context).as_ref(), out);
    }

    /// The most that can be exported at once, in bytes.
    pub fn max_len(&self) -> usize {
        usize::from(u8::MAX) * self.hkdf.output_len()
    }

    /// A copy on the heap, for a key log.
    pub fn to_secret(&self) -> Secret {
        Secret::new(self.secret.as_ref())
    }
}
