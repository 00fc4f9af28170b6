//! What certificates say, in words.

use std::time::Duration;

use countersign::{CertificateType, pki_types::UnixTime, wire::Certificate};
use countersign_verify::{AlternativeName, AlternativeNames, describe, describe_public_key};
use x509_cert::der::DateTime;

use super::entry::Facts;

/// The peer's own certificate with its names and dates, and those behind it in a line each.
pub(super) fn say(message: Certificate<'_>, facts: &mut Facts) {
    // A raw public key stands in the place of the list, and begins as no list does.
    let raw = message.chain(CertificateType::RAW_PUBLIC_KEY).ok().and_then(|mut it| it.next());
    if raw.is_some_and(|der| CertificateType::of(der) == CertificateType::RAW_PUBLIC_KEY) {
        say_chain(raw.into_iter(), facts);
        return;
    }
    match message.chain(CertificateType::X509) {
        Ok(chain) => say_chain(chain, facts),
        Err(error) => facts.text("cannot_be_read", &error),
    }
}

/// The owner, or the key that is shown without one.
pub(super) fn subject(der: &[u8]) -> String {
    if CertificateType::of(der) == CertificateType::RAW_PUBLIC_KEY {
        return raw_public_key(der);
    }
    describe(der).map_or_else(|unreadable| unreadable.to_string(), |it| it.subject)
}

fn raw_public_key(der: &[u8]) -> String {
    match describe_public_key(der) {
        Ok(kind) => format!("raw public key, {kind}"),
        Err(unreadable) => unreadable.to_string(),
    }
}

/// The same of any list of certificates in DER.
pub(super) fn say_chain<'a>(mut certificates: impl Iterator<Item = &'a [u8]>, facts: &mut Facts) {
    let Some(own) = certificates.next() else {
        facts.number("certificates", 0);
        return;
    };
    if CertificateType::of(own) == CertificateType::RAW_PUBLIC_KEY {
        facts.text("shows", &raw_public_key(own));
        return;
    }
    match describe(own) {
        Ok(own) => {
            facts.text("subject", &own.subject);
            names(&own.names, facts);
            facts.text("issuer", &if own.self_issued { "itself" } else { &own.issuer });
            facts.text("valid_from", &date(own.not_before));
            facts.text("valid_to", &date(own.not_after));
        }
        Err(unreadable) => facts.text("cannot_be_read", &unreadable),
    }
    let others: Vec<String> = certificates.map(in_a_line).collect();
    if !others.is_empty() {
        facts.list("sent_along", others);
    }
}

fn names(names: &AlternativeNames, facts: &mut Facts) {
    let name = |name: &AlternativeName| match name {
        AlternativeName::Dns(name) => name.clone(),
        other => other.to_string(),
    };
    match names {
        AlternativeNames::Listed(names) => facts.list("names", names.iter().map(name)),
        other => facts.text("names", other),
    }
}

fn in_a_line(der: &[u8]) -> String {
    match describe(der) {
        Ok(certificate) if certificate.self_issued => {
            format!("{}, issued by itself", certificate.subject)
        }
        Ok(certificate) => format!("{}, issued by {}", certificate.subject, certificate.issuer),
        Err(unreadable) => unreadable.to_string(),
    }
}

/// In the form of RFC 3339: 2026-01-01T00:00:00Z.
pub(super) fn date(time: UnixTime) -> String {
    DateTime::from_unix_duration(Duration::from_secs(time.as_secs()))
        .map_or_else(|_| format!("{} s after 1970", time.as_secs()), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_by_people() {
        let at = |seconds| date(UnixTime::since_unix_epoch(Duration::from_secs(seconds)));
        assert_eq!(at(1_767_225_600), "2026-01-01T00:00:00Z");
        assert_eq!(at(u64::MAX), format!("{} s after 1970", u64::MAX));
    }
}
