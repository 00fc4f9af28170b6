//! The settings of a policy's text: `name=value`.

use alloc::string::ToString as _;

use super::{PolicyTextError, names};
use crate::{
    config::{PadClientHello, Policy},
    crypto::{NamedGroup, SignatureScheme},
    wire::{ProtocolVersion, extension::max_fragment_length::MaxFragmentLength},
};

/// What a setting changes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Groups,
    Other,
}

pub(super) const YES: &str = "yes";
pub(super) const NO: &str = "no";
pub(super) const NONE: &str = "none";
pub(super) const NEVER: &str = "never";
pub(super) const OLD_BALANCERS: &str = "old_balancers";

/// Every setting, in the order of the fields; `policy` is read before.
#[rustfmt::skip]
const NAMES: [&str; 21] = [
    "policy", "versions", "groups", "schemes", "certificate_types",
    "require_extended_master_secret",
    "require_secure_renegotiation", "encrypt_then_mac", "accept_unnamed_dhe_groups",
    "session_lifetime", "max_fragment_length", "record_size_limit", "max_certificate_message",
    "max_blocks_per_key", "psk_without_key_exchange", "middlebox_compatibility", "record_padding",
    "tickets", "grease", "grease_encrypted_client_hello", "pad_client_hello",
];

/// Changes what the setting names. `-` stands for `_`, and case does not count.
pub(super) fn set(policy: &mut Policy, name: &str, value: &str) -> Result<Part, PolicyTextError> {
    let plain = name.replace('-', "_").to_ascii_lowercase();
    let known = NAMES.iter().copied().find(|known| *known == plain);
    let Some(name) = known else {
        return Err(names::unknown("setting", name, NAMES));
    };
    let value = Value { setting: name, text: value };
    match name {
        "versions" => {
            policy.versions = names::list("version", value.text, names::VERSIONS, ProtocolVersion)?;
        }
        "groups" => {
            policy.groups = names::list("group", value.text, names::GROUPS, NamedGroup)?;
            return Ok(Part::Groups);
        }
        "schemes" => {
            policy.schemes =
                names::list("signature scheme", value.text, names::SCHEMES, SignatureScheme)?;
        }
        "certificate_types" => {
            policy.certificate_types = names::list(
                "certificate type",
                value.text,
                names::CERTIFICATE_TYPES,
                names::certificate_type,
            )?;
        }
        "require_extended_master_secret" => policy.require_extended_master_secret = value.flag()?,
        "require_secure_renegotiation" => policy.require_secure_renegotiation = value.flag()?,
        "encrypt_then_mac" => policy.encrypt_then_mac = value.flag()?,
        "accept_unnamed_dhe_groups" => policy.accept_unnamed_dhe_groups = value.flag()?,
        "session_lifetime" => policy.session_lifetime = value.number("a number of seconds")?,
        "max_fragment_length" => policy.max_fragment_length = value.fragment()?,
        "record_size_limit" => policy.record_size_limit = value.optional()?,
        "max_certificate_message" => {
            policy.max_certificate_message = value.number("a number of bytes")?;
        }
        "max_blocks_per_key" => policy.max_blocks_per_key = value.optional()?,
        "psk_without_key_exchange" => policy.psk_without_key_exchange = value.flag()?,
        "middlebox_compatibility" => policy.middlebox_compatibility = value.flag()?,
        "record_padding" => policy.record_padding = value.number("a number of bytes")?,
        "tickets" => policy.tickets = value.number("a number up to 255")?,
        "grease" => policy.grease = value.flag()?,
        "grease_encrypted_client_hello" => policy.grease_encrypted_client_hello = value.flag()?,
        "pad_client_hello" => policy.pad_client_hello = value.padding()?,
        // `POLICY=` in capitals, or something like it.
        _ => *policy = names::policy(value.text)?,
    }
    Ok(Part::Other)
}

/// What a setting is set to.
struct Value<'a> {
    setting: &'static str,
    text: &'a str,
}

impl Value<'_> {
    fn wrong(&self, expected: &'static str) -> PolicyTextError {
        PolicyTextError::Value { setting: self.setting, value: self.text.to_string(), expected }
    }

    fn flag(&self) -> Result<bool, PolicyTextError> {
        match self.text {
            YES | "true" | "on" | "1" => Ok(true),
            NO | "false" | "off" | "0" => Ok(false),
            _ => Err(self.wrong("yes or no")),
        }
    }

    fn number<T: core::str::FromStr>(&self, expected: &'static str) -> Result<T, PolicyTextError> {
        self.text.parse().map_err(|_| self.wrong(expected))
    }

    fn optional<T: core::str::FromStr>(&self) -> Result<Option<T>, PolicyTextError> {
        match self.text {
            NONE => Ok(None),
            _ => self.number("a number that fits, or none").map(Some),
        }
    }

    fn fragment(&self) -> Result<Option<MaxFragmentLength>, PolicyTextError> {
        Ok(Some(match self.text {
            NONE => return Ok(None),
            "512" => MaxFragmentLength::TWO_TO_9,
            "1024" => MaxFragmentLength::TWO_TO_10,
            "2048" => MaxFragmentLength::TWO_TO_11,
            "4096" => MaxFragmentLength::TWO_TO_12,
            _ => return Err(self.wrong("512, 1024, 2048, 4096 or none")),
        }))
    }

    fn padding(&self) -> Result<PadClientHello, PolicyTextError> {
        match self.text {
            NEVER => Ok(PadClientHello::Never),
            OLD_BALANCERS => Ok(PadClientHello::AvoidOldBalancers),
            _ => Err(self.wrong("never or old_balancers")),
        }
    }
}
