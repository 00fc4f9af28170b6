//! The importer of external pre-shared keys: RFC 9258 §5.1.
//!
//! ```text
//! struct {
//!     opaque external_identity<1..2^16-1>;
//!     opaque context<0..2^16-1>;
//!     uint16 target_protocol;
//!     uint16 target_kdf;
//! } ImportedIdentity;
//! ```

use alloc::vec::Vec;
use core::fmt;

use super::Hkdf;
use crate::{
    crypto::{CryptoError, HashAlgorithm, Provider, Secret},
    limits::MAX_IMPORTED_IDENTITY,
    request::PreSharedKey,
    wire::{ProtocolVersion, Writer},
};

/// Why a key was not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// The identity is empty.
    EmptyIdentity,
    /// Identity and context are too long to be offered, in bytes.
    TooLong {
        /// Together with what stands around them.
        bytes: usize,
    },
    /// No TLS 1.3 suite has this hash (RFC 9258 §10 names SHA-256 and SHA-384).
    NoSuchKdf(HashAlgorithm),
    /// The provider lacks a hash.
    Provider(CryptoError),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyIdentity => f.write_str("the identity of the key to import is empty"),
            Self::TooLong { bytes } => write!(
                f,
                "the imported identity has {bytes} bytes, more than {MAX_IMPORTED_IDENTITY}: \
                 shorten identity or context"
            ),
            Self::NoSuchKdf(hash) => {
                write!(f, "no suite of TLS 1.3 has {hash}: import for SHA-256 or SHA-384")
            }
            Self::Provider(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl core::error::Error for ImportError {}

/// Imports an external key for TLS 1.3 and the suites of one hash: a client offers the result,
/// a server gives it when it is asked for the identity. `own_hash` is that of the key, SHA-256
/// where it has none. What the context has to hold is in RFC 9258 §5.1; naming both ends in it
/// keeps a message from being sent back to its sender (RFC 9258 appendix A).
pub fn import(
    provider: &Provider,
    own_hash: HashAlgorithm,
    key: &Secret,
    identity: &[u8],
    context: &[u8],
    target: HashAlgorithm,
) -> Result<PreSharedKey, ImportError> {
    let target_kdf = match target {
        HashAlgorithm::Sha256 => 1,
        HashAlgorithm::Sha384 => 2,
        other => return Err(ImportError::NoSuchKdf(other)),
    };
    if identity.is_empty() {
        return Err(ImportError::EmptyIdentity);
    }
    let bytes = identity.len().saturating_add(context.len()).saturating_add(8);
    if bytes > MAX_IMPORTED_IDENTITY {
        return Err(ImportError::TooLong { bytes });
    }
    let mut imported = Vec::with_capacity(bytes);
    let mut writer = Writer::new(&mut imported);
    writer.vec16(|writer| writer.bytes(identity));
    writer.vec16(|writer| writer.bytes(context));
    writer.u16(ProtocolVersion::TLS13.0);
    writer.u16(target_kdf);
    let hkdf = Hkdf::new(provider, own_hash).map_err(ImportError::Provider)?;
    let zeros = [0; crate::crypto::Digest::MAX];
    let salt = zeros.get(..hkdf.output_len()).unwrap_or_default();
    let extracted = hkdf.extract(salt, Some(key.expose()));
    let hash = hkdf.hash(&imported);
    let key = Secret::filled(target.output_len(), |out| {
        hkdf.expand_label(extracted.as_ref(), "derived psk", hash.as_ref(), out);
    });
    Ok(PreSharedKey { hash: target, imported: true, ..PreSharedKey::new(imported, key) })
}
