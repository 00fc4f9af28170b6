//! The verifier for peers whose certificates are known beforehand: no authority, no name, no
//! clock (RFC 6125 §6.6.2).
//!
//! Fits self-signed certificates, and devices that have no clock. What is lost is all that an
//! authority gives: a pinned certificate is trusted until it is taken off the list here, and
//! replacing it at the peer means replacing it here first.

use alloc::{string::String, vec::Vec};
use core::fmt;

use countersign::{AcceptedPeer, CertificateFault, RejectedPeer, VerifyPeer, VerifyPeerRequest};

use crate::{
    anyone::public_key,
    describe::describe,
    setup::{SetupError, why},
    verifier::certificate,
};

/// Accepts a peer that sends, as its own, one of these certificates byte for byte.
///
/// Its dates, purpose and names are not looked at, and neither is the name that was wanted:
/// pin one peer's certificates for that peer's connections alone.
pub struct PinnedCertificates {
    pinned: Vec<Pinned>,
}

struct Pinned {
    certificate: Vec<u8>,
    public_key: Vec<u8>,
}

impl PinnedCertificates {
    /// Pins these certificates (DER). Two at a time let a peer's certificate be replaced.
    pub fn new<C: AsRef<[u8]>>(
        certificates: impl IntoIterator<Item = C>,
    ) -> Result<Self, SetupError> {
        let mut pinned = Vec::new();
        for certificate in certificates {
            let certificate = certificate.as_ref();
            let public_key = public_key(certificate).map_err(|error| SetupError::BadPinned {
                number: pinned.len() + 1,
                why: why(&error, certificate),
            })?;
            pinned.push(Pinned { certificate: certificate.to_vec(), public_key });
        }
        if pinned.is_empty() {
            return Err(SetupError::NothingPinned);
        }
        Ok(Self { pinned })
    }
}

impl VerifyPeer for PinnedCertificates {
    fn verify_peer(&self, request: &VerifyPeerRequest) -> Result<AcceptedPeer, RejectedPeer> {
        let own = certificate(request)?;
        // Certificates are public: nothing is learnt from how long the comparison takes.
        match self.pinned.iter().find(|pinned| pinned.certificate == own[..]) {
            Some(pinned) => Ok(AcceptedPeer { public_key: pinned.public_key.clone() }),
            None => Err(RejectedPeer {
                fault: CertificateFault::NotPinned,
                reason: not_pinned(own, self.pinned.len()),
            }),
        }
    }
}

fn not_pinned(own: &[u8], count: usize) -> String {
    let which = match count {
        1 => String::from("not the one that is pinned"),
        _ => alloc::format!("none of the {count} that are pinned"),
    };
    match describe(own) {
        Ok(it) => alloc::format!("the peer's certificate is {which}; it is that of {it}"),
        Err(_) => alloc::format!("the peer's certificate is {which}, and cannot be read"),
    }
}

impl fmt::Debug for PinnedCertificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PinnedCertificates({})", self.pinned.len())
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn nothing_pinned_is_a_mistake() {
        let error = PinnedCertificates::new::<&[u8]>([]).unwrap_err();
        assert_eq!(error, SetupError::NothingPinned);
    }

    #[test]
    fn what_is_pinned_must_be_a_certificate() {
        let error = PinnedCertificates::new([b"garbage"]).unwrap_err();
        assert!(error.to_string().starts_with("certificate 1 given to be pinned"), "{error}");
    }
}
