//! What a complete handshake agreed on.

use countersign::ConnectionSummary;

use super::entry::Facts;

/// The facts that the timeline closes with, and the page of `serve --www` shows.
pub(super) fn facts(summary: &ConnectionSummary, server_name: Option<&str>) -> Facts {
    let mut facts = Facts::default();
    let hello = &summary.hello;
    facts.text("version", &hello.version);
    facts.text("cipher_suite", &hello.suite);
    if let Some(group) = &summary.group {
        facts.text("group", group);
    }
    if let Some(scheme) = &summary.scheme {
        facts.text("signature_scheme", scheme);
    }
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
