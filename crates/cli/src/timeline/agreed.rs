//! What a complete handshake agreed on.

use countersign::{
    ConnectionSummary, EarlyData, Resumption,
    crypto::{RecordCipher, SuiteFacts},
    wire::ProtocolVersion,
};

use super::{certificates::subject, entry::Facts};

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
    match hello.resumption {
        Some(Resumption::SessionId) => facts.text("resumed", &"by session id"),
        Some(Resumption::Ticket) => facts.text("resumed", &"by ticket"),
        None => facts.none("resumed"),
    }
    match &hello.protocol {
        Some(protocol) => facts.text("alpn", protocol),
        None => facts.none("alpn"),
    }
    if let Some(name) = server_name {
        facts.text("server_name", &name);
    }
    identities(summary, &mut facts);
    if hello.version >= ProtocolVersion::TLS13 {
        newer(summary, &mut facts);
        return facts;
    }
    facts.flag("extended_master_secret", hello.extended_master_secret);
    // Other suites have no order of the two.
    let is_cbc = |row: &SuiteFacts| matches!(row.cipher, RecordCipher::Cbc(..));
    if hello.suite.facts().is_some_and(is_cbc) {
        facts.flag("encrypt_then_mac", hello.encrypt_then_mac);
    }
    facts.flag("secure_renegotiation", hello.secure_renegotiation);
    facts
}

/// What TLS 1.3 alone has. What extensions add to the versions before, it has from the start.
fn newer(summary: &ConnectionSummary, facts: &mut Facts) {
    match summary.early_data {
        EarlyData::None => {}
        EarlyData::Accepted => facts.text("early_data", &"accepted"),
        EarlyData::Rejected => facts.text("early_data", &"rejected"),
    }
    facts.flag("retried", summary.retried);
}

/// Who has proven to be who.
fn identities(summary: &ConnectionSummary, facts: &mut Facts) {
    if !summary.peer_chain.is_empty() {
        facts.list("peer", summary.peer_chain.iter().map(|der| subject(der)));
    }
    // Its label is the name of a file, which is no concern of who looks at the page.
    if let Some(own) = summary.credential.as_ref().and_then(|own| own.chain().first()) {
        facts.text("our_certificate", &subject(own));
    }
    if let Some(scheme) = &summary.client_scheme {
        facts.text("client_signature_scheme", scheme);
    }
    if let Some(identity) = &summary.psk_identity {
        facts.text("psk_identity", &String::from_utf8_lossy(identity));
    }
}
