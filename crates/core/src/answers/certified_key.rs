//! A private key in the driver's own process, with its certificates.

use alloc::{boxed::Box, format, string::String, vec::Vec};

use bytes::Bytes;

use super::{Nobody, Sign};
use crate::{
    config::{ConfigError, Credential},
    crypto::{Random, Secret, SigningKey},
    request::{DecryptPremasterRequest, SignRequest},
};

/// A credential with its private key: what a server in one process needs.
pub struct CertifiedKey {
    credential: Credential,
    key: Box<dyn SigningKey>,
}

impl CertifiedKey {
    /// Refuses a key that is not the one in the first certificate of `chain`.
    pub fn new(
        label: impl Into<String>,
        chain: Vec<Bytes>,
        key: Box<dyn SigningKey>,
    ) -> Result<Self, ConfigError> {
        let credential =
            Credential::new(label, chain, key.schemes())?.with_decryption(key.decrypts());
        let public_key = key.public_key();
        // A certificate in DER holds the key's SubjectPublicKeyInfo to the byte.
        let own = credential.chain().first().is_some_and(|certificate| {
            certificate.windows(public_key.len().max(1)).any(|part| part == public_key)
        });
        if own {
            Ok(Self { credential, key })
        } else {
            Err(ConfigError::KeyMismatch { label: String::from(credential.label()) })
        }
    }

    /// A key that is shown without a certificate ([`Credential::raw_public_key`]).
    pub fn raw_public_key(
        label: impl Into<String>,
        key: Box<dyn SigningKey>,
    ) -> Result<Self, ConfigError> {
        let public_key = Bytes::copy_from_slice(key.public_key());
        let credential = Credential::raw_public_key(label, public_key, key.schemes())?
            .with_decryption(key.decrypts());
        Ok(Self { credential, key })
    }

    /// Adds the OCSP response (DER, RFC 6960 §4.2.1) that a server staples to its certificate
    /// for clients that ask (RFC 6066 §8).
    #[must_use]
    pub fn with_ocsp_response(mut self, response: impl Into<Bytes>) -> Self {
        self.credential = self.credential.with_ocsp_response(response.into());
        self
    }

    /// The public half, for a configuration.
    pub fn credential(&self) -> &Credential {
        &self.credential
    }
}

impl core::fmt::Debug for CertifiedKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("CertifiedKey").field("credential", &self.credential).finish_non_exhaustive()
    }
}

impl Sign for CertifiedKey {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        core::slice::from_ref(self).sign(request, random)
    }

    fn decrypt(
        &self,
        request: &DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> Result<Secret, String> {
        core::slice::from_ref(self).decrypt(request, random)
    }
}

impl Sign for [CertifiedKey] {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        match self.iter().find(|own| own.credential.same(&request.credential)) {
            Some(own) => own
                .key
                .sign(request.scheme, &request.message, random)
                .map_err(|error| format!("the key of \"{}\": {error}", own.credential.label())),
            None => Nobody.sign(request, random),
        }
    }

    fn decrypt(
        &self,
        request: &DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> Result<Secret, String> {
        match self.iter().find(|own| own.credential.same(&request.credential)) {
            Some(own) => own
                .key
                .decrypt(&request.ciphertext, random)
                .map_err(|error| format!("the key of \"{}\": {error}", own.credential.label())),
            None => Nobody.decrypt(request, random),
        }
    }
}

impl Sign for Vec<CertifiedKey> {
    fn sign(&self, request: &SignRequest, random: &mut dyn Random) -> Result<Vec<u8>, String> {
        self.as_slice().sign(request, random)
    }

    fn decrypt(
        &self,
        request: &DecryptPremasterRequest,
        random: &mut dyn Random,
    ) -> Result<Secret, String> {
        self.as_slice().decrypt(request, random)
    }
}
