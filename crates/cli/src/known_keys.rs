//! A file of public keys in the place of one of certificates (RFC 7250): whoever knows the keys
//! needs no authority.

use std::path::Path;

use bytes::Bytes;
use countersign_std::{LoadError, pem};

use crate::failure::Failure;

/// The public keys of a file that has nothing but such; `None` for one with certificates. Which of
/// both is meant, nobody can tell where there are both.
pub(crate) fn known_keys(path: &Path) -> Result<Option<Vec<Bytes>>, Failure> {
    match (pem::certificates(path), pem::public_keys(path)) {
        (Ok(_), Ok(_)) => Err(Failure::usage(
            format!("{} holds certificates and public keys", path.display()),
            "say which of them are trusted: put them into files of their own",
        )),
        (Err(LoadError::Missing { .. }), Ok(keys)) => Ok(Some(keys)),
        // A damaged section of keys is no reason to speak of certificates.
        (Err(LoadError::Missing { .. }), Err(error)) if !is_missing(&error) => Err(error.into()),
        (certificates, _) => certificates.map(|_| None).map_err(Failure::from),
    }
}

fn is_missing(error: &LoadError) -> bool {
    matches!(error, LoadError::Missing { .. })
}
