//! Certificates made on the spot: an authority, and what it vouches for.
//!
//! The keys are the provider's own, so that the peers judge its signatures here too.

use bytes::Bytes;
use countersign::{
    CertifiedKey,
    crypto::{Random, SignatureScheme, SigningKey},
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use countersign_rustcrypto::{GeneratedKey, KeyKind, generate_key, signing_key};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyIdMethod, KeyUsagePurpose, PublicKeyData, SerialNumber, SignatureAlgorithm,
    date_time_ymd,
};
use time::OffsetDateTime;
use x509_cert::spki::SubjectPublicKeyInfoRef;
use zeroize::Zeroizing;

use crate::Failure;

/// From when to when a certificate is valid.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Validity {
    /// Long enough for every test.
    Long,
    /// No longer.
    Expired,
}

impl Validity {
    fn dates(self) -> (OffsetDateTime, OffsetDateTime) {
        let end = match self {
            Self::Long => date_time_ymd(2045, 1, 1),
            Self::Expired => date_time_ymd(2021, 1, 1),
        };
        (date_time_ymd(2020, 1, 1), end)
    }
}

/// Who shows a certificate.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holder {
    Server,
    Client,
}

/// An authority with its key.
pub(crate) struct Authority {
    issuer: Issuer<'static, Signer>,
    certificate: Bytes,
    pkcs8: Zeroizing<Vec<u8>>,
    issued: u8,
}

/// A certificate with its key.
pub(crate) struct Issued {
    pub(crate) certificate: Bytes,
    pkcs8: Zeroizing<Vec<u8>>,
}

impl Authority {
    /// A self-signed authority with an ECDSA key on P-256.
    pub(crate) fn new(name: &str, random: &mut dyn Random) -> Result<Self, Failure> {
        let mut params = params(name, &[], Validity::Long, 1)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let GeneratedKey { key, pkcs8 } = generate_key(KeyKind::P256, random)?;
        let signer = Signer::new(key)?;
        let certificate = Bytes::copy_from_slice(params.self_signed(&signer)?.der());
        Ok(Self { issuer: Issuer::new(params, signer), certificate, pkcs8, issued: 1 })
    }

    /// Its certificate as DER.
    pub(crate) fn certificate(&self) -> &Bytes {
        &self.certificate
    }

    /// Its private key as PEM (RFC 7468 §10).
    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.pkcs8)
    }

    /// Vouches for somebody with a fresh key.
    pub(crate) fn issue(
        &mut self,
        holder: Holder,
        kind: KeyKind,
        names: &[&str],
        validity: Validity,
        random: &mut dyn Random,
    ) -> Result<Issued, Failure> {
        let GeneratedKey { key, pkcs8 } = generate_key(kind, random)?;
        self.issued += 1;
        let mut params = params(names[0], names, validity, self.issued)?;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        if kind == KeyKind::Rsa2048 {
            // For the suites where the client encrypts with it (RFC 5246 §7.4.2).
            params.key_usages.push(KeyUsagePurpose::KeyEncipherment);
        }
        params.extended_key_usages = vec![match holder {
            Holder::Server => ExtendedKeyUsagePurpose::ServerAuth,
            Holder::Client => ExtendedKeyUsagePurpose::ClientAuth,
        }];
        params.use_authority_key_identifier_extension = true;
        let subject = Subject::of(&*key)?;
        let certificate = Bytes::copy_from_slice(params.signed_by(&subject, &self.issuer)?.der());
        Ok(Issued { certificate, pkcs8 })
    }
}

fn params(
    name: &str,
    names: &[&str],
    validity: Validity,
    serial: u8,
) -> Result<CertificateParams, Failure> {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let mut params = CertificateParams::new(names)?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = validity.dates();
    params.serial_number = Some(SerialNumber::from(u64::from(serial)));
    // Any bytes do (RFC 5280 §4.2.1.2); these say whose key it is.
    params.key_identifier_method = KeyIdMethod::PreSpecified(name.as_bytes().to_vec());
    Ok(params)
}

impl Issued {
    /// The certificate and its key, for our own server.
    pub(crate) fn certified_key(&self, label: &str) -> Result<CertifiedKey, Failure> {
        let key = PrivatePkcs8KeyDer::from(self.pkcs8.as_slice());
        let key = signing_key(&PrivateKeyDer::Pkcs8(key))?;
        Ok(CertifiedKey::new(label, vec![self.certificate.clone()], key)?)
    }

    /// The private key as PEM (RFC 7468 §10).
    pub(crate) fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.pkcs8)
    }
}

/// Certificates as PEM (RFC 7468 §5).
pub(crate) fn certificate_pem(der: &[u8]) -> String {
    pem("CERTIFICATE", der)
}

/// Any DER as PEM, under this name.
pub(crate) fn pem(tag: &str, der: &[u8]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(tag, der), config)
}

/// A public key as rcgen wants it.
struct Subject {
    key: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
}

impl Subject {
    fn of(key: &dyn SigningKey) -> Result<Self, Failure> {
        let info = SubjectPublicKeyInfoRef::try_from(key.public_key())?;
        let algorithm = match key.schemes().first() {
            Some(&SignatureScheme::ECDSA_SECP256R1_SHA256) => &rcgen::PKCS_ECDSA_P256_SHA256,
            Some(&SignatureScheme::ECDSA_SECP384R1_SHA384) => &rcgen::PKCS_ECDSA_P384_SHA384,
            Some(&SignatureScheme::ED25519) => &rcgen::PKCS_ED25519,
            _ => &rcgen::PKCS_RSA_SHA256,
        };
        Ok(Self { key: info.subject_public_key.raw_bytes().to_vec(), algorithm })
    }
}

impl PublicKeyData for Subject {
    fn der_bytes(&self) -> &[u8] {
        &self.key
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

/// The authority's own key: its signatures draw no randomness (RFC 6979).
struct Signer {
    subject: Subject,
    key: Box<dyn SigningKey>,
}

impl Signer {
    fn new(key: Box<dyn SigningKey>) -> Result<Self, Failure> {
        Ok(Self { subject: Subject::of(&*key)?, key })
    }
}

impl PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        self.subject.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.subject.algorithm()
    }
}

impl rcgen::SigningKey for Signer {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let scheme = SignatureScheme::ECDSA_SECP256R1_SHA256;
        self.key
            .sign(scheme, message, &mut countersign_std::SystemRandom)
            .map_err(|_| rcgen::Error::RemoteKeyError)
    }
}
