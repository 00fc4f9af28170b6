//! The verifier for peers whose public keys are known beforehand: no authority, no name, no clock,
//! and with raw public keys no certificate either (RFC 7250).
//!
//! A key outlives its certificates: what is pinned here stays good when a certificate is renewed
//! over the same key, and a peer may change over to a raw public key.

use alloc::{format, string::String, vec::Vec};
use core::fmt;

use countersign::{
    AcceptedPeer, CertificateFault, CertificateType, RejectedPeer, VerifyPeer, VerifyPeerRequest,
    wire::PublicKeyInfo,
};

use crate::{
    anyone::public_key,
    reason::Case,
    setup::{self, SetupError},
    verifier::within_bounds,
};

/// Accepts a peer with one of these public keys, whether it shows it as it is or in a certificate.
///
/// Nothing else of a certificate is looked at, and neither is the name that was wanted: pin one
/// peer's keys for that peer's connections alone. A key that is taken off the list is good still
/// in the sessions that were made with it, until those end: change their context
/// ([`countersign::ClientConfigBuilder::session_context`]) with the list.
///
/// Which of the two peers may show is a matter of [`countersign::Policy::certificate_types`].
pub struct PinnedPublicKeys {
    keys: Vec<Vec<u8>>,
}

impl PinnedPublicKeys {
    /// Pins these keys (DER `SubjectPublicKeyInfo`: RFC 5280 §4.1). Two at a time let a peer's key
    /// be replaced.
    pub fn new<K: AsRef<[u8]>>(keys: impl IntoIterator<Item = K>) -> Result<Self, SetupError> {
        let mut pinned = Vec::new();
        for key in keys {
            let key = key.as_ref();
            PublicKeyInfo::decode(key).map_err(|error| SetupError::BadPinnedKey {
                number: pinned.len() + 1,
                why: setup::why_text(key).unwrap_or_else(|| format!("{error}")),
            })?;
            pinned.push(key.to_vec());
        }
        if pinned.is_empty() {
            return Err(SetupError::NothingPinned);
        }
        Ok(Self { keys: pinned })
    }
}

impl VerifyPeer for PinnedPublicKeys {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        let own = within_bounds(&request.chain)?;
        let public_key = match request.certificate_type {
            CertificateType::RAW_PUBLIC_KEY => own.to_vec(),
            _ => public_key(own).map_err(|error| Case { request, roots: 0 }.rejected(&error))?,
        };
        // Keys are public: nothing is learnt from how long the comparison takes.
        if self.keys.contains(&public_key) {
            return Ok(AcceptedPeer { public_key });
        }
        let which = match self.keys.len() {
            1 => String::from("not the one that is pinned"),
            count => format!("none of the {count} that are pinned"),
        };
        Err(RejectedPeer {
            fault: CertificateFault::NotPinned,
            reason: format!("the peer's public key is {which}"),
        })
    }
}

impl fmt::Debug for PinnedPublicKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PinnedPublicKeys({})", self.keys.len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn nothing_pinned_is_a_mistake() {
        let error = PinnedPublicKeys::new::<&[u8]>([]).unwrap_err();
        assert_eq!(error, SetupError::NothingPinned);
    }

    #[test]
    fn what_is_pinned_must_be_a_key() {
        let error = PinnedPublicKeys::new([&b"garbage"[..]]).unwrap_err();
        assert!(error.to_string().starts_with("public key 1 given to be pinned"), "{error}");
        let error = PinnedPublicKeys::new([&b"-----BEGIN PUBLIC KEY-----"[..]]).unwrap_err();
        assert!(error.to_string().contains("PEM"), "{error}");
    }
}
