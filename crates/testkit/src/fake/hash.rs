//! Hash and HMAC in shape only: a checksum, spread over the length of the hash it stands for.

use countersign::crypto::{Digest, Hash, HashAlgorithm, HashContext, Hmac, HmacKey};

use super::checksum::Checksum;

const HASH: u8 = b'h';
const MAC: u8 = b'm';

/// Every hash function.
pub(super) static HASHES: &[&dyn Hash] = &[
    &FakeHash(HashAlgorithm::Sha256),
    &FakeHash(HashAlgorithm::Sha384),
    &FakeHash(HashAlgorithm::Sha512),
    &FakeHash(HashAlgorithm::Sha1),
    &FakeHash(HashAlgorithm::Md5),
];

/// Every keyed hash.
pub(super) static HMACS: &[&dyn Hmac] = &[
    &FakeHash(HashAlgorithm::Sha256),
    &FakeHash(HashAlgorithm::Sha384),
    &FakeHash(HashAlgorithm::Sha512),
    &FakeHash(HashAlgorithm::Sha1),
    &FakeHash(HashAlgorithm::Md5),
];

struct FakeHash(HashAlgorithm);

fn digest(algorithm: HashAlgorithm, checksum: Checksum) -> Digest {
    Digest::new(&checksum.array::<{ Digest::MAX }>()[..algorithm.output_len()])
}

impl Hash for FakeHash {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Running { algorithm: self.0, checksum: Checksum::new(HASH) })
    }
}

#[derive(Clone, Copy)]
struct Running {
    algorithm: HashAlgorithm,
    checksum: Checksum,
}

impl HashContext for Running {
    fn update(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
    }

    fn current(&self) -> Digest {
        digest(self.algorithm, self.checksum)
    }

    fn fork(&self) -> Box<dyn HashContext> {
        Box::new(*self)
    }
}

impl Hmac for FakeHash {
    fn algorithm(&self) -> HashAlgorithm {
        self.0
    }

    fn with_key(&self, key: &[u8], run: &mut dyn FnMut(&dyn HmacKey)) {
        run(&Keyed { algorithm: self.0, checksum: Checksum::new(MAC).part(key) });
    }
}

struct Keyed {
    algorithm: HashAlgorithm,
    checksum: Checksum,
}

impl HmacKey for Keyed {
    fn mac(&self, parts: &[&[u8]]) -> Digest {
        let mut checksum = self.checksum;
        for part in parts {
            checksum.update(part);
        }
        digest(self.algorithm, checksum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_key_and_content_matter() {
        let [sha256, sha384] = [HASHES[0], HASHES[1]].map(|hash| {
            let mut context = hash.start();
            context.update(b"ab");
            let mut fork = context.fork();
            fork.update(b"c");
            assert_ne!(context.current().as_ref(), fork.current().as_ref());
            context.current().as_ref().len()
        });
        assert_eq!((sha256, sha384), (32, 48));
        let mac = |key: &[u8], parts: &[&[u8]]| {
            let mut out = None;
            HMACS[0].with_key(key, &mut |key| out = Some(key.mac(parts)));
            out.unwrap().as_ref().to_vec()
        };
        assert_eq!(mac(b"k", &[b"ab", b"c"]), mac(b"k", &[b"abc"]));
        assert_ne!(mac(b"k", &[b"abc"]), mac(b"l", &[b"abc"]));
    }
}
