//! The provider that is looked at.

use countersign::{
    crypto::{
        Aead, AeadAlgorithm, Hash, HashAlgorithm, Hmac, KeyExchangeGroup, NamedGroup, Provider,
        SigningKey,
    },
    pki_types::{AlgorithmIdentifier, PrivateKeyDer, SignatureVerificationAlgorithm},
};

use super::Area;

/// Reads a private key, or says why not.
pub type ReadKey = fn(&PrivateKeyDer<'_>) -> Result<Box<dyn SigningKey>, String>;

/// A provider with what stands beside it.
#[derive(Clone, Copy)]
pub struct Candidate {
    /// The primitives.
    pub provider: Provider,
    /// Every algorithm that verifies signatures in certificates.
    pub algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
    /// Reads private keys.
    pub signing_key: ReadKey,
}

/// Each part is asked for by name; one that is not there is a finding.
impl Candidate {
    pub(super) fn hash(&self, area: &mut Area, of: HashAlgorithm) -> Option<&'static dyn Hash> {
        area.there(self.provider.hash(of), || format!("{of:?}"))
    }

    pub(super) fn hmac(&self, area: &mut Area, of: HashAlgorithm) -> Option<&'static dyn Hmac> {
        area.there(self.provider.hmac(of), || format!("HMAC with {of:?}"))
    }

    pub(super) fn aead(&self, area: &mut Area, of: AeadAlgorithm) -> Option<&'static dyn Aead> {
        area.there(self.provider.aead(of), || format!("{of:?}"))
    }

    pub(super) fn group(
        &self,
        area: &mut Area,
        name: NamedGroup,
    ) -> Option<&'static dyn KeyExchangeGroup> {
        area.there(self.provider.group(name), || name.to_string())
    }

    pub(super) fn algorithm(
        &self,
        area: &mut Area,
        public_key: AlgorithmIdentifier,
        signature: AlgorithmIdentifier,
    ) -> Option<&'static dyn SignatureVerificationAlgorithm> {
        let found = self.algorithms.iter().copied().find(|algorithm| {
            algorithm.public_key_alg_id() == public_key && algorithm.signature_alg_id() == signature
        });
        area.there(found, || format!("{signature:?} with a key {public_key:?}"))
    }
}
