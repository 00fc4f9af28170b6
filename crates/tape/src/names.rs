//! Names of what is one of a few: written and read from one table each.

use alloc::{
    borrow::ToOwned as _,
    string::{String, ToString as _},
};
use core::net;

use countersign::{
    CertificateFault, CertificateType, ClientAuthentication, Credential, EarlyData,
    EncryptionLevel, RefuseHello,
    crypto::HashAlgorithm,
    pki_types::{IpAddr, ServerName},
};

use crate::{
    error::{TapeError, TapeFault},
    fact::Fact,
    page::Line,
};

/// The reasons against certificates.
pub(crate) const CERTIFICATE_FAULTS: &[(CertificateFault, &str)] = &[
    (CertificateFault::UnknownCa, "UnknownCa"),
    (CertificateFault::NotPinned, "NotPinned"),
    (CertificateFault::Expired, "Expired"),
    (CertificateFault::Revoked, "Revoked"),
    (CertificateFault::Bad, "Bad"),
    (CertificateFault::BadStatus, "BadStatus"),
    (CertificateFault::WrongName, "WrongName"),
    (CertificateFault::Unsupported, "Unsupported"),
    (CertificateFault::Unknown, "Unknown"),
    (CertificateFault::AccessDenied, "AccessDenied"),
];

/// The ways to refuse a `ClientHello`.
pub(crate) const REFUSALS: &[(RefuseHello, &str)] =
    &[(RefuseHello::NameNotServed, "NameNotServed"), (RefuseHello::Declined, "Declined")];

/// The hashes that a pre-shared key may be for.
pub(crate) const HASHES: &[(HashAlgorithm, &str)] = &[
    (HashAlgorithm::Md5, "MD5"),
    (HashAlgorithm::Sha1, "SHA-1"),
    (HashAlgorithm::Sha256, "SHA-256"),
    (HashAlgorithm::Sha384, "SHA-384"),
    (HashAlgorithm::Sha512, "SHA-512"),
];

/// The levels of handshake bytes over QUIC (RFC 9001 §4).
pub(crate) const LEVELS: &[(EncryptionLevel, &str)] = &[
    (EncryptionLevel::Initial, "Initial"),
    (EncryptionLevel::ZeroRtt, "ZeroRtt"),
    (EncryptionLevel::Handshake, "Handshake"),
    (EncryptionLevel::OneRtt, "OneRtt"),
];

/// What became of early data.
pub(crate) const EARLY_DATA: &[(EarlyData, &str)] = &[
    (EarlyData::None, "none"),
    (EarlyData::Accepted, "accepted"),
    (EarlyData::Rejected, "rejected"),
];

/// Whether clients prove themselves.
pub(crate) const CLIENT_AUTHENTICATIONS: &[(ClientAuthentication, &str)] = &[
    (ClientAuthentication::None, "none"),
    (ClientAuthentication::Optional, "optional"),
    (ClientAuthentication::Required, "required"),
];

/// The name of what is one of a few.
pub(crate) fn name<T: PartialEq>(table: &[(T, &'static str)], of: &T) -> &'static str {
    table.iter().find(|(each, _)| each == of).map_or("?", |(_, name)| name)
}

/// What a word of a fact names.
pub(crate) fn named<T: Copy>(
    table: &[(T, &str)],
    fact: &Fact<'_>,
    index: usize,
    of: &'static str,
) -> Result<T, TapeError> {
    let word = fact.word(index)?;
    let found = table.iter().find(|(_, name)| *name == word);
    let unknown = || fact.fault(TapeFault::UnknownKind { of, name: word.into() });
    found.map(|(each, _)| *each).ok_or_else(unknown)
}

/// What a driver calls a credential: often the path of a file, of which the last part is told,
/// since the others tell of the machine that it lies on.
pub(crate) fn label(credential: &Credential) -> &str {
    credential.label().rsplit(['/', '\\']).next().unwrap_or_default()
}

/// A server's name as text, which reads back as the same name.
pub(crate) fn server_name(name: &ServerName<'_>) -> String {
    match name {
        ServerName::DnsName(name) => name.as_ref().to_owned(),
        ServerName::IpAddress(IpAddr::V4(address)) => {
            net::Ipv4Addr::from(*address.as_ref()).to_string()
        }
        ServerName::IpAddress(IpAddr::V6(address)) => {
            net::Ipv6Addr::from(*address.as_ref()).to_string()
        }
        // There is no other kind; the type only leaves room for one.
        other => alloc::format!("{other:?}"),
    }
}

/// The field for what is shown in the place of certificates of X.509, where something is.
const CERTIFICATE_TYPE: &str = "certificate_type";

pub(crate) fn certificate_type(kind: CertificateType, line: Line<'_>) -> Line<'_> {
    if kind == CertificateType::X509 { line } else { line.field(CERTIFICATE_TYPE, kind) }
}

/// Without the field, as in tapes from before it, it is X.509.
pub(crate) fn read_certificate_type(fact: &Fact<'_>) -> Result<CertificateType, TapeError> {
    let kinds = [CertificateType::X509, CertificateType::RAW_PUBLIC_KEY];
    let Some(value) = fact.field(CERTIFICATE_TYPE) else { return Ok(CertificateType::X509) };
    kinds.into_iter().find(|kind| kind.name() == Some(value)).ok_or_else(|| {
        let (name, expected) = (CERTIFICATE_TYPE.to_owned(), "X509 or RawPublicKey");
        fact.fault(TapeFault::Value { name, expected })
    })
}
