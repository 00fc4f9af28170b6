//! Hash functions: SHA-1 and SHA-2 (FIPS 180-4).

use aws_lc_rs::digest::{Algorithm, Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512};
use countersign::crypto::{Digest, Hash, HashAlgorithm, HashContext};

/// Every hash function of the provider.
pub(crate) static HASHES: &[&dyn Hash] = &[
    &Function { algorithm: HashAlgorithm::Sha256, function: &SHA256 },
    &Function { algorithm: HashAlgorithm::Sha384, function: &SHA384 },
    &Function { algorithm: HashAlgorithm::Sha512, function: &SHA512 },
    &Function { algorithm: HashAlgorithm::Sha1, function: &SHA1_FOR_LEGACY_USE_ONLY },
];

/// One hash function.
struct Function {
    algorithm: HashAlgorithm,
    function: &'static Algorithm,
}

impl Hash for Function {
    fn algorithm(&self) -> HashAlgorithm {
        self.algorithm
    }

    fn start(&self) -> Box<dyn HashContext> {
        Box::new(Running(Context::new(self.function)))
    }
}

/// A hash in progress.
#[derive(Clone)]
struct Running(Context);

impl HashContext for Running {
    fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn current(&self) -> Digest {
        Digest::new(self.0.clone().finish().as_ref())
    }

    fn fork(&self) -> Box<dyn HashContext> {
        Box::new(self.clone())
    }
}
