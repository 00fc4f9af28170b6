//! Block ciphers in CBC mode: NIST's vectors, chaining, lengths.

use countersign::crypto::{
    BLOCK_LEN,
    CbcAlgorithm::{self, Aes128Cbc, Aes256Cbc},
    CbcKey, CryptoError,
};

use super::{Area, Candidate, bytes::hex};

/// The text of every vector of NIST SP 800-38A appendix F.
const TEXT: &str = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51\
                    30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

const IV: [u8; BLOCK_LEN] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// Section of SP 800-38A, algorithm, key, blocks.
#[rustfmt::skip]
const VECTORS: &[(&str, CbcAlgorithm, &str, &str)] = &[
    ("F.2.1", Aes128Cbc,
     "2b7e151628aed2a6abf7158809cf4f3c",
     "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2\
      73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"),
    ("F.2.5", Aes256Cbc,
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
     "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d\
      39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"),
];

pub(super) fn check(candidate: &Candidate, area: &mut Area) {
    for (section, algorithm, secret, blocks) in VECTORS {
        let Some(key) = key(candidate, area, *algorithm, &hex(secret)) else { continue };
        let mut text = hex(TEXT);
        let encrypted = key.encrypt(&IV, &mut text);
        area.hold(encrypted.is_ok(), || format!("{section}: {encrypted:?}"));
        area.same(&text, &hex(blocks), || format!("{section}, encrypted"));
        let decrypted = key.decrypt(&IV, &mut text);
        area.hold(decrypted.is_ok(), || format!("{section}: {decrypted:?}"));
        area.same(&text, &hex(TEXT), || format!("{section}, decrypted"));
    }
    for algorithm in [Aes128Cbc, Aes256Cbc] {
        let secret: Vec<u8> = (0..).take(algorithm.key_len()).collect();
        let Some(key) = key(candidate, area, algorithm, &secret) else { continue };
        for blocks in [0, 1, 2, 7, 8, 9, 64, 1024] {
            chaining(area, &*key, algorithm, blocks);
        }
        lengths(candidate, area, &*key, algorithm);
    }
}

/// A prepared key; that there is none is a finding.
pub(super) fn key(
    candidate: &Candidate,
    area: &mut Area,
    algorithm: CbcAlgorithm,
    key: &[u8],
) -> Option<Box<dyn CbcKey>> {
    let key = candidate.cbc(area, algorithm)?.key(key).ok();
    area.there(key, || format!("a key for {algorithm}"))
}

/// SP 800-38A §6.2: the last block of one call is the IV of the next, in both directions.
fn chaining(area: &mut Area, key: &dyn CbcKey, algorithm: CbcAlgorithm, blocks: usize) {
    let text: Vec<u8> = (0..=255).cycle().take(blocks * BLOCK_LEN).collect();
    let mut whole = text.clone();
    let mut parts = text.clone();
    let (front, back) = parts.split_at_mut(blocks / 2 * BLOCK_LEN);
    let what = |what| format!("{algorithm}, {blocks} blocks {what}");

    let done = key.encrypt(&IV, &mut whole).is_ok() && key.encrypt(&IV, front).is_ok();
    let next = front.last_chunk().copied().unwrap_or(IV);
    let done = done && key.encrypt(&next, back).is_ok();
    area.hold(done && parts == whole, || what("are not chained"));

    let (front, back) = parts.split_at_mut(blocks / 2 * BLOCK_LEN);
    let done = key.decrypt(&next, back).is_ok() && key.decrypt(&IV, front).is_ok();
    area.hold(done && parts == text, || what("do not come back in parts"));
    let done = key.decrypt(&IV, &mut whole).is_ok();
    area.hold(done && whole == text, || what("do not come back"));
}

fn lengths(candidate: &Candidate, area: &mut Area, key: &dyn CbcKey, algorithm: CbcAlgorithm) {
    for wrong in [1, 15, 17, 31, 33, 16383] {
        for result in [key.encrypt(&IV, &mut vec![0; wrong]), key.decrypt(&IV, &mut vec![0; wrong])]
        {
            area.hold(result == Err(CryptoError::Invalid), || {
                format!("{algorithm} with {wrong} bytes: {result:?}")
            });
        }
    }
    let Some(cbc) = candidate.cbc(area, algorithm) else { return };
    let len = algorithm.key_len();
    for wrong in [0, 1, len - 1, len + 1, 2 * len, 24] {
        let error = cbc.key(&vec![0; wrong]).err();
        area.hold(error == Some(CryptoError::Invalid), || {
            format!("{algorithm} with a key of {wrong} bytes: {error:?}")
        });
    }
}
