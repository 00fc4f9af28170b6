//! A credential: the public half of what a peer proves itself with.

use alloc::{string::String, vec::Vec};
use core::fmt;

use bytes::Bytes;

use super::ConfigError;
use crate::{
    crypto::{Authentication, KeyExchange, SignatureScheme, SuiteFacts},
    limits,
    shared::Arc,
    wire::{CertificateFields, PublicKeyInfo, extension::certificate_type::CertificateType},
};

/// A certificate chain, or a raw public key (RFC 7250), and the schemes that its key can sign
/// with. The private key stays with
/// the driver, who is asked to sign ([`crate::SignRequest`]). Cloning is cheap.
#[derive(Clone)]
pub struct Credential(Arc<Inner>);

struct Inner {
    label: String,
    kind: CertificateType,
    chain: Vec<Bytes>,
    schemes: Vec<SignatureScheme>,
    decrypts: bool,
    ocsp_response: Option<Bytes>,
}

impl Credential {
    /// `label` is for the driver, to find the key again; `chain` holds DER certificates, the
    /// own one first; `schemes` are in order of preference.
    pub fn new(
        label: impl Into<String>,
        chain: Vec<Bytes>,
        schemes: &[SignatureScheme],
    ) -> Result<Self, ConfigError> {
        Self::of_kind(CertificateType::X509, label.into(), chain, schemes)
    }

    /// A key without a certificate: `public_key` is its `SubjectPublicKeyInfo` in DER. It is shown
    /// to peers that take such keys (RFC 7250), and that know it from elsewhere.
    pub fn raw_public_key(
        label: impl Into<String>,
        public_key: impl Into<Bytes>,
        schemes: &[SignatureScheme],
    ) -> Result<Self, ConfigError> {
        let (label, public_key) = (label.into(), public_key.into());
        if PublicKeyInfo::decode(&public_key).is_err() {
            return Err(ConfigError::NotAPublicKey { label });
        }
        Self::of_kind(CertificateType::RAW_PUBLIC_KEY, label, Vec::from([public_key]), schemes)
    }

    fn of_kind(
        kind: CertificateType,
        label: String,
        chain: Vec<Bytes>,
        schemes: &[SignatureScheme],
    ) -> Result<Self, ConfigError> {
        let total: usize = chain.iter().map(|certificate| certificate.len() + 3).sum();
        if chain.iter().any(Bytes::is_empty) || chain.is_empty() {
            return Err(ConfigError::EmptyChain { label });
        }
        if total + 3 > limits::MAX_CERTIFICATE_MESSAGE || chain.len() > limits::MAX_CERTIFICATES {
            return Err(ConfigError::ChainTooLong { label, bytes: total });
        }
        let schemes: Vec<_> =
            schemes.iter().copied().filter(|scheme| scheme.authentication().is_some()).collect();
        if schemes.is_empty() {
            return Err(ConfigError::NoScheme { label });
        }
        let (decrypts, ocsp_response) = (false, None);
        Ok(Self(Arc::new(Inner { label, kind, chain, schemes, decrypts, ocsp_response })))
    }

    /// The driver's name for it.
    pub fn label(&self) -> &str {
        &self.0.label
    }

    /// What it shows.
    pub fn certificate_type(&self) -> CertificateType {
        self.0.kind
    }

    /// The certificates as DER, the own one first; or the raw public key alone.
    pub fn chain(&self) -> &[Bytes] {
        &self.0.chain
    }

    /// The schemes that its key can sign with, preferred first.
    pub fn schemes(&self) -> &[SignatureScheme] {
        &self.0.schemes
    }

    /// The same, with a key that can also decrypt: an RSA key that may serve RSA key exchange
    /// ([`crate::DecryptPremasterRequest`]).
    #[must_use]
    pub fn with_decryption(self, decrypts: bool) -> Self {
        self.with(|inner| inner.decrypts = decrypts)
    }

    /// The same, with the OCSP response (DER, RFC 6960 §4.2.1) that a server staples for clients
    /// that ask (RFC 6066 §8). An empty one is none.
    #[must_use]
    pub fn with_ocsp_response(self, response: Bytes) -> Self {
        self.with(|inner| inner.ocsp_response = Some(response).filter(|der| !der.is_empty()))
    }

    fn with(self, change: impl FnOnce(&mut Inner)) -> Self {
        let Inner { label, kind, chain, schemes, decrypts, ocsp_response } = &*self.0;
        let mut inner = Inner {
            label: label.clone(),
            kind: *kind,
            chain: chain.clone(),
            schemes: schemes.clone(),
            decrypts: *decrypts,
            ocsp_response: ocsp_response.clone(),
        };
        change(&mut inner);
        Self(Arc::new(inner))
    }

    /// True if its key can decrypt.
    pub fn decrypts(&self) -> bool {
        self.0.decrypts
    }

    /// The OCSP response that a server staples; none to a raw public key, of which no authority
    /// says anything.
    pub fn ocsp_response(&self) -> Option<&Bytes> {
        let x509 = self.certificate_type() == CertificateType::X509;
        self.0.ocsp_response.as_ref().filter(|_| x509)
    }

    /// True if it can sign for TLS 1.2 suites of this kind.
    pub fn serves(&self, authentication: Authentication) -> bool {
        self.schemes().iter().any(|scheme| scheme.authentication() == Some(authentication))
    }

    /// True if it can prove a server in a suite, with one of the schemes where it signs.
    pub(crate) fn fits(&self, suite: &SuiteFacts, schemes: &[SignatureScheme]) -> bool {
        if suite.key_exchange == KeyExchange::Any {
            let usable =
                |scheme: &SignatureScheme| scheme.is_for_tls13() && schemes.contains(scheme);
            return self.schemes().iter().any(usable);
        }
        let Some(kind) = suite.authentication else { return false };
        if suite.key_exchange == KeyExchange::Rsa {
            return self.decrypts() && self.serves(kind);
        }
        self.schemes().iter().any(|scheme| {
            scheme.authentication() == Some(kind)
                && (schemes.contains(scheme) || scheme.is_before_tls12())
        })
    }

    /// True if one of the certificates was issued by one of the authorities (names, DER), or any
    /// will do. Nobody issues a raw public key.
    pub(crate) fn is_known_to(&self, authorities: &[Bytes]) -> bool {
        let issued_by = |certificate: &Bytes| {
            CertificateFields::decode(certificate)
                .is_ok_and(|fields| authorities.iter().any(|name| fields.issuer == &name[..]))
        };
        let raw = self.certificate_type() == CertificateType::RAW_PUBLIC_KEY;
        authorities.is_empty() || raw || self.chain().iter().any(issued_by)
    }

    /// True if both are clones of one credential.
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Clones of one credential are equal.
impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        self.same(other)
    }
}

impl Eq for Credential {}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("label", &self.0.label)
            .field("certificate_type", &self.0.kind)
            .field("certificates", &self.0.chain.len())
            .field("schemes", &self.0.schemes)
            .finish()
    }
}
