//! What a certificate says, in words (RFC 5280 §4.1), read with x509-cert.
//!
//! For reasons, logs and the command line; no judgement rests on it.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use pki_types::UnixTime;
use x509_cert::{
    Certificate, TbsCertificate,
    der::{
        Decode,
        oid::{
            ObjectIdentifier,
            db::rfc5280::{ANY_EXTENDED_KEY_USAGE, ID_KP_CLIENT_AUTH, ID_KP_SERVER_AUTH},
        },
    },
    ext::pkix::ExtendedKeyUsage,
    spki::SubjectPublicKeyInfoRef,
    time::Time,
};

use crate::{limits::MAX_CERTIFICATE, moment::Moment, names::AlternativeNames, printable};

/// The facts of a certificate that a human asks for. `Display` tells them in one line.
///
/// To decide who a client is, compare its certificate, its key or one of the [`names`]: subject and
/// issuer are escaped and cut, so that two that differ can read the same.
///
/// [`names`]: Self::names
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CertificateDescription {
    /// Whose key it is (RFC 4514 text, escaped, cut when long).
    pub subject: String,
    /// Who says so (likewise).
    pub issuer: String,
    /// The subject is named as its own issuer: a root, or self-signed.
    pub self_issued: bool,
    /// The names it is for.
    pub names: AlternativeNames,
    /// The purposes that it is restricted to, in words or as numbers; empty: any
    /// (RFC 5280 §4.2.1.12).
    pub purposes: Vec<String>,
    /// The first second of its validity.
    pub not_before: UnixTime,
    /// The last second of its validity.
    pub not_after: UnixTime,
}

/// The bytes are no certificate, or hold something that RFC 5280 does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    why: String,
}

/// Reads a certificate (DER) for a human.
pub fn describe(der: &[u8]) -> Result<CertificateDescription, Unreadable> {
    if der.len() > MAX_CERTIFICATE {
        return Err(Unreadable { why: String::from("it is too large") });
    }
    let certificate =
        Certificate::from_der(der).map_err(|error| Unreadable { why: error.to_string() })?;
    let content = certificate.tbs_certificate();
    Ok(CertificateDescription {
        subject: printable::distinguished(content.subject()),
        issuer: printable::distinguished(content.issuer()),
        self_issued: content.subject() == content.issuer(),
        names: AlternativeNames::read(content),
        purposes: purposes(content),
        not_before: unix_time(content.validity().not_before),
        not_after: unix_time(content.validity().not_after),
    })
}

/// A public key (DER `SubjectPublicKeyInfo`) in a few words: its kind, and where that has one, its
/// curve, by the names of their registry.
pub fn describe_public_key(der: &[u8]) -> Result<String, Unreadable> {
    let unreadable = |error: x509_cert::der::Error| Unreadable { why: error.to_string() };
    if der.len() > MAX_CERTIFICATE {
        return Err(Unreadable { why: String::from("it is too large") });
    }
    let algorithm = SubjectPublicKeyInfoRef::from_der(der).map_err(unreadable)?.algorithm;
    let curve = algorithm.parameters.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
    Ok(match curve {
        Some(curve) => {
            alloc::format!("{} {}", registered_name(&algorithm.oid), registered_name(&curve))
        }
        None => registered_name(&algorithm.oid),
    })
}

fn unix_time(time: Time) -> UnixTime {
    UnixTime::since_unix_epoch(time.to_unix_duration())
}

/// What cannot be read is left out: webpki has refused it already.
fn purposes(certificate: &TbsCertificate) -> Vec<String> {
    match certificate.get_extension::<ExtendedKeyUsage>() {
        Ok(Some((_, usage))) => usage.0.iter().map(purpose).collect(),
        _ => Vec::new(),
    }
}

fn purpose(id: &ObjectIdentifier) -> String {
    match *id {
        ID_KP_SERVER_AUTH => String::from("servers"),
        ID_KP_CLIENT_AUTH => String::from("clients"),
        ANY_EXTENDED_KEY_USAGE => String::from("anything"),
        _ => registered_name(id),
    }
}

/// The name that a standard gave to a number, or the number.
pub(crate) fn registered_name(id: &ObjectIdentifier) -> String {
    use x509_cert::der::oid::db::DB;
    DB.by_oid(id).map_or_else(|| id.to_string(), String::from)
}

impl fmt::Display for CertificateDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.subject)?;
        if self.self_issued {
            f.write_str("issued by itself, ")?;
        } else {
            write!(f, "issued by {}, ", self.issuer)?;
        }
        let (from, to) = (Moment(self.not_before), Moment(self.not_after));
        write!(f, "for {}, valid from {from} to {to}", self.names)
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the certificate cannot be read: {}", self.why)
    }
}

impl core::error::Error for Unreadable {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_refused_in_words() {
        let error = describe(b"hello").unwrap_err();
        assert!(error.to_string().starts_with("the certificate cannot be read: "), "{error}");
        assert!(describe(&[]).is_err());
        assert!(describe(&alloc::vec![0x30; MAX_CERTIFICATE + 1]).is_err());
    }

    #[test]
    fn purposes_in_words_or_numbers() {
        assert_eq!(purpose(&ID_KP_SERVER_AUTH), "servers");
        assert_eq!(
            purpose(&ObjectIdentifier::new_unwrap("1.3.6.1.4.1.311.20.2.2")),
            "1.3.6.1.4.1.311.20.2.2"
        );
    }
}
