//! Responses that another implementation has made, and certificates that promise them: see
//! `recorded/README.md`.

use bytes::Bytes;
use countersign::{CertificateFault, VerifyPeerRequest};
use countersign_verify::{Roots, Stapling, Verifier};

use crate::authority::{ALGORITHMS, accepts, at, refuses, server};

/// 2026-11-24 03:28:00 UTC, soon after they were made.
const RECORDED: u64 = 1_795_490_880;

const ROOT: &[u8] = include_bytes!("recorded/ca.der");
const LEAF: &[u8] = include_bytes!("recorded/leaf.der");
const REVOKED: &[u8] = include_bytes!("recorded/revoked.der");
const BY_AUTHORITY: &[u8] = include_bytes!("recorded/good.der");
const BY_RESPONDER: &[u8] = include_bytes!("recorded/both.der");

fn verifier() -> Verifier {
    let mut roots = Roots::new();
    roots.add_der(ROOT).unwrap();
    Verifier::new(roots, ALGORITHMS).unwrap().with_stapling(Stapling::MustStaple)
}

fn request(own: &'static [u8], response: Option<&'static [u8]>) -> VerifyPeerRequest {
    let ocsp_response = response.map(Bytes::from_static);
    let now = at(RECORDED);
    VerifyPeerRequest { ocsp_response, now, ..server("a.example", &[&Bytes::from_static(own)]) }
}

#[test]
fn by_the_authority_and_by_its_responder() {
    accepts(&verifier(), &request(LEAF, Some(BY_AUTHORITY)));
    accepts(&verifier(), &request(LEAF, Some(BY_RESPONDER)));

    let rejected = refuses(&verifier(), &request(REVOKED, Some(BY_RESPONDER)));
    assert_eq!(rejected.fault, CertificateFault::Revoked);
    assert_eq!(rejected.reason, "its authority has revoked it, as of 2025-01-01 00:00:00 UTC");

    // Nothing is said in it about this one, though it is by the same authority.
    let rejected = refuses(&verifier(), &request(REVOKED, Some(BY_AUTHORITY)));
    assert_eq!(rejected.fault, CertificateFault::BadStatus);
}

#[test]
fn the_promise_and_the_week_that_they_last() {
    let rejected = refuses(&verifier(), &request(LEAF, None));
    assert!(rejected.reason.starts_with("its certificate promises"), "{}", rejected.reason);
    for response in [BY_AUTHORITY, BY_RESPONDER] {
        let later = at(RECORDED + 8 * 86_400);
        let request = VerifyPeerRequest { now: later, ..request(LEAF, Some(response)) };
        let rejected = refuses(&verifier(), &request);
        assert!(
            rejected.reason.contains("due for renewal 2026-12-01 03:27"),
            "{}",
            rejected.reason
        );
    }
}
