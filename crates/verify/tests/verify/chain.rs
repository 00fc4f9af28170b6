//! Paths to a trusted authority (RFC 5280 §6.1): there, broken off, forged.

use countersign::CertificateFault;
use countersign_verify::{Roots, SetupError, Verifier, limits::MAX_CHAIN};
use pki_types::{TrustAnchor, alg_id};
use rcgen::{
    BasicConstraints, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519,
};

use crate::authority::{
    ALGORITHMS, Authority, accepts, authority, leaf, refuses, self_signed, server,
};

#[test]
fn directly_below_the_root() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let accepted = accepts(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(accepted.public_key, own.public_key);
}

#[test]
fn whatever_kind_of_key() {
    for kind in [&PKCS_ECDSA_P256_SHA256, &PKCS_ECDSA_P384_SHA384, &PKCS_ED25519] {
        let root = Authority::with_key(authority("root"), KeyPair::generate_for(kind).unwrap());
        let own = root.signs(&leaf(&["a.example"]));
        accepts(&root.verifier(), &server("a.example", &[&own.der]));
    }
}

#[test]
fn below_an_intermediate_in_any_order_with_the_root_or_without() {
    let root = Authority::root(authority("root"));
    let middle = root.below(authority("middle"));
    let lower = middle.below(authority("lower"));
    let own = lower.signs(&leaf(&["a.example"]));
    let verifier = root.verifier();
    accepts(&verifier, &server("a.example", &[&own.der, &lower.der, &middle.der]));
    accepts(&verifier, &server("a.example", &[&own.der, &middle.der, &lower.der]));
    accepts(&verifier, &server("a.example", &[&own.der, &lower.der, &middle.der, &root.der]));
}

#[test]
fn an_authority_that_is_not_trusted() {
    let trusted = Authority::root(authority("trusted"));
    let root = Authority::root(authority("private root"));
    let own = root.signs(&leaf(&["a.example"]));
    let rejected = refuses(&trusted.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::UnknownCa);
    assert_eq!(
        rejected.reason,
        "the certificate of CN=leaf was issued by CN=private root, which is neither the 1 \
         trusted authority nor sent by the server: trust it, or if it is an intermediate, have \
         the server send it"
    );

    let rejected = refuses(&trusted.verifier(), &server("a.example", &[&own.der, &root.der]));
    assert_eq!(rejected.fault, CertificateFault::UnknownCa);
    assert_eq!(
        rejected.reason,
        "the 2 certificates that the server sent end at CN=private root, which is not the 1 \
         trusted authority: trust it, if it is the right one"
    );
}

#[test]
fn an_intermediate_that_was_not_sent() {
    let root = Authority::root(authority("root"));
    let middle = root.below(authority("middle"));
    let own = middle.signs(&leaf(&["a.example"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::UnknownCa);
    assert!(rejected.reason.contains("issued by CN=middle"), "{}", rejected.reason);
}

#[test]
fn the_place_where_a_long_chain_breaks_off() {
    let trusted = Authority::root(authority("trusted"));
    let root = Authority::root(authority("root"));
    let middle = root.below(authority("middle"));
    let lower = middle.below(authority("lower"));
    let own = lower.signs(&leaf(&["a.example"]));
    let request = server("a.example", &[&own.der, &middle.der, &lower.der]);
    let rejected = refuses(&trusted.verifier(), &request);
    assert!(
        rejected.reason.starts_with("the certificate of CN=middle was issued by CN=root, which"),
        "{}",
        rejected.reason
    );
}

#[test]
fn self_signed_and_trusted_or_not() {
    let root = Authority::root(authority("root"));
    let own = self_signed(&leaf(&["a.example"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::UnknownCa);
    assert_eq!(
        rejected.reason,
        "the certificate of CN=leaf is self-signed and not the 1 trusted authority: \
         trust the authority that signs for this server, or pin this certificate"
    );

    let mut roots = Roots::new();
    roots.add_der(&own.der).unwrap();
    let verifier = Verifier::new(roots, ALGORITHMS).unwrap();
    accepts(&verifier, &server("a.example", &[&own.der]));
}

#[test]
fn an_authoritys_certificate_used_as_a_servers() {
    let mut params = leaf(&["a.example"]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = Authority::root(params);
    let rejected = refuses(&root.verifier(), &server("a.example", &[&root.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert_eq!(
        rejected.reason,
        "the certificate of CN=leaf is marked as an authority's (CA:TRUE, RFC 5280 §4.2.1.9), \
         and a server uses it as its own: pin it, or make it anew with CA:FALSE and trust that"
    );
}

#[test]
fn another_authority_of_the_same_name() {
    let root = Authority::root(authority("root"));
    let namesake = Authority::root(authority("root"));
    let own = namesake.signs(&leaf(&["a.example"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("another authority of that name"), "{}", rejected.reason);
}

#[test]
fn authorities_that_name_each_other_end_the_search() {
    let root = Authority::root(authority("root"));
    let one = Authority::root(authority("one"));
    let two = one.below(authority("two"));
    let one_again = two.below(authority("one"));
    let own = two.signs(&leaf(&["a.example"]));
    let request = server("a.example", &[&own.der, &two.der, &one_again.der]);
    // A ring of names: told without going round for ever.
    let rejected = refuses(&root.verifier(), &request);
    assert_eq!(rejected.fault, CertificateFault::UnknownCa);
}

#[test]
fn an_algorithm_that_is_not_accepted() {
    let others: Vec<_> = ALGORITHMS
        .iter()
        .copied()
        .filter(|algorithm| algorithm.signature_alg_id() != alg_id::ECDSA_SHA256)
        .collect();
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let mut roots = Roots::new();
    roots.add_der(&root.der).unwrap();
    let verifier = Verifier::new(roots, others.leak()).unwrap();
    let rejected = refuses(&verifier, &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::Unsupported);
    assert_eq!(
        rejected.reason,
        "a certificate is signed with ecdsa-with-SHA256, which is not accepted"
    );
}

#[test]
fn more_certificates_than_are_looked_at() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let chain = vec![&own.der; MAX_CHAIN];
    accepts(&root.verifier(), &server("a.example", &chain));
    let chain = vec![&own.der; MAX_CHAIN + 1];
    let rejected = refuses(&root.verifier(), &server("a.example", &chain));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert_eq!(
        rejected.reason,
        "the peer sent 11 certificates, and 10 are the most that is looked at"
    );
    assert_eq!(refuses(&root.verifier(), &server("a.example", &[])).fault, CertificateFault::Bad);
}

#[test]
fn a_verifier_needs_roots_and_algorithms() {
    let error = Verifier::new(Roots::new(), ALGORITHMS).unwrap_err();
    assert_eq!(error, SetupError::NoRoots);
    assert!(error.to_string().contains("add the certificate of the authority"), "{error}");

    let mut roots = Roots::new();
    roots.add_anchors([TrustAnchor {
        subject: b"".as_slice().into(),
        subject_public_key_info: b"".as_slice().into(),
        name_constraints: None,
    }]);
    assert_eq!(roots.len(), 1);
    assert_eq!(Verifier::new(roots, &[]).unwrap_err(), SetupError::NoAlgorithms);
}
