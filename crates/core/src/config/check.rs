//! Checks a policy against what this library knows and what the provider computes.

use alloc::{string::ToString, vec::Vec};
use core::fmt::Display;

use super::{ConfigError, Policy};
use crate::{
    crypto::{Provider, RecordCipher, SuiteFacts},
    limits,
    wire::ProtocolVersion,
};

/// The versions that the machine speaks.
const SPOKEN: &[ProtocolVersion] = &[ProtocolVersion::TLS12];

/// Every entry of every list can be used; returns the rows of the suites, in the policy's order.
pub(super) fn policy(
    policy: &Policy,
    provider: &Provider,
) -> Result<Vec<&'static SuiteFacts>, ConfigError> {
    list("versions", &policy.versions, |version| SPOKEN.contains(version))?;
    list("groups", &policy.groups, |group| provider.group(*group).is_some())?;
    list("schemes", &policy.schemes, |scheme| {
        scheme.authentication().is_some() && !provider.verifiers(*scheme).is_empty()
    })?;
    list("suites", &policy.suites, |suite| suite.facts().is_some())?;
    let suites: Vec<_> = policy.suites.iter().filter_map(|suite| suite.facts()).collect();
    suites.iter().try_for_each(|facts| primitives(facts, provider))?;
    Ok(suites)
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

fn primitives(facts: &SuiteFacts, provider: &Provider) -> Result<(), ConfigError> {
    let missing = |part| Err(ConfigError::MissingPrimitive { suite: facts.name, part });
    let has_cipher = match facts.cipher {
        RecordCipher::Aead(aead) => provider.aead(aead).is_some(),
        RecordCipher::Cbc(cbc, _) => provider.cbc(cbc).is_some(),
    };
    let has_mac = match facts.cipher {
        RecordCipher::Aead(_) => true,
        RecordCipher::Cbc(_, mac) => provider.hash(mac).is_some() && provider.hmac(mac).is_some(),
    };
    if !has_cipher {
        missing("its record cipher")
    } else if !has_mac {
        missing("the hash of its record MAC")
    } else if provider.hash(facts.hash).is_none() {
        missing("its hash")
    } else if provider.hmac(facts.hash).is_none() {
        missing("its HMAC")
    } else {
        Ok(())
    }
}
