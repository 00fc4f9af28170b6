//! Certificates and keys from PEM files (RFC 7468).

use std::path::Path;

use bytes::Bytes;
use countersign::pki_types::{
    CertificateDer, PrivateKeyDer,
    pem::{self, PemObject},
};

use crate::load::LoadError;

/// All certificates of a file, in order; at least one.
pub fn certificates(path: &Path) -> Result<Vec<Bytes>, LoadError> {
    let text = read(path)?;
    let certificates = CertificateDer::pem_slice_iter(&text)
        .map(|certificate| certificate.map(|der| Bytes::copy_from_slice(&der)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| damaged(path, &error))?;
    if certificates.is_empty() {
        return Err(LoadError::Missing { path: path.to_owned(), what: "certificate" });
    }
    Ok(certificates)
}

/// The first private key of a file: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), not encrypted.
pub fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, LoadError> {
    match PrivateKeyDer::from_pem_slice(&read(path)?) {
        Ok(key) => Ok(key),
        Err(pem::Error::NoItemsFound) => {
            Err(LoadError::Missing { path: path.to_owned(), what: "unencrypted private key" })
        }
        Err(error) => Err(damaged(path, &error)),
    }
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    std::fs::read(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })
}

fn damaged(path: &Path, error: &pem::Error) -> LoadError {
    let reason = match error {
        pem::Error::MissingSectionEnd { .. } => "a section has no END line".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "a section's BEGIN line is broken".to_owned(),
        pem::Error::Base64Decode(why) => format!("a section's content is not base64: {why}"),
        _ => "it is damaged".to_owned(),
    };
    LoadError::Pem { path: path.to_owned(), reason }
}
