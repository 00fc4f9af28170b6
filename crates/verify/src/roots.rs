//! The authorities that are trusted: the trust anchors of RFC 5280 §6.1.1 (d).
//!
//! Of an authority's certificate its name, key and name constraints count; its dates and its
//! signature do not (RFC 5280 §6.2).

use alloc::{string::ToString, vec::Vec};
use core::fmt;

use pki_types::{CertificateDer, TrustAnchor, pem::PemObject};

use crate::setup::{SetupError, why};

/// A list of trusted authorities, to make a [`crate::Verifier`] with.
#[derive(Clone, Default)]
pub struct Roots {
    anchors: Vec<TrustAnchor<'static>>,
    /// How many certificates were given, good or bad: numbers the bad ones.
    given: usize,
}

impl Roots {
    /// An empty list.
    pub const fn new() -> Self {
        Self { anchors: Vec::new(), given: 0 }
    }

    /// Trusts the authority of this certificate (DER). After an error the list is as before, so
    /// that a caller with a system's store can skip what is unusable there.
    pub fn add_der(&mut self, certificate: &[u8]) -> Result<(), SetupError> {
        self.given += 1;
        let der = CertificateDer::from(certificate);
        let anchor = webpki::anchor_from_trusted_cert(&der).map_err(|error| {
            SetupError::BadRoot { number: self.given, why: why(&error, certificate) }
        })?;
        self.anchors.push(anchor.to_owned());
        Ok(())
    }

    /// Trusts the authority of each certificate in this PEM text (RFC 7468 §5), and says how many
    /// there were. Stops at the first that is unusable.
    pub fn add_pem(&mut self, text: &[u8]) -> Result<usize, SetupError> {
        let before = self.given;
        for certificate in CertificateDer::pem_slice_iter(text) {
            let certificate = certificate.map_err(|error| SetupError::BadRoot {
                number: self.given + 1,
                why: error.to_string(),
            })?;
            self.add_der(&certificate)?;
        }
        Ok(self.given - before)
    }

    /// Trusts anchors that need no reading, such as those of `webpki-roots`.
    pub fn add_anchors(&mut self, anchors: impl IntoIterator<Item = TrustAnchor<'static>>) {
        let before = self.anchors.len();
        self.anchors.extend(anchors);
        self.given += self.anchors.len() - before;
    }

    /// How many authorities are trusted.
    pub const fn len(&self) -> usize {
        self.anchors.len()
    }

    /// None at all.
    pub const fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    pub(crate) fn into_anchors(self) -> Vec<TrustAnchor<'static>> {
        self.anchors
    }
}

impl fmt::Debug for Roots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A hundred keys in hex help nobody.
        let plural = if self.len() == 1 { "y" } else { "ies" };
        write!(f, "Roots({} authorit{plural})", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_certificate_is_named_by_its_number() {
        let mut roots = Roots::new();
        roots.add_der(b"\x30\x03\x02\x01\x05").unwrap_err();
        let error = roots.add_der(b"garbage").unwrap_err();
        assert!(matches!(error, SetupError::BadRoot { number: 2, .. }), "{error}");
        assert!(error.to_string().starts_with("certificate 2 given as a trusted authority"));
        assert!(roots.is_empty());
    }

    #[test]
    fn pem_where_der_was_expected_is_said_so() {
        let text = b"\n-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let error = Roots::new().add_der(text).unwrap_err();
        assert!(error.to_string().contains("PEM"), "{error}");
    }

    #[test]
    fn pem_text_is_read_to_its_first_mistake() {
        let text = b"-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
        let error = Roots::new().add_pem(text).unwrap_err();
        assert!(matches!(error, SetupError::BadRoot { number: 1, .. }), "{error}");
        let error = Roots::new().add_pem(b"-----BEGIN CERTIFICATE-----\n!").unwrap_err();
        assert!(matches!(error, SetupError::BadRoot { number: 1, .. }), "{error}");
        assert_eq!(Roots::new().add_pem(b"no certificate here"), Ok(0));
    }
}
