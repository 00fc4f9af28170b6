//! `countersign ciphers`: what a policy allows, as `openssl ciphers -v` lists it. One that no
//! connection can use ends with the error that a connection would end with.

use std::fmt::Write as _;

use countersign::{
    ClientConfig, Policy,
    crypto::{CipherSuite, KeyExchange, RecordCipher, SuiteFacts},
};
use serde::Serialize;

use crate::{
    arguments::Ciphers,
    failure::Failure,
    output::{Format, Output, json_line},
};

pub(crate) fn run(options: &Ciphers, output: Output) -> Result<(), Failure> {
    // Several words need no quotes.
    let policy: Policy = options.policy.join(" ").parse()?;
    let listing = Listing::of(&policy);
    output.print(&match output.format {
        Format::Text => listing.text(),
        Format::Json => listing.json(),
    });
    // What no connection would begin with is listed, so that one sees what is missing.
    ClientConfig::builder(countersign_rustcrypto::provider()).policy(policy).build()?;
    Ok(())
}

/// A suite with what it is made of. What is not known here has its number and name alone.
#[derive(Serialize)]
#[serde(tag = "event", rename = "suite")]
struct Suite {
    number: String,
    openssl: &'static str,
    name: String,
    versions: Vec<String>,
    key_exchange: &'static str,
    authentication: String,
    encryption: String,
    mac: String,
}

/// What else a policy has.
#[derive(Serialize)]
#[serde(tag = "event", rename = "policy")]
struct Rest {
    versions: Vec<String>,
    groups: Vec<String>,
    schemes: Vec<String>,
    text: String,
}

struct Listing {
    suites: Vec<Suite>,
    rest: Rest,
}

impl Listing {
    fn of(policy: &Policy) -> Self {
        Self {
            suites: policy.suites.iter().map(|suite| Suite::of(*suite, policy)).collect(),
            rest: Rest {
                versions: names(&policy.versions),
                groups: names(&policy.groups),
                schemes: names(&policy.schemes),
                text: policy.to_string(),
            },
        }
    }

    fn json(&self) -> String {
        let mut text: String = self.suites.iter().map(json_line).collect();
        text.push_str(&json_line(&self.rest));
        text
    }

    fn text(&self) -> String {
        let heads = [
            "number",
            "OpenSSL's name",
            "versions",
            "key exchange",
            "proof",
            "encryption",
            "MAC",
            "registry's name",
        ];
        let mut table = vec![heads.map(str::to_owned)];
        table.extend(self.suites.iter().map(Suite::columns));
        let mut text = columns(&table);
        let Rest { versions, groups, schemes, text: policy } = &self.rest;
        for (name, list) in [("versions", versions), ("groups", groups), ("schemes", schemes)] {
            let list = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
            // Writing to a String cannot fail.
            let _ = write!(text, "\n{name:<9} {list}");
        }
        let _ = writeln!(text, "\nas text   {policy}");
        text
    }
}

impl Suite {
    fn of(suite: CipherSuite, policy: &Policy) -> Self {
        let number = format!("{:#06x}", suite.0);
        let name = suite.to_string();
        let Some(facts) = suite.facts() else {
            let unknown = String::from("not known here");
            return Self {
                number,
                openssl: "",
                name,
                versions: Vec::new(),
                key_exchange: "",
                authentication: String::new(),
                encryption: unknown,
                mac: String::new(),
            };
        };
        let versions = policy.versions.iter().filter(|version| facts.is_for(**version));
        let (encryption, mac) = match facts.cipher {
            RecordCipher::Aead(aead) => (aead.to_string(), "AEAD".to_owned()),
            RecordCipher::Cbc(cipher, mac) => (cipher.to_string(), mac.to_string()),
        };
        Self {
            number,
            openssl: facts.openssl_name,
            name,
            versions: versions.map(ToString::to_string).collect(),
            key_exchange: key_exchange(facts),
            authentication: match (facts.authentication, facts.key_exchange) {
                (Some(kind), _) => kind.to_string(),
                (None, KeyExchange::Any) => "any".to_owned(),
                (None, _) => "PSK".to_owned(),
            },
            encryption,
            mac,
        }
    }

    fn columns(&self) -> [String; 8] {
        [
            self.number.clone(),
            self.openssl.to_owned(),
            self.versions.join(", "),
            self.key_exchange.to_owned(),
            self.authentication.clone(),
            self.encryption.clone(),
            self.mac.clone(),
            self.name.clone(),
        ]
    }
}

fn key_exchange(facts: &SuiteFacts) -> &'static str {
    match facts.key_exchange {
        KeyExchange::Ecdhe => "ECDHE",
        KeyExchange::Dhe => "DHE",
        KeyExchange::Rsa => "RSA",
        KeyExchange::Psk => "PSK",
        KeyExchange::EcdhePsk => "ECDHE+PSK",
        KeyExchange::Any => "any",
    }
}

fn names<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(ToString::to_string).collect()
}

/// Each column as wide as its longest entry; the last as it is.
fn columns<const N: usize>(table: &[[String; N]]) -> String {
    let mut text = String::new();
    let width = |column: usize| table.iter().map(|row| row[column].len()).max().unwrap_or(0);
    for row in table {
        let mut line = String::new();
        for (column, entry) in row.iter().enumerate() {
            let _ = write!(line, "{entry:<width$}  ", width = width(column));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
