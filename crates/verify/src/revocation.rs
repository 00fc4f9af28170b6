//! Revocation by lists that the caller provides (RFC 5280 §6.3). Nothing is fetched.
//!
//! The policy is strict unless it is loosened: each certificate from the peer's up to the
//! trusted authority must be covered by a list, and no list may be older than it says it lasts.

use alloc::vec::Vec;

use webpki::{
    CertRevocationList, ExpirationPolicy, OwnedCertRevocationList, RevocationCheckDepth,
    RevocationOptions, RevocationOptionsBuilder, UnknownStatusPolicy,
};

use crate::setup::{SetupError, why};

/// Revocation lists, and how much they must prove.
#[derive(Debug)]
pub struct Revocation {
    lists: Vec<CertRevocationList<'static>>,
    given: usize,
    depth: RevocationCheckDepth,
    unlisted: UnknownStatusPolicy,
    outdated: ExpirationPolicy,
}

impl Revocation {
    /// No lists yet, and the strict policy: whole chain, each certificate covered, no list
    /// outdated.
    pub const fn strict() -> Self {
        Self {
            lists: Vec::new(),
            given: 0,
            depth: RevocationCheckDepth::Chain,
            unlisted: UnknownStatusPolicy::Deny,
            outdated: ExpirationPolicy::Enforce,
        }
    }

    /// Adds a list (DER, RFC 5280 §5.1). Its signature is checked when it is used, with the key
    /// of the authority that it claims to be from.
    pub fn add_der(&mut self, list: &[u8]) -> Result<(), SetupError> {
        self.given += 1;
        let list = OwnedCertRevocationList::from_der(list).map_err(|error| {
            SetupError::BadRevocationList { number: self.given, why: why(&error, list) }
        })?;
        self.lists.push(list.into());
        Ok(())
    }

    /// Looks at the peer's own certificate alone: enough where intermediates are few and their
    /// authority publishes no list.
    #[must_use]
    pub const fn end_entity_only(mut self) -> Self {
        self.depth = RevocationCheckDepth::EndEntity;
        self
    }

    /// Accepts certificates of authorities that no list is from. Whoever withholds a list then
    /// hides a revocation.
    #[must_use]
    pub const fn allow_unlisted(mut self) -> Self {
        self.unlisted = UnknownStatusPolicy::Allow;
        self
    }

    /// Goes on using lists after the time of their next update. Whoever withholds the next list
    /// then hides a revocation.
    #[must_use]
    pub const fn allow_outdated(mut self) -> Self {
        self.outdated = ExpirationPolicy::Ignore;
        self
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// In the form that webpki takes it: references to the lists.
    pub(crate) fn lists(&self) -> Vec<&CertRevocationList<'static>> {
        self.lists.iter().collect()
    }

    pub(crate) fn options<'a>(
        &self,
        lists: &'a [&'a CertRevocationList<'a>],
    ) -> Option<RevocationOptions<'a>> {
        let builder = RevocationOptionsBuilder::new(lists).ok()?;
        Some(
            builder
                .with_depth(self.depth)
                .with_status_policy(self.unlisted)
                .with_expiration_policy(self.outdated)
                .build(),
        )
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn a_bad_list_is_named_by_its_number() {
        let mut revocation = Revocation::strict();
        revocation.add_der(b"").unwrap_err();
        let error = revocation.add_der(b"-----BEGIN X509 CRL-----").unwrap_err();
        assert!(error.to_string().starts_with("revocation list 2 is not usable: it is PEM"));
        assert!(revocation.is_empty());
        assert!(revocation.options(&revocation.lists()).is_none());
    }
}
