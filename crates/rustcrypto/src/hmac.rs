//! HMAC (RFC 2104) over each hash function, for the PRF and for records under CBC.

use core::marker::PhantomData;

use countersign::crypto::{Digest, HashAlgorithm, Hmac, HmacKey};
use hmac::{KeyInit, Mac};
#[cfg(feature = "legacy")]
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use zeroize::Zeroize;

/// Every HMAC of the provider.
pub(crate) static HMACS: &[&dyn Hmac] = &[
    &Keyed::<hmac::Hmac<Sha256>> { algorithm: HashAlgorithm::Sha256, mac: PhantomData },
    &Keyed::<hmac::Hmac<Sha384>> { algorithm: HashAlgorithm::Sha384, mac: PhantomData },
    &Keyed::<hmac::Hmac<Sha512>> { algorithm: HashAlgorithm::Sha512, mac: PhantomData },
    &Keyed::<hmac::Hmac<Sha1>> { algorithm: HashAlgorithm::Sha1, mac: PhantomData },
    #[cfg(feature = "legacy")]
    &Keyed::<hmac::Hmac<Md5>> { algorithm: HashAlgorithm::Md5, mac: PhantomData },
];

/// HMAC over one hash function.
struct Keyed<M> {
    algorithm: HashAlgorithm,
    mac: PhantomData<fn() -> M>,
}

impl<M: Mac + KeyInit + Clone> Hmac for Keyed<M> {
    fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    fn with_key(&self, key: &[u8], run: &mut dyn FnMut(&dyn HmacKey)) {
        let prepared = M::new_from_slice(key).expect("RFC 2104 §2: a key has any length");
        run(&Prepared(prepared));
    }
}

/// Both blocks of the key are hashed already; each MAC starts from a copy on the stack.
struct Prepared<M>(M);

impl<M: Mac + Clone> HmacKey for Prepared<M> {
    fn mac(&self, parts: &[&[u8]]) -> Digest {
        let mut mac = self.0.clone();
        for part in parts {
            mac.update(part);
        }
        let mut output = mac.finalize().into_bytes();
        let digest = Digest::new(&output);
        output.zeroize();
        digest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;

    fn mac(algorithm: HashAlgorithm, key: &[u8], parts: &[&[u8]]) -> Digest {
        let mut result = None;
        provider().hmac(algorithm).unwrap().with_key(key, &mut |key| {
            // The key can be used more than once.
            let first = key.mac(parts);
            let second = key.mac(parts);
            assert_eq!(first.as_ref(), second.as_ref());
            result = Some(first);
        });
        result.unwrap()
    }

    /// RFC 4231 §4.3, test case 2: a key shorter than the block, in two parts.
    #[test]
    fn rfc_4231_short_key() {
        let parts: &[&[u8]] = &[b"what do ya want ", b"for nothing?"];
        assert_eq!(
            mac(HashAlgorithm::Sha256, b"Jefe", parts).as_ref(),
            b"\x5b\xdc\xc1\x46\xbf\x60\x75\x4e\x6a\x04\x24\x26\x08\x95\x75\xc7\
              \x5a\x00\x3f\x08\x9d\x27\x39\x83\x9d\xec\x58\xb9\x64\xec\x38\x43"
        );
        assert_eq!(
            mac(HashAlgorithm::Sha384, b"Jefe", parts).as_ref(),
            b"\xaf\x45\xd2\xe3\x76\x48\x40\x31\x61\x7f\x78\xd2\xb5\x8a\x6b\x1b\
              \x9c\x7e\xf4\x64\xf5\xa0\x1b\x47\xe4\x2e\xc3\x73\x63\x22\x44\x5e\
              \x8e\x22\x40\xca\x5e\x69\xe2\xc7\x8b\x32\x39\xec\xfa\xb2\x16\x49"
        );
    }

    /// RFC 4231 §4.7, test case 6: a key longer than the block.
    #[test]
    fn rfc_4231_long_key() {
        let key = [0xaa; 131];
        let parts: &[&[u8]] = &[b"Test Using Larger Than Block-Size Key - Hash Key First"];
        assert_eq!(
            mac(HashAlgorithm::Sha256, &key, parts).as_ref(),
            b"\x60\xe4\x31\x59\x1e\xe0\xb6\x7f\x0d\x8a\x26\xaa\xcb\xf5\xb7\x7f\
              \x8e\x0b\xc6\x21\x37\x28\xc5\x14\x05\x46\x04\x0f\x0e\xe3\x7f\x54"
        );
        assert_eq!(
            mac(HashAlgorithm::Sha384, &key, parts).as_ref(),
            b"\x4e\xce\x08\x44\x85\x81\x3e\x90\x88\xd2\xc6\x3a\x04\x1b\xc5\xb4\
              \x4f\x9e\xf1\x01\x2a\x2b\x58\x8f\x3c\xd1\x1f\x05\x03\x3a\xc4\xc6\
              \x0c\x2e\xf6\xab\x40\x30\xfe\x82\x96\x24\x8d\xf1\x63\xf4\x49\x52"
        );
    }

    #[test]
    fn an_empty_key_is_a_key() {
        let with_zero = mac(HashAlgorithm::Sha256, &[0], &[b"x"]);
        assert_eq!(mac(HashAlgorithm::Sha256, &[], &[b"x"]).as_ref(), with_zero.as_ref());
    }
}
