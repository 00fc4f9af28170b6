//! Checks a policy against what this library knows and what the provider computes.

use alloc::{string::ToString, vec::Vec};
use core::fmt::Display;

use bytes::Bytes;

use super::{
    ConfigError, Policy,
    spoken::{SPOKEN, all_built_in},
};
use crate::{
    crypto::{HashAlgorithm, KeyExchange, NamedGroup, Provider, RecordCipher, SuiteFacts},
    handshake::Role,
    limits,
    wire::{ProtocolVersion, extension::certificate_type::CertificateType},
};

/// Every entry of every list can be used; returns the rows of the suites, in the policy's order.
pub(super) fn policy(
    policy: &Policy,
    provider: &Provider,
    role: Role,
) -> Result<Vec<&'static SuiteFacts>, ConfigError> {
    all_built_in(SPOKEN, &policy.versions)?;
    list("versions", &policy.versions, |version| {
        SPOKEN.iter().any(|row| row.version == *version)
            && (*version >= ProtocolVersion::TLS12 || has_old_primitives(provider))
    })?;
    list("suites", &policy.suites, |suite| suite.facts().is_some())?;
    let suites: Vec<_> = policy.suites.iter().filter_map(|suite| suite.facts()).collect();
    let some = |needs: fn(&KeyExchange) -> bool| suites.iter().any(|row| needs(&row.key_exchange));
    // Without a suite that uses them, groups and schemes may be left out.
    if some(|exchange| exchange.is_ephemeral()) || !policy.groups.is_empty() {
        list("groups", &policy.groups, |group| provider.group(*group).is_some())?;
    }
    if some(|exchange| exchange.has_certificate()) || !policy.schemes.is_empty() {
        list("schemes", &policy.schemes, |scheme| {
            scheme.authentication().is_some() && !provider.verifiers(*scheme).is_empty()
        })?;
    }
    list("certificate_types", &policy.certificate_types, |kind| {
        [CertificateType::X509, CertificateType::RAW_PUBLIC_KEY].contains(kind)
    })?;
    for facts in &suites {
        primitives(facts, provider)?;
        reachable(facts, policy)?;
        if role == Role::Client && facts.key_exchange == KeyExchange::Rsa {
            present(facts, "RSA encryption", !provider.rsa_encryption.is_empty())?;
        }
    }
    if policy.accept_unnamed_dhe_groups && provider.finite_fields.is_empty() {
        let name = "Diffie-Hellman in fields without a name".to_string();
        return Err(ConfigError::NotProvided { list: "groups", name });
    }
    if policy.record_size_limit.is_some_and(|limit| {
        !(limits::MIN_RECORD_SIZE_LIMIT..=limits::MAX_PLAINTEXT).contains(&usize::from(limit))
    }) {
        return Err(ConfigError::RecordSizeLimit);
    }
    Ok(suites)
}

/// What TLS 1.0 and 1.1 need besides the suites.
fn has_old_primitives(provider: &Provider) -> bool {
    [HashAlgorithm::Md5, HashAlgorithm::Sha1]
        .iter()
        .all(|hash| provider.hash(*hash).is_some() && provider.hmac(*hash).is_some())
}

fn list<T: Display>(
    name: &'static str,
    entries: &[T],
    usable: impl Fn(&T) -> bool,
) -> Result<(), ConfigError> {
    if entries.is_empty() {
        return Err(ConfigError::EmptyList { list: name });
    }
    if entries.len() > limits::MAX_CONFIGURED {
        return Err(ConfigError::LongList { list: name, len: entries.len() });
    }
    match entries.iter().find(|entry| !usable(entry)) {
        Some(entry) => Err(ConfigError::NotProvided { list: name, name: entry.to_string() }),
        None => Ok(()),
    }
}

fn present(facts: &SuiteFacts, part: &'static str, is: bool) -> Result<(), ConfigError> {
    if is { Ok(()) } else { Err(ConfigError::MissingPrimitive { suite: facts.name, part }) }
}

fn primitives(facts: &SuiteFacts, provider: &Provider) -> Result<(), ConfigError> {
    match facts.cipher {
        RecordCipher::Aead(aead) => {
            present(facts, "its record cipher", provider.aead(aead).is_some())?;
        }
        RecordCipher::Cbc(cbc, mac) => {
            present(facts, "its record cipher", provider.cbc(cbc).is_some())?;
            present(facts, "the hash of its MAC", provider.hash(mac).is_some())?;
        }
    }
    present(facts, "its hash", provider.hash(facts.hash).is_some())?;
    present(facts, "its HMAC", provider.hmac(facts.hash).is_some())
}

/// A suite that no version or no group can lead to is a mistake.
fn reachable(facts: &SuiteFacts, policy: &Policy) -> Result<(), ConfigError> {
    let without = |part| Err(ConfigError::UnreachableSuite { suite: facts.name, part });
    let some_group = |of: fn(NamedGroup) -> bool| policy.groups.iter().any(|group| of(*group));
    if !policy.versions.iter().any(|version| facts.is_for(*version)) {
        without("version")
    } else if facts.key_exchange.uses_curve() && !some_group(NamedGroup::is_curve) {
        without("elliptic curve among the groups")
    } else if facts.key_exchange == KeyExchange::Any && !some_group(NamedGroup::is_for_tls13) {
        without("group of TLS 1.3")
    } else if facts.key_exchange == KeyExchange::Dhe && !some_group(NamedGroup::is_finite_field) {
        without("prime field among the groups")
    } else {
        Ok(())
    }
}

/// The hint has to fit a message beside a public value.
pub(super) fn hint(hint: &[u8]) -> Result<(), ConfigError> {
    match hint.len() {
        0..=limits::MAX_PSK_IDENTITY => Ok(()),
        bytes => Err(ConfigError::PskIdentityHint { bytes }),
    }
}

/// The names of a `CertificateRequest` have to fit it.
pub(super) fn authorities(names: &[Bytes]) -> Result<(), ConfigError> {
    let bytes: usize = names.iter().map(|name| name.len() + 2).sum();
    if names.iter().any(Bytes::is_empty) || bytes > limits::MAX_AUTHORITIES {
        return Err(ConfigError::Authorities { bytes });
    }
    Ok(())
}
