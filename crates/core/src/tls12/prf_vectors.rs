//! The PRF against published vectors: `test-vectors/prf`.

use std::vec::Vec;

use super::prf::Prf;
use crate::crypto::{Digest, HashAlgorithm, Hmac, HmacKey};

const VECTORS: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../test-vectors/prf/vectors.txt"));

/// RustCrypto's HMAC. Its crate is built upon this one as others see it, whose types are not those
/// of the test: so it is reached by its methods alone.
pub(super) struct Foreign(HashAlgorithm);

static MD5: Foreign = Foreign(HashAlgorithm::Md5);
static SHA1: Foreign = Foreign(HashAlgorithm::Sha1);
pub(super) static SHA256: Foreign = Foreign(HashAlgorithm::Sha256);
static SHA384: Foreign = Foreign(HashAlgorithm::Sha384);
static SHA512: Foreign = Foreign(HashAlgorithm::Sha512);

impl Hmac for Foreign {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn with_key(&self, key: &[u8], run: &mut dyn FnMut(&dyn HmacKey)) {
        run(&Keyed(self.0, key.to_vec()));
    }
}

struct Keyed(HashAlgorithm, Vec<u8>);

impl HmacKey for Keyed {
    fn mac(&self, parts: &[&[u8]]) -> Digest {
        let hmacs = countersign_rustcrypto::provider().hmacs;
        let len = self.0.output_len();
        let hmac = hmacs.iter().find(|hmac| hmac.algorithm().output_len() == len).unwrap();
        let mut out = None;
        hmac.with_key(&self.1, &mut |key| out = Some(Digest::new(key.mac(parts).as_ref())));
        out.unwrap()
    }
}

fn prf(name: &str) -> Prf {
    match name {
        "SHA256" => Prf::Tls12(&SHA256),
        "SHA384" => Prf::Tls12(&SHA384),
        "SHA512" => Prf::Tls12(&SHA512),
        "MD5-SHA1" => Prf::Before { md5: &MD5, sha1: &SHA1 },
        other => panic!("no such hash: {other}"),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn the_prf_gives_what_others_give() {
    let mut count = 0;
    for line in VECTORS.lines().filter(|line| !line.starts_with('#')) {
        let [hash, label, secret, seed, output] =
            line.split('|').collect::<Vec<_>>().try_into().unwrap();
        let seed = bytes(seed);
        let wanted = bytes(output);
        // Cut anywhere, the two parts of the seed are one.
        for cut in [0, seed.len() / 2, seed.len()] {
            let mut out = std::vec![0; wanted.len()];
            prf(hash).fill(&bytes(secret), label, [&seed[..cut], &seed[cut..]], &mut out);
            assert_eq!(out, wanted, "{line}");
        }
        count += 1;
    }
    assert_eq!(count, 20);
}
