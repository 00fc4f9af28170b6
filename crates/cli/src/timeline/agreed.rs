//! What a complete handshake agreed on.

use countersign::{ConnectionSummary, crypto::AeadAlgorithm};

use super::entry::Facts;

/// The facts that the timeline closes with, and the page of `serve --www` shows.
pub(super) fn facts(summary: &ConnectionSummary, server_name: Option<&str>) -> Facts {
    let mut facts = Facts::default();
    let hello = &summary.hello;
    facts.text("version", &hello.version);
    facts.text("cipher_suite", &hello.suite);
    facts.text("group", &summary.group);
    facts.text("signature_scheme", &summary.scheme);
    match &hello.protocol {
        Some(protocol) => facts.text("alpn", protocol),
        None => facts.none("alpn"),
    }
    if let Some(name) = server_name {
        facts.text("server_name", &name);
    }
    facts.flag("extended_master_secret", hello.extended_master_secret);
    facts.flag("secure_renegotiation", hello.secure_renegotiation);
    facts
}

/// The usual name of a record cipher.
pub(super) fn cipher(algorithm: AeadAlgorithm) -> &'static str {
    match algorithm {
        AeadAlgorithm::Aes128Gcm => "AES-128-GCM",
        AeadAlgorithm::Aes256Gcm => "AES-256-GCM",
        AeadAlgorithm::ChaCha20Poly1305 => "ChaCha20-Poly1305",
    }
}
