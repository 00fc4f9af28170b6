//! The names that a policy's text may use.

use alloc::{string::ToString as _, vec::Vec};

use super::{PolicyTextError, nearest::nearest};
use crate::{
    config::Policy,
    crypto::{
        AeadAlgorithm::ChaCha20Poly1305,
        Authentication, CipherSuite,
        HashAlgorithm::{Sha1, Sha256, Sha384},
        KeyExchange, NamedGroup,
        RecordCipher::{Aead, Cbc},
        SUITES, SignatureScheme as Scheme, SuiteFacts,
    },
    wire::{ProtocolVersion, extension::certificate_type::CertificateType},
};

/// Whether a suite belongs to a group of suites.
pub(super) type Test = fn(&SuiteFacts) -> bool;

/// The groups of suites by OpenSSL's names.
#[rustfmt::skip]
static GROUPS_OF_SUITES: &[(&[&str], Test)] = &[
    (&["ALL", "HIGH"], |_| true),
    (&["ECDHE", "EECDH", "kECDHE", "kEECDH"], |row| row.key_exchange == KeyExchange::Ecdhe),
    (&["DHE", "EDH", "kDHE", "kEDH"], |row| row.key_exchange == KeyExchange::Dhe),
    (&["RSA", "kRSA"], |row| row.key_exchange == KeyExchange::Rsa),
    (&["PSK", "aPSK"], |row| row.key_exchange.uses_psk()),
    (&["kPSK"], |row| row.key_exchange == KeyExchange::Psk),
    (&["ECDHEPSK", "kECDHEPSK"], |row| row.key_exchange == KeyExchange::EcdhePsk),
    (&["aRSA"], |row| row.authentication == Some(Authentication::Rsa)),
    (&["aECDSA", "ECDSA"], |row| row.authentication == Some(Authentication::Ecdsa)),
    (&["AES"], |row| !is_chacha(row)),
    (&["AES128"], |row| row.cipher.key_len() == 16),
    (&["AES256"], |row| row.cipher.key_len() == 32 && !is_chacha(row)),
    (&["AESGCM"], |row| is_aead(row) && !is_chacha(row)),
    (&["CHACHA20"], is_chacha),
    (&["AEAD"], is_aead),
    (&["CBC"], |row| !is_aead(row)),
    (&["SHA1", "SHA"], |row| matches!(row.cipher, Cbc(_, Sha1))),
    (&["SHA256"], |row| matches!(row.cipher, Cbc(_, Sha256))),
    (&["SHA384"], |row| matches!(row.cipher, Cbc(_, Sha384))),
    (&[TLS13], is_tls13),
    (&["TLSv1.2"], |row| row.since == ProtocolVersion::TLS12),
    (&["TLSv1.0", "TLSv1", "SSLv3"], |row| row.since < ProtocolVersion::TLS12),
];

/// The group of the suites of TLS 1.3, which are in no other.
pub(super) const TLS13: &str = "TLSv1.3";

fn is_tls13(row: &SuiteFacts) -> bool {
    row.since == ProtocolVersion::TLS13
}

fn is_aead(row: &SuiteFacts) -> bool {
    matches!(row.cipher, Aead(_))
}

fn is_chacha(row: &SuiteFacts) -> bool {
    matches!(row.cipher, Aead(ChaCha20Poly1305))
}

/// What cipher strings often take out, or move to the end, and what is never here anyway.
static NEVER_HERE: &[&str] = &[
    "aNULL",
    "eNULL",
    "NULL",
    "LOW",
    "MEDIUM",
    "EXP",
    "EXPORT",
    "EXPORT40",
    "EXPORT56",
    "RC2",
    "RC4",
    "DES",
    "3DES",
    "IDEA",
    "SEED",
    "CAMELLIA",
    "CAMELLIA128",
    "CAMELLIA256",
    "ARIA",
    "ARIA128",
    "ARIA256",
    "ARIAGCM",
    "MD5",
    "DSS",
    "aDSS",
    "aDH",
    "ADH",
    "AECDH",
    "DH",
    "ECDH",
    "kDH",
    "kDHr",
    "kDHd",
    "kECDH",
    "kECDHr",
    "kECDHe",
    "aECDH",
    "SRP",
    "kSRP",
    "aSRP",
    "KRB5",
    "kKRB5",
    "aKRB5",
    "GOST",
    "kGOST",
    "aGOST",
    "AESCCM",
    "AESCCM8",
    "DHEPSK",
    "kDHEPSK",
    "RSAPSK",
    "kRSAPSK",
    "COMPLEMENTOFALL",
    "COMPLEMENTOFDEFAULT",
    "DES-CBC3-SHA",
    "EDH-RSA-DES-CBC3-SHA",
    "DHE-RSA-DES-CBC3-SHA",
    "ECDHE-RSA-DES-CBC3-SHA",
    "ECDHE-ECDSA-DES-CBC3-SHA",
    "RC4-SHA",
    "RC4-MD5",
];

/// The first name of each group is the one that a text gets.
#[rustfmt::skip]
pub(super) static GROUPS: &[(NamedGroup, &[&str])] = &[
    (NamedGroup::X25519, &["X25519"]),
    (NamedGroup::X25519MLKEM768, &["X25519MLKEM768"]),
    (NamedGroup::SECP256R1, &["P-256", "secp256r1", "prime256v1"]),
    (NamedGroup::SECP384R1, &["P-384", "secp384r1"]),
    (NamedGroup(0x0019), &["P-521", "secp521r1"]),
    (NamedGroup(0x001e), &["X448"]),
    (NamedGroup::FFDHE2048, &["ffdhe2048"]),
    (NamedGroup::FFDHE3072, &["ffdhe3072"]),
    (NamedGroup::FFDHE4096, &["ffdhe4096"]),
    (NamedGroup(0x0103), &["ffdhe6144"]),
    (NamedGroup(0x0104), &["ffdhe8192"]),
];

/// The registry's names and OpenSSL's.
#[rustfmt::skip]
pub(super) static SCHEMES: &[(Scheme, &[&str])] = &[
    (Scheme::ECDSA_SECP256R1_SHA256, &["ecdsa_secp256r1_sha256", "ECDSA+SHA256"]),
    (Scheme::ECDSA_SECP384R1_SHA384, &["ecdsa_secp384r1_sha384", "ECDSA+SHA384"]),
    (Scheme(0x0603), &["ecdsa_secp521r1_sha512", "ECDSA+SHA512"]),
    (Scheme::ED25519, &["ed25519"]),
    (Scheme(0x0808), &["ed448"]),
    (Scheme::RSA_PSS_RSAE_SHA256, &["rsa_pss_rsae_sha256", "RSA-PSS+SHA256", "PSS+SHA256"]),
    (Scheme::RSA_PSS_RSAE_SHA384, &["rsa_pss_rsae_sha384", "RSA-PSS+SHA384", "PSS+SHA384"]),
    (Scheme::RSA_PSS_RSAE_SHA512, &["rsa_pss_rsae_sha512", "RSA-PSS+SHA512", "PSS+SHA512"]),
    (Scheme::RSA_PKCS1_SHA256, &["rsa_pkcs1_sha256", "RSA+SHA256"]),
    (Scheme::RSA_PKCS1_SHA384, &["rsa_pkcs1_sha384", "RSA+SHA384"]),
    (Scheme::RSA_PKCS1_SHA512, &["rsa_pkcs1_sha512", "RSA+SHA512"]),
    (Scheme::RSA_PKCS1_SHA1, &["rsa_pkcs1_sha1", "RSA+SHA1"]),
    (Scheme::ECDSA_SHA1, &["ecdsa_sha1", "ECDSA+SHA1"]),
];

#[rustfmt::skip]
pub(super) static CERTIFICATE_TYPES: &[(CertificateType, &[&str])] = &[
    (CertificateType::X509, &["X509"]),
    (CertificateType::RAW_PUBLIC_KEY, &["RawPublicKey", "RPK"]),
];

/// A number with no name here stands for a type that nobody can use.
pub(super) fn certificate_type(number: u16) -> CertificateType {
    CertificateType(u8::try_from(number).unwrap_or(u8::MAX))
}

pub(super) static VERSIONS: &[(ProtocolVersion, &[&str])] = &[
    (ProtocolVersion::TLS13, &["TLSv1.3", "TLS1.3", "1.3"]),
    (ProtocolVersion::TLS12, &["TLSv1.2", "TLS1.2", "1.2"]),
    (ProtocolVersion::TLS11, &["TLSv1.1", "TLS1.1", "1.1"]),
    (ProtocolVersion::TLS10, &["TLSv1.0", "TLSv1", "TLS1.0", "1.0"]),
];

/// A name and a value, where the word is a setting. `@SECLEVEL=1` and a cipher string that ends
/// in it are not.
pub(super) fn setting(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    let plain = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_' || byte == b'-';
    (!name.is_empty() && name.bytes().all(plain)).then_some((name, value))
}

const POLICIES: [&str; 3] = ["modern", "documented", "legacy"];

pub(super) fn is_policy(word: &str) -> bool {
    POLICIES.contains(&word)
}

/// The policy of this name.
pub(super) fn policy(name: &str) -> Result<Policy, PolicyTextError> {
    match name {
        "modern" => Ok(Policy::modern()),
        "documented" => Ok(Policy::documented()),
        #[cfg(feature = "legacy")]
        "legacy" => Ok(Policy::legacy()),
        #[cfg(not(feature = "legacy"))]
        "legacy" => Err(PolicyTextError::NoLegacy),
        _ => Err(unknown("policy", name, POLICIES)),
    }
}

/// The suite of this name, or of this number as `0x1301`.
pub(super) fn suite(name: &str) -> Option<CipherSuite> {
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    let row = SUITES.iter().find(|row| same(row.name) || same(row.openssl_name));
    row.map(|row| row.suite).or_else(|| number(name).map(CipherSuite))
}

/// What a group of suites is.
pub(super) fn group_of_suites(name: &str) -> Option<Test> {
    let same = |other: &&str| other.eq_ignore_ascii_case(name);
    GROUPS_OF_SUITES.iter().find(|(names, _)| names.iter().any(&same)).map(|row| row.1)
}

/// True for what cipher strings take out, and is not here to begin with.
pub(super) fn is_never_here(name: &str) -> bool {
    NEVER_HERE.iter().any(|other| other.eq_ignore_ascii_case(name))
}

pub(super) fn unknown_suite(name: &str) -> PolicyTextError {
    let groups = GROUPS_OF_SUITES.iter().flat_map(|(names, _)| names.iter().copied());
    let suites = SUITES.iter().flat_map(|row| [row.openssl_name, row.name]);
    let known = groups.chain(["DEFAULT", "@STRENGTH"]).chain(suites);
    unknown("cipher suite or group of suites", name, known)
}

/// Looks every item of a list up; a number such as `0x001d` stands for itself.
pub(super) fn list<T: Copy>(
    what: &'static str,
    items: &str,
    known: &'static [(T, &[&str])],
    from_number: fn(u16) -> T,
) -> Result<Vec<T>, PolicyTextError> {
    let find = |item: &str| {
        let same = |name: &&str| name.eq_ignore_ascii_case(item);
        let row = known.iter().find(|(_, names)| names.iter().any(&same));
        row.map(|row| row.0).or_else(|| number(item).map(from_number)).ok_or_else(|| {
            unknown(what, item, known.iter().flat_map(|(_, names)| names.iter().copied()))
        })
    };
    items.split([':', ',']).filter(|item| !item.is_empty()).map(find).collect()
}

fn number(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 4)?;
    u16::from_str_radix(digits, 16).ok()
}

pub(super) fn unknown(
    what: &'static str,
    name: &str,
    known: impl IntoIterator<Item = &'static str>,
) -> PolicyTextError {
    PolicyTextError::Unknown { what, name: name.to_string(), nearest: nearest(name, known) }
}
