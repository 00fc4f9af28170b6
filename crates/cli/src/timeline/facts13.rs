//! What the messages of TLS 1.3 say, as facts with names (RFC 8446 §4).

use countersign::{
    crypto::{NamedGroup, SignatureScheme},
    wire::{
        Certificate13, CertificateRequest13, ClientHello, DecodeError, EncryptedExtensions,
        Message13, NewSessionTicket13, ServerHello,
        extension::{
            ExtensionType, Extensions, alpn, key_share::KeyShare, pre_shared_key::PskIdentity,
            psk_key_exchange_modes::PskKeyExchangeMode, supported_groups,
        },
    },
};

use super::{certificates, entry::Facts, hellos};
use crate::private_file::hex;

/// How much of an identity that is no text is shown, bytes.
const SHOWN: usize = 8;

/// What a message says.
pub(super) fn say(message: &Message13<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    match message {
        Message13::ClientHello(hello) => hellos::client(hello, facts)?,
        Message13::ServerHello(hello) | Message13::HelloRetryRequest(hello) => {
            hellos::server(hello, facts)?;
        }
        Message13::EncryptedExtensions(message) => encrypted_extensions(message, facts)?,
        Message13::CertificateRequest(request) => certificate_request(request, facts)?,
        Message13::Certificate(chain) => certificate(*chain, facts)?,
        Message13::CompressedCertificate(message) => {
            facts.text("algorithm", &message.algorithm);
            facts.length("uncompressed", length(message.uncompressed_length));
        }
        Message13::CertificateVerify(signed) => {
            if let Some(scheme) = signed.scheme {
                facts.text("signature_scheme", &scheme);
            }
            facts.size("signature", signed.signature);
        }
        Message13::Finished(finished) => facts.text("verify_data", &hex(finished.verify_data)),
        Message13::NewSessionTicket(ticket) => new_session_ticket(ticket, facts)?,
        Message13::KeyUpdate(update) => facts.text("request", &update.request),
        // An EndOfEarlyData is empty.
        _ => {}
    }
    Ok(())
}

/// What a `ClientHello` says for TLS 1.3 alone.
pub(super) fn offer(hello: &ClientHello<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    if let Some(shares) = hello.key_shares()? {
        facts.list("key_shares", shares.iter().map(share));
    }
    if let Some(cookie) = hello.cookie()? {
        facts.size("cookie", cookie);
    }
    if let Some(modes) = hello.psk_modes()? {
        facts.list("psk_modes", modes.iter().copied().map(PskKeyExchangeMode));
    }
    if let Some(psks) = hello.psk()? {
        facts.list("pre_shared_keys", psks.identities().map(|psk| identity(&psk)));
        facts.list("binders", psks.binders().map(|binder| format!("{} bytes", binder.len())));
    }
    if hello.early_data()? {
        facts.text("early_data", &"offered");
    }
    if hello.post_handshake_auth()? {
        facts.flag("post_handshake_auth", true);
    }
    Ok(())
}

/// What a `ServerHello` or a `HelloRetryRequest` says for TLS 1.3 alone.
pub(super) fn choice(hello: &ServerHello<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    if hello.is_retry() {
        if let Some(group) = hello.retry_group()? {
            facts.text("wanted_group", &group);
        }
        if let Some(cookie) = hello.cookie()? {
            facts.size("cookie", cookie);
        }
        return Ok(());
    }
    if let Some(chosen) = hello.key_share()? {
        facts.text("key_share", &share(chosen));
    }
    if let Some(place) = hello.selected_psk()? {
        facts.text("pre_shared_key", &format_args!("the client's number {}", u32::from(place) + 1));
    }
    Ok(())
}

fn share(share: KeyShare<'_>) -> String {
    format!("{} ({} bytes)", share.group, share.key_exchange.len())
}

/// A key that people named is shown by its name, a ticket by its beginning.
fn identity(psk: &PskIdentity<'_>) -> String {
    let bytes = psk.identity;
    match std::str::from_utf8(bytes) {
        Ok(name) if !name.chars().any(char::is_control) => format!("\"{name}\""),
        _ => {
            let begin = hex(bytes.get(..SHOWN).unwrap_or(bytes));
            format!("{begin}… ({} bytes)", bytes.len())
        }
    }
}

fn encrypted_extensions(
    message: &EncryptedExtensions<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    let extensions = message.extensions;
    if let Some(protocol) = extensions.decoded(ExtensionType::ALPN, alpn::decode_answer)? {
        facts.text("alpn", &protocol.escape_ascii());
    }
    let groups = extensions.decoded(ExtensionType::SUPPORTED_GROUPS, supported_groups::decode)?;
    if let Some(groups) = groups {
        facts.list("groups", groups.iter().map(NamedGroup));
    }
    if extensions.get(ExtensionType::EARLY_DATA).is_some() {
        facts.text("early_data", &"accepted");
    }
    hellos::certificate_types(extensions, facts)?;
    hellos::limits(extensions, facts)?;
    extension_names(extensions, facts);
    Ok(())
}

fn certificate(chain: Certificate13<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    certificates::say_chain(chain.entries().map(|entry| entry.certificate), facts);
    if let Some(own) = chain.entries().next() {
        if let Some(status) = own.status()? {
            facts.size("ocsp_response", status.response);
        }
        if let Some(timestamps) = own.timestamps()? {
            facts.number("certificate_timestamps", timestamps.iter().count());
        }
    }
    Ok(())
}

fn certificate_request(
    request: &CertificateRequest13<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    if !request.context.is_empty() {
        facts.text("context", &hex(request.context));
    }
    if let Some(schemes) = request.schemes()? {
        facts.list("signature_schemes", schemes.iter().map(SignatureScheme));
    }
    facts.number("authorities", request.authorities()?.map_or(0, |names| names.iter().count()));
    extension_names(request.extensions, facts);
    Ok(())
}

fn new_session_ticket(
    ticket: &NewSessionTicket13<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    facts.size("ticket", ticket.ticket);
    facts.text("lifetime", &format_args!("{} s", ticket.lifetime));
    if let Some(most) = ticket.max_early_data_size()? {
        facts.length("max_early_data", length(most));
    }
    Ok(())
}

fn extension_names(extensions: Extensions<'_>, facts: &mut Facts) {
    facts.list("extensions", extensions.iter().map(|(kind, _)| kind));
}

fn length(bytes: u32) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}
