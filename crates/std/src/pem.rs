//! Certificates and keys from PEM (RFC 7468): from a file, or from text that is in memory already.

use std::{
    borrow::Cow,
    fmt,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use bytes::Bytes;
use countersign::pki_types::{
    CertificateDer, PrivateKeyDer, SubjectPublicKeyInfoDer,
    pem::{self, PemObject},
};

use crate::load::LoadError;

/// The longest file that is read, in bytes: a system's whole list of roots takes some 250 KiB.
const MAX_FILE: u64 = 16 * 1024 * 1024;

/// Where PEM is. A path becomes one by `into()`, and so do bytes, which are the text itself.
#[derive(Clone, Copy)]
pub enum Pem<'a> {
    /// In this file.
    File(&'a Path),
    /// Here: from `include_bytes!`, a variable of the environment, a store of secrets.
    Text(&'a [u8]),
}

/// Where something came from, as errors name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// Text that the caller gave.
    Text,
}

/// All certificates, in order; at least one.
pub fn certificates<'a>(pem: impl Into<Pem<'a>>) -> Result<Vec<Bytes>, LoadError> {
    sections::<CertificateDer<'_>>(pem.into(), "certificate")
}

/// All public keys (DER `SubjectPublicKeyInfo`), in order; at least one.
pub fn public_keys<'a>(pem: impl Into<Pem<'a>>) -> Result<Vec<Bytes>, LoadError> {
    sections::<SubjectPublicKeyInfoDer<'_>>(pem.into(), "public key")
}

/// All of a kind, in order; at least one.
fn sections<T: PemObject + AsRef<[u8]>>(
    pem: Pem<'_>,
    what: &'static str,
) -> Result<Vec<Bytes>, LoadError> {
    let sections = T::pem_slice_iter(&pem.read()?)
        .map(|section| section.map(|der| Bytes::copy_from_slice(der.as_ref())))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| damaged(pem, &error))?;
    if sections.is_empty() {
        return Err(LoadError::Missing { origin: pem.origin(), what });
    }
    Ok(sections)
}

/// The first private key: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), not encrypted.
pub fn private_key<'a>(pem: impl Into<Pem<'a>>) -> Result<PrivateKeyDer<'static>, LoadError> {
    let pem = pem.into();
    let text = pem.read()?;
    let missing = LoadError::Missing { origin: pem.origin(), what: "unencrypted private key" };
    match PrivateKeyDer::from_pem_slice(&text) {
        Ok(key) => Ok(key),
        Err(pem::Error::NoItemsFound) => Err(missing),
        // RFC 1421 §4.6: what stands before the content of an encrypted section is no base64.
        Err(pem::Error::Base64Decode(_)) if is_encrypted(&text) => Err(missing),
        Err(error) => Err(damaged(pem, &error)),
    }
}

/// True for a key that is encrypted in OpenSSL's own way, with headers; in PKCS#8 it is a section
/// of another name.
fn is_encrypted(text: &[u8]) -> bool {
    const HEADER: &[u8] = b"Proc-Type: 4,ENCRYPTED";
    text.windows(HEADER.len()).any(|part| part == HEADER)
}

fn damaged(pem: Pem<'_>, error: &pem::Error) -> LoadError {
    let reason = match error {
        pem::Error::MissingSectionEnd { .. } => "a section has no END line".to_owned(),
        pem::Error::IllegalSectionStart { .. } => "a section's BEGIN line is broken".to_owned(),
        pem::Error::Base64Decode(why) => format!("a section's content is not base64: {why}"),
        _ => "it is damaged".to_owned(),
    };
    LoadError::Pem { origin: pem.origin(), reason }
}

impl<'a> Pem<'a> {
    /// As errors name it.
    pub(crate) fn origin(self) -> Origin {
        match self {
            Self::File(path) => Origin::File(path.to_owned()),
            Self::Text(_) => Origin::Text,
        }
    }

    fn read(self) -> Result<Cow<'a, [u8]>, LoadError> {
        match self {
            Self::File(path) => read_file(path)
                .map(Cow::Owned)
                .map_err(|source| LoadError::Read { path: path.to_owned(), source }),
            Self::Text(text) => Ok(Cow::Borrowed(text)),
        }
    }
}

/// A file of any size is not read to its end: it may have none.
fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path)?.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    if read as u64 > MAX_FILE {
        let reason = format!("it has more than {MAX_FILE} bytes, which no PEM file here needs");
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    Ok(bytes)
}

impl<'a> From<&'a Path> for Pem<'a> {
    fn from(path: &'a Path) -> Self {
        Self::File(path)
    }
}

impl<'a> From<&'a PathBuf> for Pem<'a> {
    fn from(path: &'a PathBuf) -> Self {
        Self::File(path)
    }
}

impl<'a> From<&'a [u8]> for Pem<'a> {
    fn from(text: &'a [u8]) -> Self {
        Self::Text(text)
    }
}

/// What `include_bytes!` gives.
impl<'a, const LEN: usize> From<&'a [u8; LEN]> for Pem<'a> {
    fn from(text: &'a [u8; LEN]) -> Self {
        Self::Text(text)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Text => f.write_str("the text given"),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What has no end is not read to it.
    #[test]
    fn a_file_without_end_is_refused() {
        let error = read_file(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
    }
}
