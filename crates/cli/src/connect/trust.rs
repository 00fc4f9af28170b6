//! Whom to believe: the authorities of a file, certificates as they are, the authorities of the
//! system, else Mozilla's list.

use std::sync::Arc;

use countersign::{VerifyPeer, pki_types::SignatureVerificationAlgorithm};
use countersign_std::{pem, roots, verifier_with};
use countersign_verify::{DangerousAcceptAny, PinnedCertificates, PinnedPublicKeys};

use crate::{arguments::Connect, failure::Failure};

/// A verifier, and in words whom it trusts.
pub(super) struct Trust {
    pub(super) verifier: Arc<dyn VerifyPeer>,
    pub(super) words: String,
    /// It knows keys, so that it needs no certificate (RFC 7250).
    pub(super) keys: bool,
}

impl Trust {
    /// `algorithms` check the signatures in certificates.
    pub(super) fn new(
        options: &Connect,
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    ) -> Result<Self, Failure> {
        if options.insecure {
            let words = "ANYBODY, since --insecure says so".to_owned();
            return Ok(Self { verifier: Arc::new(DangerousAcceptAny), words, keys: false });
        }
        if let Some(file) = &options.pin {
            let certificates = pem::certificates(file);
            if let (Err(_), Ok(keys)) = (&certificates, pem::public_keys(file)) {
                let words = format!("the public keys in {}", file.display());
                let verifier = Arc::new(PinnedPublicKeys::new(keys)?);
                return Ok(Self { verifier, words, keys: true });
            }
            let words = format!("the certificates in {}, as they are", file.display());
            let verifier = Arc::new(PinnedCertificates::new(certificates?)?);
            return Ok(Self { verifier, words, keys: false });
        }
        let (roots, whose) = match &options.ca {
            Some(file) => (roots::from_pem(file)?, format!("of {}", file.display())),
            None => match roots::native() {
                Ok(roots) => (roots, "of the system".to_owned()),
                Err(_) => (roots::web(), "of Mozilla's list, as the system has none".to_owned()),
            },
        };
        let words = match roots.len() {
            1 => format!("1 authority {whose}"),
            count => format!("{count} authorities {whose}"),
        };
        let verifier = Arc::new(verifier_with(roots, algorithms)?);
        Ok(Self { verifier, words, keys: false })
    }
}
