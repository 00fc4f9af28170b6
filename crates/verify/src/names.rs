//! The names a certificate is for: its subject alternative names (RFC 5280 §4.2.1.6).
//!
//! Read for telling only. Whether a name matches is decided by webpki (RFC 6125 §6.4).

use alloc::{string::String, vec::Vec};
use core::{fmt, net::IpAddr};

use x509_cert::{
    TbsCertificate,
    der::asn1::OctetString,
    ext::pkix::{SubjectAltName, name::GeneralName},
};

use crate::printable::{Quoted, Told};

/// What a certificate says of its owner's other names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlternativeNames {
    /// The extension is absent; such a certificate is for no name at all.
    Absent,
    /// The extension is there and cannot be read.
    Unreadable,
    /// The names, in their order.
    Listed(Vec<AlternativeName>),
}

/// One name. The text is as it stands in the certificate; `Display` escapes and cuts it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AlternativeName {
    /// A host, or `*.` and a domain.
    Dns(String),
    /// A host by its address.
    Ip(IpAddr),
    /// A mailbox.
    Email(String),
    /// A URI.
    Uri(String),
    /// A name of another kind, which no peer is looked up by.
    Other,
}

impl AlternativeNames {
    pub(crate) fn read(certificate: &TbsCertificate) -> Self {
        match certificate.get_extension::<SubjectAltName>() {
            Ok(None) => Self::Absent,
            Ok(Some((_, names))) => {
                Self::Listed(names.0.into_iter().map(AlternativeName::from_general).collect())
            }
            Err(_) => Self::Unreadable,
        }
    }
}

impl AlternativeName {
    fn from_general(name: GeneralName) -> Self {
        match name {
            GeneralName::DnsName(name) => Self::Dns(String::from(name.as_str())),
            GeneralName::Rfc822Name(name) => Self::Email(String::from(name.as_str())),
            GeneralName::UniformResourceIdentifier(name) => Self::Uri(String::from(name.as_str())),
            GeneralName::IpAddress(octets) => address(&octets).map_or(Self::Other, Self::Ip),
            _ => Self::Other,
        }
    }
}

/// RFC 5280 §4.2.1.6: four octets or sixteen.
fn address(octets: &OctetString) -> Option<IpAddr> {
    let octets = octets.as_bytes();
    let v4 = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from)).ok()
}

impl fmt::Display for AlternativeNames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("no name"),
            Self::Unreadable => f.write_str("names that cannot be read"),
            Self::Listed(names) if names.is_empty() => f.write_str("an empty list of names"),
            Self::Listed(names) => Told(names).fmt(f),
        }
    }
}

impl fmt::Display for AlternativeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dns(name) => Quoted(name).fmt(f),
            Self::Ip(address) => address.fmt(f),
            Self::Email(name) => write!(f, "mailbox {}", Quoted(name)),
            Self::Uri(name) => write!(f, "URI {}", Quoted(name)),
            Self::Other => f.write_str("a name of another kind"),
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString, vec};

    use super::*;

    #[test]
    fn told_in_words() {
        let names = AlternativeNames::Listed(vec![
            AlternativeName::Dns("*.c.example".into()),
            AlternativeName::Ip(IpAddr::from([127, 0, 0, 1])),
            AlternativeName::Email("a@b.example".into()),
            AlternativeName::Other,
        ]);
        assert_eq!(
            names.to_string(),
            r#""*.c.example", 127.0.0.1, mailbox "a@b.example", a name of another kind"#
        );
        assert_eq!(AlternativeNames::Absent.to_string(), "no name");
    }

    #[test]
    fn a_long_list_is_counted() {
        let names = (0..12).map(|n| AlternativeName::Dns(format!("h{n}.example"))).collect();
        let told = AlternativeNames::Listed(names).to_string();
        assert!(told.ends_with(r#""h7.example" and 4 more"#), "{told}");
    }

    #[test]
    fn an_address_has_four_octets_or_sixteen() {
        for (len, good) in [(0, false), (4, true), (5, false), (8, false), (16, true)] {
            let octets = OctetString::new(vec![1; len]).unwrap();
            assert_eq!(address(&octets).is_some(), good, "{len} octets");
        }
    }
}
