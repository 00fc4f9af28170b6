//! Peers that are known beforehand, and peers that anybody may be.

use countersign::CertificateFault;
use countersign_verify::{DangerousAcceptAny, PinnedCertificates};

use crate::authority::{
    Authority, accepts, at, authority, client, leaf, refuses, self_signed, server,
};

#[test]
fn the_pinned_certificate_and_no_other() {
    let (own, other) = (self_signed(&leaf(&["a.example"])), self_signed(&leaf(&["b.example"])));
    let pinned = PinnedCertificates::new([&own.der]).unwrap();
    // Neither name nor time counts, nor what is sent above it.
    let mut request = server("c.example", &[&own.der, &other.der]);
    request.now = at(0);
    assert_eq!(accepts(&pinned, &request).public_key, own.public_key);
    accepts(&pinned, &client(&[&own.der]));

    let rejected = refuses(&pinned, &server("b.example", &[&other.der, &own.der]));
    assert_eq!(rejected.fault, CertificateFault::NotPinned);
    assert_eq!(
        rejected.reason,
        "the peer's certificate is not the one that is pinned; it is that of CN=leaf, issued by \
         itself, for \"b.example\", valid from 2024-01-01 00:00:00 UTC to \
         2025-01-01 00:00:00 UTC"
    );
}

#[test]
fn an_authoritys_certificate_can_be_pinned() {
    let root = Authority::root(authority("root"));
    let other = Authority::root(authority("other"));
    let pinned = PinnedCertificates::new([&other.der, &root.der]).unwrap();
    accepts(&pinned, &server("a.example", &[&root.der]));
    let rejected = refuses(&pinned, &server("a.example", &[&b"garbage".as_slice().into()]));
    assert_eq!(
        rejected.reason,
        "the peer's certificate is none of the 2 that are pinned, and cannot be read"
    );
}

#[test]
fn anybody_with_a_certificate_that_can_be_read() {
    let root = Authority::root(authority("root"));
    let own = self_signed(&leaf(&["b.example"]));
    let accepted = accepts(&DangerousAcceptAny, &server("a.example", &[&own.der]));
    assert_eq!(accepted.public_key, own.public_key);
    accepts(&DangerousAcceptAny, &server("a.example", &[&root.der]));
    let rejected = refuses(&DangerousAcceptAny, &client(&[&b"garbage".as_slice().into()]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
}
