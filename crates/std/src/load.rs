//! Why a file of certificates or keys could not be loaded.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use countersign::{CertifiedKey, ConfigError};
use countersign_rustcrypto::KeyError;
use countersign_verify::SetupError;

use crate::pem;

/// What went wrong with which file; each sentence says what to do.
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
    /// The file is not PEM.
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is PEM, and has nothing of the kind wanted.
    Missing {
        /// The file.
        path: PathBuf,
        /// What was wanted.
        what: &'static str,
    },
    /// The private key cannot be used.
    Key {
        /// The file.
        path: PathBuf,
        /// Why.
        source: KeyError,
    },
    /// Certificates and key do not make a credential.
    Credential {
        /// The file of certificates.
        certificates: PathBuf,
        /// The file of the key.
        key: PathBuf,
        /// Why.
        source: ConfigError,
    },
    /// The roots in a file cannot be used.
    Roots {
        /// The file.
        path: PathBuf,
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
            Self::Pem { path, reason } => {
                write!(f, "{} is not a PEM file: {reason}", path.display())
            }
            Self::Missing { path, what } => write!(
                f,
                "{} holds no {what}: give a PEM file with a section for it",
                path.display()
            ),
            Self::Key { path, source } => {
                write!(f, "the key in {} cannot be used: {source}", path.display())
            }
            Self::Credential { certificates, key, source } => {
                write!(f, "{} with {}: {source}", certificates.display(), key.display())
            }
            Self::Roots { path, source } => write!(f, "{}: {source}", path.display()),
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
            Self::Pem { .. } | Self::Missing { .. } | Self::NoSystemRoots { .. } => None,
        }
    }
}

/// A credential with its key, from two PEM files: the certificates (the own one first) and the
/// private key. The first file's name is its label.
pub fn certified_key(certificates: &Path, key: &Path) -> Result<CertifiedKey, LoadError> {
    let chain = pem::certificates(certificates)?;
    let der = pem::private_key(key)?;
    let signing_key = countersign_rustcrypto::signing_key(&der)
        .map_err(|source| LoadError::Key { path: key.to_owned(), source })?;
    CertifiedKey::new(certificates.display().to_string(), chain, signing_key).map_err(|source| {
        let (certificates, key) = (certificates.to_owned(), key.to_owned());
        LoadError::Credential { certificates, key, source }
    })
}
