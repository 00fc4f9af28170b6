//! Whom to believe: the authorities of a file, certificates as they are, the authorities of the
//! system, else Mozilla's list.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use countersign::{VerifyPeer, pki_types::SignatureVerificationAlgorithm};
use countersign_std::{pem, roots, verifier_with};
use countersign_verify::{DangerousAcceptAny, PinnedCertificates, PinnedPublicKeys};

use crate::{arguments::Connect, failure::Failure, known_keys::known_keys};

/// A verifier, and in words whom it trusts.
pub(super) struct Trust {
    pub(super) verifier: Arc<dyn VerifyPeer>,
    pub(super) words: String,
    /// It knows keys, so that it needs no certificate (RFC 7250).
    pub(super) keys: bool,
    /// What tells its sessions from those of others: who is met again is not judged again.
    pub(super) context: Vec<u8>,
}

impl Trust {
    /// `algorithms` check the signatures in certificates.
    pub(super) fn new(
        options: &Connect,
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> Result<Self, Failure> {
        if options.insecure {
            let words = "ANYBODY, since --insecure says so".to_owned();
            return Ok(Self::of(DangerousAcceptAny, words, b"insecure".to_vec()));
        }
        if let Some(file) = &options.pin {
            return Self::pinned(file);
        }
        let (roots, whose, context) = if let Some(file) = &options.ca {
            let whose = format!("of {}", file.display());
            (roots::from_pem(file)?, whose, context("ca", &pem::certificates(file)?))
        } else if let Ok(roots) = roots::native() {
            (roots, "of the system".to_owned(), b"system".to_vec())
        } else {
            let whose = "of Mozilla's list, as the system has none".to_owned();
            (roots::web(), whose, b"web".to_vec())
        };
        let words = match roots.len() {
            1 => format!("1 authority {whose}"),
            count => format!("{count} authorities {whose}"),
        };
        Ok(Self::of(verifier_with(roots, algorithms)?, words, context))
    }

    /// What the file holds, as it is.
    fn pinned(file: &Path) -> Result<Self, Failure> {
        if let Some(keys) = known_keys(file)? {
            let context = context("keys", &keys);
            let words = format!("the public keys in {}", file.display());
            let trust = Self::of(PinnedPublicKeys::new(keys)?, words, context);
            return Ok(Self { keys: true, ..trust });
        }
        let certificates = pem::certificates(file)?;
        let context = context("pin", &certificates);
        let words = format!("the certificates in {}, as they are", file.display());
        Ok(Self::of(PinnedCertificates::new(certificates)?, words, context))
    }

    fn of(verifier: impl VerifyPeer + 'static, words: String, context: Vec<u8>) -> Self {
        Self { verifier: Arc::new(verifier), words, keys: false, context }
    }
}

fn context(kind: &str, trusted: &[Bytes]) -> Vec<u8> {
    let mut context = kind.as_bytes().to_vec();
    for der in trusted {
        context.extend_from_slice(der);
    }
    context
}
