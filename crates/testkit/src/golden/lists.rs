//! The policy in a manifest: numbers of the registries in hexadecimal, as the RFCs have them, and
//! what else is not as in `Policy::modern`. So a recording keeps its policy when that one changes.

use std::fmt::Write as _;

use countersign::{
    CertificateType, Policy,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    wire::{ProtocolVersion, extension::max_fragment_length::MaxFragmentLength},
};
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    versions: Vec<u16>,
    suites: Vec<u16>,
    groups: Vec<u16>,
    schemes: Vec<u16>,
    certificate_types: Option<Vec<u8>>,
    encrypt_then_mac: Option<bool>,
    accept_unnamed_dhe_groups: Option<bool>,
    max_fragment_length: Option<u8>,
    record_padding: Option<u16>,
    tickets: Option<u8>,
}

pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Policy, D::Error> {
    let lists = Lists::deserialize(deserializer)?;
    let modern = Policy::modern();
    Ok(Policy {
        versions: lists.versions.into_iter().map(ProtocolVersion).collect(),
        suites: lists.suites.into_iter().map(CipherSuite).collect(),
        groups: lists.groups.into_iter().map(NamedGroup).collect(),
        schemes: lists.schemes.into_iter().map(SignatureScheme).collect(),
        certificate_types: lists.certificate_types.map_or(modern.certificate_types, |types| {
            types.into_iter().map(CertificateType).collect()
        }),
        encrypt_then_mac: lists.encrypt_then_mac.unwrap_or(modern.encrypt_then_mac),
        accept_unnamed_dhe_groups: lists
            .accept_unnamed_dhe_groups
            .unwrap_or(modern.accept_unnamed_dhe_groups),
        max_fragment_length: lists.max_fragment_length.map(MaxFragmentLength),
        record_padding: lists.record_padding.unwrap_or(modern.record_padding),
        tickets: lists.tickets.unwrap_or(modern.tickets),
        ..modern
    })
}

pub(super) fn text(policy: &Policy) -> String {
    let modern = Policy::modern();
    let mut text = "[policy]\n".to_owned();
    line(&mut text, "versions", policy.versions.iter().map(|version| version.0));
    line(&mut text, "suites", policy.suites.iter().map(|suite| suite.0));
    line(&mut text, "groups", policy.groups.iter().map(|group| group.0));
    line(&mut text, "schemes", policy.schemes.iter().map(|scheme| scheme.0));
    if policy.certificate_types != modern.certificate_types {
        let types = policy.certificate_types.iter().map(|kind| u16::from(kind.0));
        line(&mut text, "certificate_types", types);
    }
    let flags = [
        ("encrypt_then_mac", policy.encrypt_then_mac, modern.encrypt_then_mac),
        (
            "accept_unnamed_dhe_groups",
            policy.accept_unnamed_dhe_groups,
            modern.accept_unnamed_dhe_groups,
        ),
    ];
    for (name, value, _) in flags.into_iter().filter(|(_, value, usual)| value != usual) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name} = {value}");
    }
    if let Some(MaxFragmentLength(number)) = policy.max_fragment_length {
        let _ = writeln!(text, "max_fragment_length = {number}");
    }
    if policy.record_padding != modern.record_padding {
        let _ = writeln!(text, "record_padding = {}", policy.record_padding);
    }
    if policy.tickets != modern.tickets {
        let _ = writeln!(text, "tickets = {}", policy.tickets);
    }
    text
}

fn line(text: &mut String, name: &str, numbers: impl Iterator<Item = u16>) {
    let numbers: Vec<_> = numbers.map(|number| format!("{number:#06x}")).collect();
    let _ = writeln!(text, "{name} = [{}]", numbers.join(", "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        #[serde(deserialize_with = "read")]
        policy: Policy,
    }

    #[test]
    fn what_is_written_is_read() {
        let policy = Policy {
            suites: vec![CipherSuite(0x003c)],
            certificate_types: vec![CertificateType::RAW_PUBLIC_KEY],
            encrypt_then_mac: false,
            max_fragment_length: Some(MaxFragmentLength(2)),
            record_padding: 64,
            tickets: 1,
            ..Policy::modern()
        };
        let text = text(&policy);
        assert!(text.contains("suites = [0x003c]") && !text.contains("accept"), "{text}");
        let read: File = toml::from_str(&text).unwrap();
        assert_eq!(read.policy, policy);
    }
}
