//! Binders: the proof that who offers a pre-shared key knows it (RFC 8446 §4.2.11.2).

use super::Hkdf;
use crate::crypto::Digest;

/// Where a pre-shared key comes from; each kind has a label of its own, so that none passes for
/// another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PskKind {
    /// From a session (RFC 8446 §4.6.1).
    Resumption,
    /// Both sides were given it.
    External,
    /// Both sides were given it, and it was imported for this protocol (RFC 9258 §5.2).
    Imported,
}

impl PskKind {
    /// Its label in the key schedule.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Resumption => "res binder",
            Self::External => "ext binder",
            Self::Imported => "imp binder",
        }
    }
}

/// The binder key of a pre-shared key.
pub struct BinderKey {
    hkdf: Hkdf,
    secret: Digest,
}

impl BinderKey {
    pub(super) fn new(hkdf: Hkdf, secret: Digest) -> Self {
        Self { hkdf, secret }
    }

    /// The binder over the hash of the messages up to and including the `ClientHello` without
    /// its list of binders: made as a `Finished` is, and as long as the hash.
    pub fn binder(&self, transcript: &[u8]) -> Digest {
        let key = self.hkdf.derive_secret(self.secret.as_ref(), "finished", &[]);
        self.hkdf.mac(key.as_ref(), &[transcript])
    }
}
