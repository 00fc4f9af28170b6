//! What certificates say, in words.

use std::time::Duration;

use countersign::{pki_types::UnixTime, wire::Certificate};
use countersign_verify::{AlternativeName, AlternativeNames, describe};
use x509_cert::der::DateTime;

use super::entry::Facts;

/// The peer's own certificate with its names and dates, and those behind it in a line each.
pub(super) fn say(message: Certificate<'_>, facts: &mut Facts) {
    say_chain(message.iter(), facts);
}

/// The same of any list of certificates in DER.
pub(super) fn say_chain<'a>(mut certificates: impl Iterator<Item = &'a [u8]>, facts: &mut Facts) {
    let Some(own) = certificates.next() else {
        facts.number("certificates", 0);
        return;
    };
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
