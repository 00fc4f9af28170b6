//! Credentials from PEM, and why certificates or keys could not be loaded.

use std::{fmt, io, path::PathBuf};

use bytes::Bytes;
use countersign::{
    CertifiedKey, ConfigError,
    crypto::{KeyError, SigningKey},
    pki_types::PrivateKeyDer,
};
use countersign_verify::SetupError;

use crate::pem::{self, Origin, Pem};

/// What went wrong with what; each sentence says what to do.
#[derive(Debug)]
#[non_exhaustive]
pub enum LoadError {
    /// The file cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is damaged PEM.
    Pem {
        /// What was read.
        origin: Origin,
        /// What is wrong with it.
        reason: String,
    },
    /// Nothing of the kind wanted is in it.
    Missing {
        /// What was read.
        origin: Origin,
        /// What was wanted.
        what: &'static str,
    },
    /// More than one public key, of which one can be shown.
    SeveralPublicKeys {
        /// Where they were read.
        origin: Origin,
    },
    /// The private key cannot be used.
    Key {
        /// Where it was read.
        origin: Origin,
        /// Why.
        source: KeyError,
    },
    /// Certificates and key do not make a credential.
    Credential {
        /// Where the certificates were read.
        certificates: Origin,
        /// Where the key was read.
        key: Origin,
        /// Why.
        source: ConfigError,
    },
    /// The roots cannot be used.
    Roots {
        /// Where they were read.
        origin: Origin,
        /// Why.
        source: SetupError,
    },
    /// The system has no usable roots.
    NoSystemRoots {
        /// What its store said.
        reason: String,
    },
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, source } => {
                write!(f, "{} cannot be read: {source}", path.display())
            }
            Self::Pem { origin, reason } => write!(f, "{origin} is not PEM: {reason}"),
            Self::Missing { origin, what } => {
                write!(f, "{origin} holds no {what}: give PEM with a section for it")
            }
            Self::SeveralPublicKeys { origin } => {
                write!(f, "{origin} holds several public keys: leave the one of the private key")
            }
            Self::Key { origin, source } => {
                write!(f, "the key in {origin} cannot be used: {source}")
            }
            Self::Credential { certificates, key, source } => {
                write!(f, "{certificates} with {key}: {source}")
            }
            Self::Roots { origin, source } => write!(f, "{origin}: {source}"),
            Self::NoSystemRoots { reason } => write!(
                f,
                "the system's store has no usable root certificate ({reason}): install its \
                 CA certificates, or give a file of roots"
            ),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. } => Some(source),
            Self::Key { source, .. } => Some(source),
            Self::Credential { source, .. } => Some(source),
            Self::Roots { source, .. } => Some(source),
            Self::Pem { .. }
            | Self::Missing { .. }
            | Self::SeveralPublicKeys { .. }
            | Self::NoSystemRoots { .. } => None,
        }
    }
}

/// Reads a private key: the `signing_key` of a provider.
pub type ReadKey = fn(&PrivateKeyDer<'_>) -> Result<Box<dyn SigningKey>, KeyError>;

/// A credential with its key, from the certificates (the own one first) and the private key, each
/// a PEM file or PEM text. In the place of certificates may stand the public key alone, which is
/// then shown as it is (RFC 7250): `openssl pkey -pubout` writes it. The credential's label
/// is the first file's name. The default provider signs.
pub fn certified_key<'a>(
    certificates: impl Into<Pem<'a>>,
    key: impl Into<Pem<'a>>,
) -> Result<CertifiedKey, LoadError> {
    certified_key_with(certificates, key, countersign_rustcrypto::signing_key)
}

/// As [`certified_key`], with the key of another provider.
pub fn certified_key_with<'a>(
    certificates: impl Into<Pem<'a>>,
    key: impl Into<Pem<'a>>,
    read: ReadKey,
) -> Result<CertifiedKey, LoadError> {
    let (certificates, key) = (certificates.into(), key.into());
    let own = Own::read(certificates)?;
    let signing_key = read(&pem::private_key(key)?)
        .map_err(|source| LoadError::Key { origin: key.origin(), source })?;
    let (certificates, key) = (certificates.origin(), key.origin());
    let label = certificates.to_string();
    let credential = match own {
        Own::PublicKey(public_key) if public_key[..] != *signing_key.public_key() => {
            Err(ConfigError::KeyMismatch { label })
        }
        Own::PublicKey(_) => CertifiedKey::raw_public_key(label, signing_key),
        Own::Chain(chain) => CertifiedKey::new(label, chain, signing_key),
    };
    credential.map_err(|source| LoadError::Credential { certificates, key, source })
}

/// What is shown of a key.
enum Own {
    Chain(Vec<Bytes>),
    PublicKey(Bytes),
}

impl Own {
    fn read(pem: Pem<'_>) -> Result<Self, LoadError> {
        let missing = match pem::certificates(pem) {
            Ok(chain) => return Ok(Self::Chain(chain)),
            Err(missing @ LoadError::Missing { .. }) => missing,
            Err(error) => return Err(error),
        };
        match pem::public_keys(pem) {
            Ok(keys) => match <[Bytes; 1]>::try_from(keys) {
                Ok([key]) => Ok(Self::PublicKey(key)),
                Err(_) => Err(LoadError::SeveralPublicKeys { origin: pem.origin() }),
            },
            // Of a file with neither the certificate is what is missing.
            Err(LoadError::Missing { .. }) => Err(missing),
            Err(error) => Err(error),
        }
    }
}
