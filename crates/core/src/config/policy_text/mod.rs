//! Policies as text, for configuration files and command lines.
//!
//! ```text
//! text → words → settings (name=value) ┐
//!              → cipher strings        ┴→ Policy → text
//! ```

mod ciphers;
mod display;
mod error;
mod names;
mod nearest;
mod settings;

use alloc::vec::Vec;
use core::str::FromStr;

pub use error::PolicyTextError;

use super::{Policy, policy::FIELDS};
use crate::crypto::{KeyExchange, NamedGroup, SuiteFacts};

impl Policy {
    /// This policy, changed by a text of words. A word is one of three:
    ///
    /// - **A setting**, `name=value`, with lists by `,` or `:`. `versions=TLSv1.2`;
    ///   `groups=X25519:P-256:ffdhe2048`; `schemes=RSA-PSS+SHA256:ecdsa_secp256r1_sha256`, by
    ///   OpenSSL's names or the registry's; each other field of [`Policy`] by its name, such as
    ///   `require_extended_master_secret=yes` or `record_size_limit=4096`.
    /// - **A policy to start from**: `modern`, `documented` or, with the feature `legacy`,
    ///   `legacy`. `policy=documented` says the same.
    /// - **A cipher string**, as OpenSSL has them, its parts separated by `:` or `,`. `NAME` adds
    ///   suites, `!NAME` takes them out for good, `-NAME` takes them out, `+NAME` moves them to
    ///   the end, and `@STRENGTH` puts the longer keys first. `NAME` is a suite's by OpenSSL or by
    ///   the registry, or that of a group of suites; `ECDHE+AESGCM` is what both groups have.
    ///   `DEFAULT` stands for the suites of the policy that was started from; a string that
    ///   begins with `!`, `-` or `+` goes on from them, and every other one from none. All that is
    ///   about TLS 1.2 and before: as with OpenSSL the suites of TLS 1.3 stay as they are, unless
    ///   they are named, one by one or as the group `TLSv1.3`.
    ///
    /// Settings count for the whole text, wherever they stand. A suite that came in by a group's
    /// name, or from the policy started from, is left out where no version or group leads to it;
    /// one with a name of its own stays, and is refused with the configuration. Where a cipher
    /// string brings in DHE and no groups are set, its fields come along.
    ///
    /// ```
    /// use countersign::Policy;
    ///
    /// let policy: Policy = "ECDHE+AESGCM:ECDHE+CHACHA20 groups=X25519".parse()?;
    /// # #[cfg(all(feature = "tls12", feature = "tls13"))]
    /// assert_eq!(policy.suites.len(), 6 + 3);
    /// let stricter = policy.adjusted("!aRSA:-TLSv1.3 require_extended_master_secret=yes")?;
    /// # #[cfg(feature = "tls12")]
    /// assert_eq!(stricter.suites.len(), 3);
    /// let same = stricter.to_string().parse()?;
    /// assert_eq!(stricter, same);
    /// # Ok::<(), countersign::PolicyTextError>(())
    /// ```
    pub fn adjusted(self, text: &str) -> Result<Self, PolicyTextError> {
        let mut policy = self;
        let mut settings = Vec::new();
        let mut ciphers = Vec::new();
        for word in text.split(|it: char| it.is_whitespace() || it == ';') {
            match names::setting(word) {
                Some(("policy", base)) => policy = names::policy(base)?,
                Some(setting) => settings.push(setting),
                None if names::is_policy(word) => policy = names::policy(word)?,
                None => ciphers.extend(word.split([':', ',']).filter(|part| !part.is_empty())),
            }
        }
        if settings.is_empty() && ciphers.is_empty() {
            return Ok(policy);
        }
        let mut groups_set = false;
        for (name, value) in settings {
            groups_set |= settings::set(&mut policy, name, value)? == settings::Part::Groups;
        }
        // Who names suites without groups gets the fields that they need.
        let brings_fields = !ciphers.is_empty() && !groups_set;
        let reachable = |facts: &SuiteFacts| {
            let some = |of: fn(&NamedGroup) -> bool| policy.groups.iter().any(of);
            policy.versions.iter().any(|version| facts.is_for(*version))
                && match facts.key_exchange {
                    KeyExchange::Ecdhe | KeyExchange::EcdhePsk => some(|group| group.is_curve()),
                    KeyExchange::Dhe => brings_fields || some(|group| group.is_finite_field()),
                    KeyExchange::Rsa | KeyExchange::Psk | KeyExchange::Any => true,
                }
        };
        let suites = ciphers::apply(&policy.suites, &ciphers, reachable)?;
        policy.suites = suites;
        let is_dhe = |facts: &SuiteFacts| facts.key_exchange == KeyExchange::Dhe;
        let uses_dhe = policy.suites.iter().any(|suite| suite.facts().is_some_and(is_dhe));
        if uses_dhe && brings_fields && !policy.groups.iter().any(|group| group.is_finite_field()) {
            policy.groups.extend(FIELDS);
        }
        Ok(policy)
    }
}

/// [`Policy::modern`], changed as [`Policy::adjusted`] says.
impl FromStr for Policy {
    type Err = PolicyTextError;

    fn from_str(text: &str) -> Result<Self, PolicyTextError> {
        Self::modern().adjusted(text)
    }
}
