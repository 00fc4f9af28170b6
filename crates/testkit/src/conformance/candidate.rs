//! The provider that is looked at.

use countersign::{
    crypto::{
        Aead, AeadAlgorithm, Cbc, CbcAlgorithm, FiniteField, Hash, HashAlgorithm, Hmac,
        KeyExchangeGroup, NamedGroup, Provider, RsaEncryption, SigningKey,
    },
    pki_types::{AlgorithmIdentifier, PrivateKeyDer, SignatureVerificationAlgorithm},
};

use super::{
    Area,
    keys::RSA2048,
    legacy::SCHEMES as LEGACY_SCHEMES,
    signing::{own_schemes, pkcs8},
};

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
    /// What the provider does not offer. Nothing else may be missing, and nothing of it may be
    /// there.
    pub lacks: &'static [Part],
}

/// What a provider may lack: TLS with modern suites goes without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// AES-CCM, for small devices.
    AesCcm,
    /// X25519MLKEM768.
    Hybrid,
    /// MD5, and HMAC with it.
    Md5,
    /// The groups of RFC 7919, and fields that a server brings along.
    PrimeFields,
    /// RSA encryption, and keys that decrypt.
    RsaKeyExchange,
    /// Signatures over SHA-1, and over MD5 with SHA-1.
    LegacySignatures,
}

/// Each part is asked for by name; one that is not there is a finding.
impl Candidate {
    /// Looks for any piece of a part that is said to be lacking.
    pub(super) fn confirm_lack(&self, area: &mut Area, part: Part) {
        let provider = &self.provider;
        let there = match part {
            Part::AesCcm => provider.aead(AeadAlgorithm::Aes128Ccm).is_some(),
            Part::Hybrid => provider.groups.iter().any(|group| group.name().is_hybrid()),
            Part::Md5 => {
                let md5 = HashAlgorithm::Md5;
                provider.hash(md5).is_some() || provider.hmac(md5).is_some()
            }
            Part::PrimeFields => {
                !provider.finite_fields.is_empty()
                    || provider.groups.iter().any(|group| group.name().is_finite_field())
            }
            Part::RsaKeyExchange => {
                !provider.rsa_encryption.is_empty()
                    || pkcs8(self, RSA2048).is_ok_and(|key| key.decrypts())
            }
            Part::LegacySignatures => {
                LEGACY_SCHEMES.iter().any(|scheme| !provider.verifiers(*scheme).is_empty())
                    || own_schemes(self).any(|scheme| LEGACY_SCHEMES.contains(&scheme))
            }
        };
        area.hold(!there, || format!("{part:?} is there, though it is said to be lacking"));
    }

    pub(super) fn hash(&self, area: &mut Area, of: HashAlgorithm) -> Option<&'static dyn Hash> {
        area.there(self.provider.hash(of), || format!("{of:?}"))
    }

    pub(super) fn hmac(&self, area: &mut Area, of: HashAlgorithm) -> Option<&'static dyn Hmac> {
        area.there(self.provider.hmac(of), || format!("HMAC with {of:?}"))
    }

    pub(super) fn aead(&self, area: &mut Area, of: AeadAlgorithm) -> Option<&'static dyn Aead> {
        area.there(self.provider.aead(of), || format!("{of:?}"))
    }

    pub(super) fn cbc(&self, area: &mut Area, of: CbcAlgorithm) -> Option<&'static dyn Cbc> {
        area.there(self.provider.cbc(of), || of.to_string())
    }

    pub(super) fn finite_field(&self, area: &mut Area) -> Option<&'static dyn FiniteField> {
        let found = self.provider.finite_fields.first().copied();
        area.there(found, || String::from("Diffie-Hellman in any field"))
    }

    pub(super) fn rsa_encryption(&self, area: &mut Area) -> Option<&'static dyn RsaEncryption> {
        let found = self.provider.rsa_encryption.first().copied();
        area.there(found, || String::from("RSA encryption"))
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
