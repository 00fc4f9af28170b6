//! What an authority may not do (RFC 5280 §4.2.1.9 and §4.2.1.10).

use countersign::CertificateFault;
use rcgen::{BasicConstraints, GeneralSubtree, IsCa, NameConstraints};

use crate::authority::{Authority, accepts, authority, leaf, refuses, server};

#[test]
fn a_leaf_signs_no_certificates() {
    let root = Authority::root(authority("root"));
    let mut thief = authority("thief");
    thief.is_ca = IsCa::ExplicitNoCa;
    let thief = root.below(thief);
    let own = thief.signs(&leaf(&["a.example"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der, &thief.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("no authority's (CA:FALSE)"), "{}", rejected.reason);
}

#[test]
fn a_path_no_longer_than_allowed() {
    let root = Authority::root(authority("root"));
    let mut last = authority("last");
    last.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    let last = root.below(last);
    let own = last.signs(&leaf(&["a.example"]));
    accepts(&root.verifier(), &server("a.example", &[&own.der, &last.der]));

    let beyond = last.below(authority("beyond"));
    let own = beyond.signs(&leaf(&["a.example"]));
    let request = server("a.example", &[&own.der, &beyond.der, &last.der]);
    let rejected = refuses(&root.verifier(), &request);
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("more authorities in the chain"), "{}", rejected.reason);
}

#[test]
fn names_within_the_constraints() {
    let mut params = authority("root");
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("inside.example".into())],
        excluded_subtrees: vec![],
    });
    let root = Authority::root(params);
    let own = root.signs(&leaf(&["a.inside.example"]));
    accepts(&root.verifier(), &server("a.inside.example", &[&own.der]));

    let own = root.signs(&leaf(&["outside.example"]));
    let rejected = refuses(&root.verifier(), &server("outside.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::Bad);
    assert!(rejected.reason.contains("not allowed to vouch for"), "{}", rejected.reason);
}
