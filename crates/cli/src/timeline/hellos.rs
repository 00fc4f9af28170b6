//! What the hellos say: RFC 5246 §7.4.1, and their extensions.

use countersign::{
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    wire::{
        ClientHello, DecodeError, NULL_COMPRESSION, ProtocolVersion, ServerHello,
        extension::{
            ExtensionType, Extensions, alpn,
            certificate_type::{self, CertificateType, Whose},
            max_fragment_length, record_size_limit, server_name, session_ticket,
            signature_algorithms, supported_groups, supported_versions,
        },
    },
};

use super::{entry::Facts, facts13};
use crate::private_file::hex;

/// The client's offer, in its order of preference. Nothing is left out: unknown numbers, GREASE
/// and signalling values are shown as such.
pub(super) fn client(hello: &ClientHello<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    let extension = |kind| hello.extensions.get(kind);
    match extension(ExtensionType::SUPPORTED_VERSIONS) {
        Some(data) => {
            let versions = supported_versions::decode_offer(data)?;
            facts.list("versions", versions.iter().map(ProtocolVersion));
        }
        // The field then is the highest version (RFC 5246 appendix E.1).
        None => facts.text("highest_version", &hello.legacy_version),
    }
    facts.text("random", &hex(hello.random));
    if !hello.session_id.is_empty() {
        facts.text("session_id", &hex(hello.session_id));
    }
    facts.list("cipher_suites", hello.cipher_suites.iter().map(suite));
    if hello.compression_methods != [NULL_COMPRESSION] {
        facts.list(
            "compression_methods",
            hello.compression_methods.iter().copied().map(compression),
        );
    }
    if let Some(data) = extension(ExtensionType::SERVER_NAME) {
        facts.text("server_name", &server_name::decode_offer(data)?.unwrap_or("of another kind"));
    }
    if let Some(data) = extension(ExtensionType::SUPPORTED_GROUPS) {
        facts.list("groups", supported_groups::decode(data)?.iter().map(NamedGroup));
    }
    if let Some(data) = extension(ExtensionType::SIGNATURE_ALGORITHMS) {
        let schemes = signature_algorithms::decode(data)?;
        facts.list("signature_schemes", schemes.iter().map(SignatureScheme));
    }
    if let Some(data) = extension(ExtensionType::ALPN) {
        facts.list("alpn", alpn::decode_offer(data)?.iter().map(<[u8]>::escape_ascii));
    }
    if let Some(data) = extension(ExtensionType::SESSION_TICKET).filter(|data| !data.is_empty()) {
        facts.size("session_ticket", session_ticket::decode_offer(data));
    }
    for (label, types) in [
        ("client_can_show", hello.client_certificate_types()?),
        ("server_may_show", hello.server_certificate_types()?),
    ] {
        if let Some(types) = types {
            facts.list(label, types.iter().copied().map(CertificateType));
        }
    }
    facts13::offer(hello, facts)?;
    limits(hello.extensions, facts)?;
    extension_names(hello.extensions, facts);
    Ok(())
}

/// The server's choice.
pub(super) fn server(hello: &ServerHello<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    let version = match hello.extensions.get(ExtensionType::SUPPORTED_VERSIONS) {
        Some(data) => supported_versions::decode_answer(data)?,
        None => hello.legacy_version,
    };
    facts.text("version", &version);
    // In a HelloRetryRequest it is a number that says that it is one.
    if !hello.is_retry() {
        facts.text("random", &hex(hello.random));
    }
    if !hello.session_id.is_empty() {
        facts.text("session_id", &hex(hello.session_id));
    }
    facts.text("cipher_suite", &hello.cipher_suite);
    if hello.compression_method != NULL_COMPRESSION {
        facts.text("compression_method", &compression(hello.compression_method));
    }
    if let Some(data) = hello.extensions.get(ExtensionType::ALPN) {
        facts.text("alpn", &alpn::decode_answer(data)?.escape_ascii());
    }
    certificate_types(hello.extensions, facts)?;
    facts13::choice(hello, facts)?;
    limits(hello.extensions, facts)?;
    extension_names(hello.extensions, facts);
    Ok(())
}

/// What each side shows (RFC 7250).
pub(super) fn certificate_types(
    extensions: Extensions<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    for (label, whose) in [("client_shows", Whose::Client), ("server_shows", Whose::Server)] {
        let chosen = extensions.decoded(whose.extension(), certificate_type::decode_answer)?;
        if let Some(chosen) = chosen {
            facts.text(label, &chosen);
        }
    }
    Ok(())
}

/// How much a record shall hold.
pub(super) fn limits(extensions: Extensions<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    if let Some(data) = extensions.get(ExtensionType::MAX_FRAGMENT_LENGTH) {
        let length = max_fragment_length::decode(data)?;
        match length.bytes() {
            Some(bytes) => facts.length("max_fragment_length", bytes),
            None => facts.text("max_fragment_length", &format_args!("number {}", length.0)),
        }
    }
    if let Some(data) = extensions.get(ExtensionType::RECORD_SIZE_LIMIT) {
        facts.length("record_size_limit", record_size_limit::decode(data)?.0.into());
    }
    Ok(())
}

fn extension_names(extensions: Extensions<'_>, facts: &mut Facts) {
    facts.list("extensions", extensions.iter().map(|(kind, _)| kind));
}

/// Signalling values stand among the suites without being any.
fn suite(number: u16) -> String {
    CipherSuite(number).to_string()
}

/// RFC 3749 §2 has the only other one.
fn compression(method: u8) -> String {
    match method {
        0 => "null".to_owned(),
        1 => "deflate".to_owned(),
        other => format!("method {other}"),
    }
}
