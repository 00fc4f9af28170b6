//! A policy as a text that reads back as the same policy.

use core::fmt;

use super::{names, settings};
use crate::{
    config::{PadClientHello, Policy},
    crypto::CipherSuite,
    wire::extension::{certificate_type::CertificateType, max_fragment_length::MaxFragmentLength},
};

/// A text for [`Policy::adjusted`]: all lists, and whatever else is not as in
/// [`Policy::modern`]. What has no name here stands as its number. Read back, a suite that stands
/// twice stands once, and a length of fragments that RFC 6066 does not have is left out.
///
/// `{:#}` writes every setting: a text that stays the same policy when [`Policy::modern`] changes.
impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modern = Self::modern();
        // An empty string would leave the suites as they are.
        f.write_str(if self.suites.is_empty() { "-ALL" } else { "" })?;
        separated(f, &self.suites, |f, suite| match suite.facts() {
            Some(facts) => f.write_str(facts.openssl_name),
            None => write!(f, "{:#06x}", suite.0),
        })?;
        // Else those of TLS 1.3 would stay.
        if !self.suites.iter().any(CipherSuite::is_of_tls13) {
            f.write_str(":-TLSv1.3")?;
        }
        f.write_str(" versions=")?;
        separated(f, &self.versions, |f, it| named(f, it, names::VERSIONS, it.0))?;
        f.write_str(" groups=")?;
        separated(f, &self.groups, |f, it| named(f, it, names::GROUPS, it.0))?;
        f.write_str(" schemes=")?;
        separated(f, &self.schemes, |f, it| named(f, it, names::SCHEMES, it.0))?;
        if self.certificate_types != modern.certificate_types || f.alternate() {
            f.write_str(" certificate_types=")?;
            let number = |kind: &CertificateType| u16::from(kind.0);
            separated(f, &self.certificate_types, |f, it| {
                named(f, it, names::CERTIFICATE_TYPES, number(it))
            })?;
        }
        self.flags(&modern, f)?;
        self.numbers(&modern, f)?;
        if self.pad_client_hello != modern.pad_client_hello || f.alternate() {
            f.write_str(" pad_client_hello=")?;
            f.write_str(match self.pad_client_hello {
                PadClientHello::Never => settings::NEVER,
                PadClientHello::AvoidOldBalancers => settings::OLD_BALANCERS,
            })?;
        }
        Ok(())
    }
}

impl Policy {
    fn flags(&self, modern: &Self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let flag = |policy: &Self| {
            [
                ("require_extended_master_secret", policy.require_extended_master_secret),
                ("require_secure_renegotiation", policy.require_secure_renegotiation),
                ("encrypt_then_mac", policy.encrypt_then_mac),
                ("accept_unnamed_dhe_groups", policy.accept_unnamed_dhe_groups),
                ("psk_without_key_exchange", policy.psk_without_key_exchange),
                ("middlebox_compatibility", policy.middlebox_compatibility),
                ("grease", policy.grease),
                ("grease_encrypted_client_hello", policy.grease_encrypted_client_hello),
            ]
        };
        for ((name, set), usual) in flag(self).into_iter().zip(flag(modern)) {
            if set != usual.1 || f.alternate() {
                write!(f, " {name}={}", if set { settings::YES } else { settings::NO })?;
            }
        }
        Ok(())
    }

    fn numbers(&self, modern: &Self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fragment =
            |policy: &Self| policy.max_fragment_length.and_then(MaxFragmentLength::bytes);
        let numbers = |policy: &Self| {
            [
                ("session_lifetime", Some(u64::from(policy.session_lifetime))),
                ("max_fragment_length", fragment(policy).map(|bytes| bytes as u64)),
                ("record_size_limit", policy.record_size_limit.map(u64::from)),
                ("max_certificate_message", Some(policy.max_certificate_message as u64)),
                ("max_blocks_per_key", policy.max_blocks_per_key),
                ("record_padding", Some(u64::from(policy.record_padding))),
                ("tickets", Some(u64::from(policy.tickets))),
            ]
        };
        for ((name, set), usual) in numbers(self).into_iter().zip(numbers(modern)) {
            match set {
                _ if set == usual.1 && !f.alternate() => {}
                Some(number) => write!(f, " {name}={number}")?,
                None => write!(f, " {name}={}", settings::NONE)?,
            }
        }
        Ok(())
    }
}

fn separated<T>(
    f: &mut fmt::Formatter<'_>,
    items: &[T],
    mut write: impl FnMut(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(":")?;
        }
        write(f, item)?;
    }
    Ok(())
}

fn named<T: PartialEq>(
    f: &mut fmt::Formatter<'_>,
    item: &T,
    known: &[(T, &[&str])],
    number: u16,
) -> fmt::Result {
    match known.iter().find(|(other, _)| other == item).and_then(|(_, names)| names.first()) {
        Some(name) => f.write_str(name),
        None => write!(f, "{number:#06x}"),
    }
}
