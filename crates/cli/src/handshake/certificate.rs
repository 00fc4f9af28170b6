//! A certificate for one run: an authority with a fresh key signs for a server with a fresh key
//! (RFC 5280 §4).

use std::{str::FromStr as _, time::Duration};

use bytes::Bytes;
use countersign::{
    CertifiedKey,
    crypto::Random,
    pki_types::{PrivatePkcs8KeyDer, UnixTime},
};
use countersign_rustcrypto::{KeyKind, generate_key};
use countersign_std::ReadKey;
use countersign_verify::{Roots, SetupError};
use p256::{
    ecdsa::{DerSignature, SigningKey},
    pkcs8::DecodePrivateKey as _,
};
use x509_cert::{
    TbsCertificate,
    builder::{self, Builder as _, CertificateBuilder, profile::BuilderProfile},
    der::{
        DateTime, Decode as _, Encode as _,
        asn1::{Ia5String, ObjectIdentifier},
        flagset::FlagSet,
        oid::db::rfc5280,
    },
    ext::{
        Extension, ToExtension as _,
        pkix::{
            BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectAltName,
            name::GeneralName,
        },
    },
    name::Name,
    serial_number::SerialNumber,
    spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef},
    time::{Time, Validity},
};

use crate::arguments::CertificateKind;

/// How long it is valid, on either side of now.
const HOUR: Duration = Duration::from_secs(3600);
const AUTHORITY: &str = "CN=throw-away authority";

/// The server's certificate with its key, and the authority that signed it.
pub(super) struct ThrowAway {
    pub(super) key: CertifiedKey,
    authority: Vec<u8>,
    signer: SigningKey,
}

/// Whatever went wrong; none of it can, short of a source of randomness that fails.
type AnyError = Box<dyn std::error::Error>;

/// Makes both certificates. The same draws give the same ones: ECDSA signs as RFC 6979 has it.
/// What `read` makes of the server's key will sign in the handshake.
pub(super) fn make(
    kind: CertificateKind,
    host: &str,
    now: UnixTime,
    random: &mut dyn Random,
    read: ReadKey,
) -> Result<ThrowAway, AnyError> {
    let authority = generate_key(KeyKind::P256, random)?;
    let signer = SigningKey::from_pkcs8_der(&authority.pkcs8)?;
    let root = certificate(Profile::authority()?, 1, authority.key.public_key(), now, &signer)?;

    let kind = match kind {
        CertificateKind::Ecdsa => KeyKind::P256,
        CertificateKind::Rsa => KeyKind::Rsa2048,
    };
    let server = generate_key(kind, random)?;
    let leaf = certificate(Profile::server(host, kind)?, 2, server.key.public_key(), now, &signer)?;
    let key = read(&PrivatePkcs8KeyDer::from(server.pkcs8.as_slice()).into())?;
    let key = CertifiedKey::new("throw-away", vec![Bytes::from(leaf)], key)?;
    Ok(ThrowAway { key, authority: root, signer })
}

impl ThrowAway {
    /// A certificate for a client, by the same authority.
    pub(super) fn client(
        &self,
        now: UnixTime,
        random: &mut dyn Random,
        read: ReadKey,
    ) -> Result<CertifiedKey, AnyError> {
        let client = generate_key(KeyKind::P256, random)?;
        let profile = Profile::client()?;
        let leaf = certificate(profile, 3, client.key.public_key(), now, &self.signer)?;
        let key = read(&PrivatePkcs8KeyDer::from(client.pkcs8.as_slice()).into())?;
        Ok(CertifiedKey::new("throw-away client", vec![Bytes::from(leaf)], key)?)
    }

    /// The throw-away authority alone.
    pub(super) fn roots(&self) -> Result<Roots, SetupError> {
        let mut roots = Roots::new();
        roots.add_der(&self.authority)?;
        Ok(roots)
    }
}

fn certificate(
    profile: Profile,
    serial: u8,
    public_key: &[u8],
    now: UnixTime,
    signer: &SigningKey,
) -> Result<Vec<u8>, AnyError> {
    let now = Duration::from_secs(now.as_secs());
    let time = |since| DateTime::from_unix_duration(since).map(Time::from);
    let validity = Validity::new(time(now.saturating_sub(HOUR))?, time(now + HOUR)?);
    let public_key = SubjectPublicKeyInfoOwned::from_der(public_key)?;
    let builder =
        CertificateBuilder::new(profile, SerialNumber::from(serial), validity, public_key)?;
    Ok(builder.build::<_, DerSignature>(signer)?.to_der()?)
}

/// What a certificate of ours says.
struct Profile {
    subject: Name,
    owner: Owner,
}

/// Whose it is.
enum Owner {
    Authority,
    /// The host that it is for, and whether its key may decrypt, as RSA key exchange wants.
    Server(Ia5String, bool),
    Client,
}

impl Profile {
    fn authority() -> Result<Self, AnyError> {
        Ok(Self { subject: Name::from_str(AUTHORITY)?, owner: Owner::Authority })
    }

    fn server(host: &str, kind: KeyKind) -> Result<Self, AnyError> {
        let subject = Name::from_str(&format!("CN={host}"))?;
        let decrypts = kind == KeyKind::Rsa2048;
        Ok(Self { subject, owner: Owner::Server(Ia5String::new(host)?, decrypts) })
    }

    fn client() -> Result<Self, AnyError> {
        Ok(Self { subject: Name::from_str("CN=a friend")?, owner: Owner::Client })
    }
}

impl BuilderProfile for Profile {
    fn get_issuer(&self, _: &Name) -> Name {
        // It was read as a name when the authority's own certificate was made.
        Name::from_str(AUTHORITY).unwrap_or_default()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        match &self.owner {
            Owner::Authority => {
                let authority = BasicConstraints { ca: true, path_len_constraint: None };
                Ok(vec![
                    (&authority).to_extension(&self.subject, &[])?,
                    self.usage(KeyUsages::KeyCertSign.into())?,
                ])
            }
            Owner::Server(host, decrypts) => {
                let names = SubjectAltName(vec![GeneralName::DnsName(host.clone())]);
                let mut usage = FlagSet::from(KeyUsages::DigitalSignature);
                if *decrypts {
                    usage |= KeyUsages::KeyEncipherment;
                }
                Ok(vec![
                    (&names).to_extension(&self.subject, &[])?,
                    self.usage(usage)?,
                    self.purpose(rfc5280::ID_KP_SERVER_AUTH)?,
                ])
            }
            Owner::Client => Ok(vec![
                self.usage(KeyUsages::DigitalSignature.into())?,
                self.purpose(rfc5280::ID_KP_CLIENT_AUTH)?,
            ]),
        }
    }
}

impl Profile {
    fn usage(&self, usage: FlagSet<KeyUsages>) -> builder::Result<Extension> {
        Ok((&KeyUsage(usage)).to_extension(&self.subject, &[])?)
    }

    fn purpose(&self, purpose: ObjectIdentifier) -> builder::Result<Extension> {
        Ok((&ExtendedKeyUsage(vec![purpose])).to_extension(&self.subject, &[])?)
    }
}
