//! Hash functions: SHA-1 and SHA-2 (FIPS 180-4) and, for TLS 1.0 and 1.1, MD5 (RFC 1321).

use alloc::boxed::Box;
use core::marker::PhantomData;

use countersign::crypto::{Digest, Hash, HashAlgorithm, HashContext};
#[cfg(feature = "legacy")]
use md5::Md5;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

/// Every hash function of the provider.
pub(crate) static HASHES: &[&dyn Hash] = &[
    &Function::<Sha256> { algorithm: HashAlgorithm::Sha256, function: PhantomData },
    &Function::<Sha384> { algorithm: HashAlgorithm::Sha384, function: PhantomData },
    &Function::<Sha512> { algorithm: HashAlgorithm::Sha512, function: PhantomData },
    &Function::<Sha1> { algorithm: HashAlgorithm::Sha1, function: PhantomData },
    #[cfg(feature = "legacy")]
    &Function::<Md5> { algorithm: HashAlgorithm::Md5, function: PhantomData },
];

/// One hash function.
struct Function<D> {
    algorithm: HashAlgorithm,
    function: PhantomData<fn() -> D>,
}

impl<D: sha2::Digest + Clone + Send + Sync + 'static> Hash for Function<D> {
    fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Running(D::new()))
    }
}

/// A hash in progress.
#[derive(Clone)]
struct Running<D>(D);

impl<D: sha2::Digest + Clone + Send + Sync + 'static> HashContext for Running<D> {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn current(&self) -> Digest {
        Digest::new(&self.0.clone().finalize())
    }

    fn fork(&self) -> Box<dyn HashContext> {
        Box::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider;

    fn hash(algorithm: HashAlgorithm) -> &'static dyn Hash {
        provider().hash(algorithm).unwrap()
    }

    /// FIPS 180-4's examples, published by NIST as SHA256.pdf and SHA384.pdf: "abc".
    #[test]
    fn nist_examples() {
        let mut sha256 = hash(HashAlgorithm::Sha256).start();
        sha256.update(b"abc");
        assert_eq!(
            sha256.current().as_ref(),
            b"\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23\
              \xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad"
        );
        let mut sha384 = hash(HashAlgorithm::Sha384).start();
        sha384.update(b"abc");
        assert_eq!(
            sha384.current().as_ref(),
            b"\xcb\x00\x75\x3f\x45\xa3\x5e\x8b\xb5\xa0\x3d\x69\x9a\xc6\x50\x07\
              \x27\x2c\x32\xab\x0e\xde\xd1\x63\x1a\x8b\x60\x5a\x43\xff\x5b\xed\
              \x80\x86\x07\x2b\xa1\xe7\xcc\x23\x58\xba\xec\xa1\x34\xc8\x25\xa7"
        );
    }

    #[test]
    fn a_context_goes_on_after_current_and_fork() {
        for algorithm in [HashAlgorithm::Sha256, HashAlgorithm::Sha384] {
            let mut whole = hash(algorithm).start();
            whole.update(b"abc");
            let mut parts = hash(algorithm).start();
            parts.update(b"a");
            let mut fork = parts.fork();
            assert_eq!(parts.current().as_ref().len(), algorithm.output_len());
            parts.update(b"bc");
            fork.update(b"b");
            fork.update(b"c");
            assert_eq!(parts.current().as_ref(), whole.current().as_ref());
            assert_eq!(fork.current().as_ref(), whole.current().as_ref());
        }
    }
}
