//! Dates (RFC 5280 §4.1.2.5): both ends belong to the validity, and the words say by how much.

use countersign::CertificateFault;
use rcgen::date_time_ymd;

use crate::authority::{Authority, accepts, at, authority, leaf, refuses, server};

/// 2024-01-01 00:00:00 and 2025-01-01 00:00:00 UTC.
const NOT_BEFORE: u64 = 1_704_067_200;
const NOT_AFTER: u64 = 1_735_689_600;
const DAY: u64 = 86_400;

#[test]
fn from_the_first_second_to_the_last() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let mut request = server("a.example", &[&own.der]);
    for (time, valid) in [
        (NOT_BEFORE - 1, false),
        (NOT_BEFORE, true),
        (NOT_AFTER, true),
        (NOT_AFTER + 1, false),
        (0, false),
        (u64::MAX, false),
    ] {
        request.now = at(time);
        if valid {
            accepts(&root.verifier(), &request);
        } else {
            let rejected = refuses(&root.verifier(), &request);
            assert_eq!(rejected.fault, CertificateFault::Expired, "{time}");
        }
    }
}

#[test]
fn expired() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let mut request = server("a.example", &[&own.der]);
    request.now = at(NOT_AFTER + 12 * DAY + 5);
    assert_eq!(
        refuses(&root.verifier(), &request).reason,
        "the certificate of CN=leaf expired 2025-01-01 00:00:00 UTC, 12 days ago"
    );
}

#[test]
fn not_valid_yet() {
    let root = Authority::root(authority("root"));
    let own = root.signs(&leaf(&["a.example"]));
    let mut request = server("a.example", &[&own.der]);
    request.now = at(NOT_BEFORE - DAY);
    assert_eq!(
        refuses(&root.verifier(), &request).reason,
        "the certificate of CN=leaf is not valid before 2024-01-01 00:00:00 UTC, in 1 day; is \
         the clock right? It says 2023-12-31 00:00:00 UTC"
    );
}

#[test]
fn an_intermediate_expired() {
    let root = Authority::root(authority("root"));
    let mut middle = authority("middle");
    middle.not_after = date_time_ymd(2024, 5, 31);
    let middle = root.below(middle);
    let own = middle.signs(&leaf(&["a.example"]));
    let rejected = refuses(&root.verifier(), &server("a.example", &[&own.der, &middle.der]));
    assert_eq!(rejected.fault, CertificateFault::Expired);
    assert_eq!(
        rejected.reason,
        "certificate 2 of 2 (of CN=middle, above the peer's own) expired \
         2024-05-31 00:00:00 UTC, 1 day ago"
    );
}

#[test]
fn a_trusted_authority_does_not_expire() {
    let mut params = authority("root");
    params.not_after = date_time_ymd(2024, 1, 2);
    let root = Authority::root(params);
    let own = root.signs(&leaf(&["a.example"]));
    accepts(&root.verifier(), &server("a.example", &[&own.der]));
}
