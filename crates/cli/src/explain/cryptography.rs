//! What is negotiated: cipher suites, groups, signature schemes.

use countersign::{
    Policy,
    crypto::{CipherSuite, KeyExchange, NamedGroup, RecordCipher, SignatureScheme, SuiteFacts},
};

use super::topic::Topic;

/// The policies by name, the strictest first.
fn policies() -> [(&'static str, Policy); 2] {
    [("modern", Policy::modern()), ("documented", Policy::documented())]
}

/// In which policies something is.
fn allowed_by(is_in: impl Fn(&Policy) -> bool) -> String {
    let names = policies().into_iter().filter(|(_, policy)| is_in(policy)).map(|(name, _)| name);
    let names: Vec<_> = names.collect();
    if names.is_empty() { "only where it is named".to_owned() } else { names.join(", ") }
}

/// Each suite of the registry.
pub(super) fn suites() -> Vec<Topic> {
    (0..=u16::MAX)
        .map(CipherSuite)
        .filter_map(|suite| {
            let topic = Topic::new("cipher suite", suite.name()?).number(suite.0);
            Some(match suite.facts() {
                Some(facts) => usable(topic, facts),
                None => topic.only_named().fact("here", "never negotiated"),
            })
        })
        .collect()
}

fn usable(topic: Topic, facts: &SuiteFacts) -> Topic {
    let versions = if facts.since == facts.until {
        facts.since.to_string()
    } else {
        format!("{} to {}", facts.since, facts.until)
    };
    let secrecy = if facts.key_exchange.is_ephemeral() {
        "forward secrecy: what was recorded stays secret when keys get known later"
    } else {
        "no forward secrecy: who gets the key later reads what was recorded"
    };
    let proof = match facts.authentication {
        Some(kind) => format!("a certificate with a key for {kind}"),
        None if facts.key_exchange.uses_psk() => "a pre-shared key".to_owned(),
        None => "what the signature scheme says".to_owned(),
    };
    let cipher = match facts.cipher {
        RecordCipher::Aead(aead) => aead.to_string(),
        RecordCipher::Cbc(cipher, mac) => format!("{cipher} with HMAC-{mac}"),
    };
    topic
        .also(facts.openssl_name)
        .fact("versions", versions)
        .fact("key exchange", key_exchange(facts.key_exchange))
        .fact("", secrecy)
        .fact("the server's proof", proof)
        .fact("records", cipher)
        .fact("hash", facts.hash)
        .fact("allowed by", allowed_by(|policy| policy.suites.contains(&facts.suite)))
}

fn key_exchange(kind: KeyExchange) -> &'static str {
    match kind {
        KeyExchange::Ecdhe => "ephemeral Diffie-Hellman on an elliptic curve (RFC 8422)",
        KeyExchange::Dhe => "ephemeral Diffie-Hellman in a prime field (RFC 5246, RFC 7919)",
        KeyExchange::Rsa => "a secret encrypted with the server's RSA key (RFC 5246 §7.4.7.1)",
        KeyExchange::Psk => "a secret that both have beforehand (RFC 4279 §2)",
        KeyExchange::EcdhePsk => "such a secret, and ECDHE (RFC 5489)",
        KeyExchange::Any => "by the extensions of the hellos (RFC 8446 §1.2)",
    }
}

/// Each group with a name.
pub(super) fn groups() -> Vec<Topic> {
    (0..=u16::MAX)
        .map(NamedGroup)
        .filter_map(|group| {
            let topic = Topic::new("group", group.name()?).number(group.0);
            let kind = if group.is_finite_field() {
                "a prime field (RFC 7919)"
            } else if group.is_hybrid() {
                "an elliptic curve with a key encapsulation against quantum computers, TLS 1.3"
            } else {
                "an elliptic curve (RFC 8422, RFC 8446 §4.2.7)"
            };
            Some(
                topic
                    .fact("it is", kind)
                    .fact("allowed by", allowed_by(|policy| policy.groups.contains(&group))),
            )
        })
        .collect()
}

/// Each signature scheme with a name.
pub(super) fn schemes() -> Vec<Topic> {
    (0..=u16::MAX)
        .map(SignatureScheme)
        .filter(|scheme| scheme.is_registered())
        .filter_map(|scheme| {
            let topic = Topic::new("signature scheme", scheme.name()?).number(scheme.0);
            Some(match scheme.authentication() {
                Some(kind) => topic
                    .fact("described in", "RFC 8446 §4.2.3")
                    .fact("proves in TLS 1.2", format!("suites for {kind}"))
                    .facts("key on the curve", scheme.curve().map(|curve| curve.to_string()))
                    .fact("allowed by", allowed_by(|policy| policy.schemes.contains(&scheme))),
                None => topic.only_named().fact("here", "never used"),
            })
        })
        .collect()
}
