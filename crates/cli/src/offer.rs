//! What may be negotiated, as options: suites, groups, application protocols.

use clap::{Args, builder::PossibleValuesParser};
use countersign::{
    ConfigError, Policy, ProtocolName,
    crypto::{Authentication, CipherSuite, NamedGroup, SUITES},
};

/// The options that narrow what is offered or accepted. Each takes a list with commas, and may
/// be given several times; the first is preferred.
#[derive(Debug, Default, Args)]
pub(crate) struct Offer {
    #[arg(long, value_name = "NAME", value_delimiter = ',', ignore_case = true)]
    #[arg(value_parser = suites(), hide_possible_values = true)]
    #[arg(help = SUITE, long_help = suite_help())]
    pub(crate) suite: Vec<String>,
    /// Groups for the key exchange, preferred first [default: all]
    #[arg(long, value_name = "NAME", value_delimiter = ',', ignore_case = true)]
    #[arg(value_parser = groups())]
    pub(crate) group: Vec<String>,
    /// Application protocols, preferred first, such as h2,http/1.1
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    pub(crate) alpn: Vec<String>,
}

const SUITE: &str = "Cipher suites, preferred first [default: all]; --help names them";

fn suite_help() -> String {
    let mut help = String::from("Cipher suites, preferred first [default: all]:");
    for row in SUITES {
        help.push_str("\n  ");
        help.push_str(row.name);
    }
    help
}

fn suites() -> PossibleValuesParser {
    SUITES.iter().map(|row| row.name).into()
}

/// The groups that every provider computes.
fn known_groups() -> impl Iterator<Item = (NamedGroup, &'static str)> {
    let groups = countersign_rustcrypto::provider().groups;
    groups.iter().filter_map(|group| Some((group.name(), group.name().name()?)))
}

fn groups() -> PossibleValuesParser {
    known_groups().map(|(_, name)| name).into()
}

impl Offer {
    /// The modern policy, narrowed.
    pub(crate) fn policy(&self) -> Policy {
        let mut policy = Policy::modern();
        if !self.suite.is_empty() {
            policy.suites = self.suites();
        }
        if !self.group.is_empty() {
            policy.groups = self.groups();
        }
        policy
    }

    /// The suites that were named.
    fn suites(&self) -> Vec<CipherSuite> {
        let find = |name: &String| SUITES.iter().find(|row| row.name.eq_ignore_ascii_case(name));
        self.suite.iter().filter_map(find).map(|row| row.suite).collect()
    }

    fn groups(&self) -> Vec<NamedGroup> {
        let find = |name: &String| {
            known_groups().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|row| row.0)
        };
        self.group.iter().filter_map(find).collect()
    }

    /// The kinds of key that the named suites need; empty where none was named.
    pub(crate) fn authentications(&self) -> Vec<Authentication> {
        let facts = |suite: CipherSuite| suite.facts().map(|row| row.authentication);
        self.suites().into_iter().filter_map(facts).collect()
    }

    /// The application protocols.
    pub(crate) fn protocols(&self) -> Result<Vec<ProtocolName>, ConfigError> {
        self.alpn.iter().map(|name| ProtocolName::new(name.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_a_policy_in_their_order() {
        let offer = Offer {
            suite: vec!["tls_ecdhe_rsa_with_aes_128_gcm_sha256".into()],
            group: vec!["secp384r1".into(), "X25519".into()],
            alpn: vec!["h2".into()],
        };
        let policy = offer.policy();
        assert_eq!(policy.suites, [CipherSuite(0xc02f)]);
        assert_eq!(policy.groups, [NamedGroup::SECP384R1, NamedGroup::X25519]);
        assert_eq!(offer.authentications(), [Authentication::Rsa]);
    }

    #[test]
    fn nothing_named_is_the_modern_policy() {
        let offer = Offer::default();
        assert_eq!(offer.policy(), Policy::modern());
        assert!(offer.authentications().is_empty());
    }
}
