//! Hash functions: SHA-256 and SHA-384 (FIPS 180-4), for the transcript.

use aws_lc_rs::digest::{Algorithm, Context, SHA256, SHA384};
use countersign::crypto::{Digest, Hash, HashAlgorithm, HashContext};

/// Every hash function of the provider.
pub(crate) static HASHES: &[&dyn Hash] = &[
    &Sha2 { algorithm: HashAlgorithm::Sha256, function: &SHA256 },
    &Sha2 { algorithm: HashAlgorithm::Sha384, function: &SHA384 },
];

/// A function of the SHA-2 family.
struct Sha2 {
    algorithm: HashAlgorithm,
    function: &'static Algorithm,
}

impl Hash for Sha2 {
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
