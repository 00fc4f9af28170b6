//! HMAC (RFC 2104) over each hash function, for the PRF and for records under CBC.

use aws_lc_rs::hmac::{
    Algorithm, Context, HMAC_SHA1_FOR_LEGACY_USE_ONLY, HMAC_SHA256, HMAC_SHA384, HMAC_SHA512, Key,
};
use countersign::crypto::{Digest, HashAlgorithm, Hmac, HmacKey};

/// Every HMAC of the provider.
pub(crate) static HMACS: &[&dyn Hmac] = &[
    &Keyed { algorithm: HashAlgorithm::Sha256, mac: HMAC_SHA256 },
    &Keyed { algorithm: HashAlgorithm::Sha384, mac: HMAC_SHA384 },
    &Keyed { algorithm: HashAlgorithm::Sha512, mac: HMAC_SHA512 },
    &Keyed { algorithm: HashAlgorithm::Sha1, mac: HMAC_SHA1_FOR_LEGACY_USE_ONLY },
];

/// HMAC over one hash function.
struct Keyed {
    algorithm: HashAlgorithm,
    mac: Algorithm,
}

impl Hmac for Keyed {
    fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    fn with_key(&self, key: &[u8], run: &mut dyn FnMut(&dyn HmacKey)) {
        run(&Prepared(Key::new(self.mac, key)));
    }
}

/// Both blocks of the key are hashed already; each MAC starts from a copy on the stack. Key and
/// copies are wiped when dropped; the finished MAC, which `aws-lc-rs` returns in a type of its
/// own, is not.
struct Prepared(Key);

impl HmacKey for Prepared {
    fn mac(&self, parts: &[&[u8]]) -> Digest {
        let mut mac = Context::with_key(&self.0);
        for part in parts {
            mac.update(part);
        }
        Digest::new(mac.sign().as_ref())
    }
}
