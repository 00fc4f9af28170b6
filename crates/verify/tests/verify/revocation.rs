//! Revocation lists (RFC 5280 §6.3): revoked, not covered, outdated, forged.

use countersign::CertificateFault;
use countersign_verify::{Revocation, SetupError};
use rcgen::{
    CertificateParams, CertificateRevocationListParams, KeyIdMethod, RevokedCertParams,
    date_time_ymd,
};

use crate::authority::{Authority, accepts, authority, client, leaf, refuses, server};

/// A list by `authority` that revokes these; due for renewal in `year`.
fn list(authority: &Authority, revoked: &[&CertificateParams], year: i32) -> Vec<u8> {
    let revoked_certs = revoked
        .iter()
        .map(|params| RevokedCertParams {
            serial_number: params.serial_number.clone().unwrap(),
            revocation_time: date_time_ymd(2024, 2, 1),
            reason_code: None,
            invalidity_date: None,
        })
        .collect();
    let params = CertificateRevocationListParams {
        this_update: date_time_ymd(2020, 1, 1),
        next_update: date_time_ymd(year, 1, 1),
        crl_number: vec![1].into(),
        issuing_distribution_point: None,
        revoked_certs,
        key_identifier_method: KeyIdMethod::Sha256,
    };
    params.signed_by(&authority.issuer).unwrap().der().to_vec()
}

fn strict(lists: &[Vec<u8>]) -> Revocation {
    let mut revocation = Revocation::strict();
    for list in lists {
        revocation.add_der(list).unwrap();
    }
    revocation
}

#[test]
fn revoked_or_not() {
    let root = Authority::root(authority("root"));
    let (good, bad) = (leaf(&["a.example"]), leaf(&["a.example"]));
    let lists = [list(&root, &[&bad], 2026)];
    let verifier = root.verifier().with_revocation(strict(&lists)).unwrap();
    let (good, bad) = (root.signs(&good), root.signs(&bad));
    accepts(&verifier, &server("a.example", &[&good.der]));
    for request in [server("a.example", &[&bad.der]), client(&[&bad.der])] {
        let rejected = refuses(&verifier, &request);
        assert_eq!(rejected.fault, CertificateFault::Revoked);
        assert!(rejected.reason.contains("revoked"), "{}", rejected.reason);
    }
}

#[test]
fn an_intermediate_revoked() {
    let root = Authority::root(authority("root"));
    let params = authority("middle");
    let middle = root.below(params.clone());
    let own = middle.signs(&leaf(&["a.example"]));
    let lists = [list(&root, &[&params], 2026), list(&middle, &[], 2026)];
    let request = server("a.example", &[&own.der, &middle.der]);

    let verifier = root.verifier().with_revocation(strict(&lists)).unwrap();
    assert_eq!(refuses(&verifier, &request).fault, CertificateFault::Revoked);
    let verifier = root.verifier().with_revocation(strict(&lists).end_entity_only()).unwrap();
    accepts(&verifier, &request);
}

#[test]
fn not_covered_by_a_list() {
    let root = Authority::root(authority("root"));
    let other = Authority::root(authority("other"));
    let own = root.signs(&leaf(&["a.example"]));
    let lists = [list(&other, &[], 2026)];
    let request = server("a.example", &[&own.der]);

    let verifier = root.verifier().with_revocation(strict(&lists)).unwrap();
    let rejected = refuses(&verifier, &request);
    assert_eq!(rejected.fault, CertificateFault::Unknown);
    assert!(rejected.reason.contains("add its authority's list"), "{}", rejected.reason);
    let verifier = root.verifier().with_revocation(strict(&lists).allow_unlisted()).unwrap();
    accepts(&verifier, &request);
}

#[test]
fn an_outdated_list() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let lists = [list(&root, &[], 2023)];
    let request = server("a.example", &[&own.der]);

    let verifier = root.verifier().with_revocation(strict(&lists)).unwrap();
    let rejected = refuses(&verifier, &request);
    assert_eq!(rejected.fault, CertificateFault::Unknown);
    assert_eq!(
        rejected.reason,
        "a revocation list was due for renewal 2023-01-01 00:00:00 UTC: give a newer one, or \
         allow outdated lists"
    );
    let verifier = root.verifier().with_revocation(strict(&lists).allow_outdated()).unwrap();
    accepts(&verifier, &request);
}

#[test]
fn a_list_by_a_namesake() {
    let root = Authority::root(authority("root"));
    let namesake = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let lists = [list(&namesake, &[], 2026)];
    let verifier = root.verifier().with_revocation(strict(&lists)).unwrap();
    let rejected = refuses(&verifier, &server("a.example", &[&own.der]));
    assert_eq!(rejected.fault, CertificateFault::Unknown);
    assert!(rejected.reason.contains("not signed by the authority"), "{}", rejected.reason);
}

#[test]
fn revocation_needs_a_list() {
    let root = Authority::root(authority("root"));
    let error = root.verifier().with_revocation(Revocation::strict()).unwrap_err();
    assert_eq!(error, SetupError::NoRevocationLists);
}
