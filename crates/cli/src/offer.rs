//! What may be negotiated, as options: a policy, and what narrows it.

use clap::{Args, builder::PossibleValuesParser};
use countersign::{
    CertificateType, ConfigError, Policy, ProtocolName,
    crypto::{Authentication, CipherSuite, SUITES},
    wire::ProtocolVersion,
};

use crate::failure::Failure;

/// What a key that both sides have beforehand is of use for; the modern ones.
const WITH_PSK: &str = "ECDHEPSK+AEAD:PSK+AEAD:DEFAULT";

/// The options that say what is offered or accepted. Each list has commas, and may be given
/// several times; the first is preferred.
#[derive(Debug, Default, Args)]
pub(crate) struct Offer {
    /// modern, documented, legacy, or a policy as text [default: modern]; `countersign ciphers
    /// --help` says how
    #[arg(long, value_name = "POLICY", allow_hyphen_values = true)]
    pub(crate) policy: Option<String>,
    #[arg(long, value_name = "NAME", value_delimiter = ',', ignore_case = true)]
    #[arg(value_parser = suites(), hide_possible_values = true)]
    #[arg(help = SUITE, long_help = suite_help())]
    pub(crate) suite: Vec<String>,
    /// Groups for the key exchange, preferred first [default: those of the policy]
    #[arg(long, value_name = "NAME", value_delimiter = ',', ignore_case = true)]
    #[arg(value_parser = groups())]
    pub(crate) group: Vec<String>,
    /// Application protocols, preferred first, such as h2,http/1.1
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) alpn: Vec<String>,
    /// The most that one record to us may hold, 64 to 16384 bytes (RFC 8449)
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u16).range(64..=16384))]
    pub(crate) record_limit: Option<u16>,
}

const SUITE: &str =
    "Cipher suites, preferred first [default: those of the policy]; --help names them";

fn suite_help() -> String {
    let mut help = String::from("Cipher suites, preferred first [default: those of the policy]:");
    for row in SUITES {
        help.push_str("\n  ");
        help.push_str(row.name);
    }
    help
}

fn suites() -> PossibleValuesParser {
    SUITES.iter().map(|row| row.name).into()
}

/// The groups that the default provider computes.
fn groups() -> PossibleValuesParser {
    let groups = countersign_rustcrypto::provider().groups;
    groups.iter().filter_map(|group| group.name().name()).collect::<Vec<_>>().into()
}

impl Offer {
    /// Whoever knows the peer's key needs no certificate, but takes one too, unless the policy's
    /// text says otherwise.
    pub(crate) fn take_keys_too(&self, policy: &mut Policy) {
        let text = self.policy.as_deref().unwrap_or_default();
        if !text.to_ascii_lowercase().replace('-', "_").contains("certificate_types") {
            policy.certificate_types.insert(0, CertificateType::RAW_PUBLIC_KEY);
        }
    }

    /// The policy. Suites with pre-shared keys are part of it where there is such a key.
    pub(crate) fn policy(&self, psk: bool) -> Result<Policy, Failure> {
        let mut policy = Policy::modern().adjusted(self.policy.as_deref().unwrap_or_default())?;
        if !self.suite.is_empty() {
            policy.suites = self.suite.iter().filter_map(|name| named(name)).collect();
        }
        if !self.group.is_empty() {
            policy = policy.adjusted(&format!("groups={}", self.group.join(":")))?;
        }
        policy.record_size_limit = self.record_limit.or(policy.record_size_limit);
        let uses_psk =
            |suite: &CipherSuite| suite.facts().is_some_and(|row| row.key_exchange.uses_psk());
        if psk && !policy.suites.iter().any(uses_psk) && !self.is_of_tls13(&policy) {
            return Ok(policy.adjusted(WITH_PSK)?);
        }
        if !psk && policy.suites.iter().any(uses_psk) {
            policy.suites.retain(|suite| !uses_psk(suite));
            if policy.suites.is_empty() {
                return Err(Failure::usage(
                    "every suite of the policy wants a pre-shared key",
                    "give one with --psk IDENTITY:HEX",
                ));
            }
        }
        Ok(without_idle(policy))
    }

    /// Suites of TLS 1.3 go with a pre-shared key as they are: true where there is nothing else, or
    /// some are named.
    fn is_of_tls13(&self, policy: &Policy) -> bool {
        let newer = |suite: &CipherSuite| {
            suite.facts().is_some_and(|row| row.is_for(ProtocolVersion::TLS13))
        };
        let older = |version: &ProtocolVersion| *version < ProtocolVersion::TLS13;
        let named = !self.suite.is_empty() && policy.suites.iter().any(newer);
        named || !policy.versions.iter().any(older)
    }

    /// The kinds of key that the suites need; empty where nothing was said about suites.
    pub(crate) fn authentications(&self) -> Result<Vec<Authentication>, Failure> {
        if self.suite.is_empty() && self.policy.is_none() {
            return Ok(Vec::new());
        }
        let facts = |suite: &CipherSuite| suite.facts().and_then(|row| row.authentication);
        Ok(self.policy(true)?.suites.iter().filter_map(facts).collect())
    }

    /// What was said about suites.
    pub(crate) fn suite_words(&self) -> String {
        let policy = self.policy.iter().map(|text| format!("the policy \"{text}\""));
        self.suite.iter().cloned().chain(policy).collect::<Vec<_>>().join(", ")
    }

    /// The application protocols.
    pub(crate) fn protocols(&self) -> Result<Vec<ProtocolName>, ConfigError> {
        self.alpn.iter().map(|name| ProtocolName::new(name.clone())).collect()
    }
}

/// The suite of this name, which the options have checked.
fn named(name: &str) -> Option<CipherSuite> {
    SUITES.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.suite)
}

/// Without versions that no suite is for, and without suites and groups that no version is for: to
/// offer them would end in nothing.
fn without_idle(policy: Policy) -> Policy {
    let is_for = |version: &ProtocolVersion| {
        policy.suites.iter().filter_map(|suite| suite.facts()).any(|row| row.is_for(*version))
    };
    let versions: Vec<_> = policy.versions.iter().copied().filter(is_for).collect();
    if versions.is_empty() { policy } else { policy.with_versions(versions) }
}

#[cfg(test)]
mod tests {
    use countersign::crypto::NamedGroup;

    use super::*;

    #[test]
    fn names_become_a_policy_in_their_order() {
        let offer = Offer {
            suite: vec!["tls_ecdhe_rsa_with_aes_128_gcm_sha256".into()],
            group: vec!["secp384r1".into(), "X25519".into()],
            ..Offer::default()
        };
        let policy = offer.policy(false).unwrap();
        assert_eq!(policy.suites, [CipherSuite(0xc02f)]);
        assert_eq!(policy.versions, [ProtocolVersion::TLS12], "there is no suite for another");
        assert_eq!(policy.groups, [NamedGroup::SECP384R1, NamedGroup::X25519]);
        assert_eq!(offer.authentications().unwrap(), [Authentication::Rsa]);
    }

    #[test]
    fn nothing_named_is_the_modern_policy() {
        let offer = Offer::default();
        assert_eq!(offer.policy(false).unwrap(), Policy::modern());
        assert!(offer.authentications().unwrap().is_empty());
    }

    #[test]
    fn a_policy_is_narrowed_by_the_other_options() {
        let offer = Offer {
            policy: Some("documented".into()),
            group: vec!["ffdhe2048".into()],
            record_limit: Some(512),
            ..Offer::default()
        };
        let policy = offer.policy(false).unwrap();
        assert_eq!(policy.record_size_limit, Some(512));
        let elliptic = |suite: &CipherSuite| suite.facts().unwrap().key_exchange.uses_curve();
        assert!(!policy.suites.is_empty() && !policy.suites.iter().any(elliptic));
    }

    #[test]
    fn suites_with_pre_shared_keys_come_and_go_with_the_key() {
        let psk = |offer: &Offer, key| {
            let suites = offer.policy(key).unwrap().suites;
            let uses = |suite: &CipherSuite| suite.facts().unwrap().key_exchange.uses_psk();
            suites.iter().map(uses).collect::<Vec<_>>()
        };
        let modern = Offer::default();
        assert_eq!(psk(&modern, false), [false; 9]);
        assert!(psk(&modern, true).starts_with(&[true; 6]));
        let named = |text: &str| Offer {
            policy: Some(format!("{text} versions=TLSv1.2")),
            ..Offer::default()
        };
        assert_eq!(psk(&named("-ALL:ECDHE+CHACHA20:PSK+CHACHA20"), false), [false; 2]);
        let with_key = psk(&named("-ALL:ECDHE+CHACHA20:PSK+CHACHA20"), true);
        assert_eq!(with_key, [false, false, true, true]);
        assert!(named("PSK").policy(false).is_err());
    }

    #[test]
    fn suites_of_tls_1_3_go_with_a_key_as_they_are() {
        let newer = Offer { policy: Some("versions=TLSv1.3".into()), ..Offer::default() };
        let policy = newer.policy(true).unwrap();
        assert_eq!((policy.suites.len(), policy.versions), (3, vec![ProtocolVersion::TLS13]));
        let one = Offer { suite: vec!["TLS_AES_256_GCM_SHA384".into()], ..Offer::default() };
        let policy = one.policy(true).unwrap();
        assert_eq!(policy.suites, [CipherSuite(0x1302)]);
        assert_eq!(policy.versions, [ProtocolVersion::TLS13]);
    }
}
