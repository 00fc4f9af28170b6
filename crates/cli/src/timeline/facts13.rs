//! What the messages of TLS 1.3 say, as facts with names (RFC 8446 §4).

use countersign::{
    crypto::{NamedGroup, SignatureScheme},
    wire::{
        CertificateRequest13, ClientHello, DecodeError, EncryptedExtensions, KeyUpdateRequest,
        Message13, NewSessionTicket13, ServerHello,
        extension::{ExtensionType, Extensions, alpn, supported_groups},
    },
};

use super::{certificates, entry::Facts, hellos};
use crate::private_file::hex;

pub(super) fn say(message: &Message13<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    match message {
        Message13::ClientHello(hello) => hellos::client(hello, facts)?,
        Message13::ServerHello(hello) | Message13::HelloRetryRequest(hello) => {
            hellos::server(hello, facts)?;
        }
        Message13::EncryptedExtensions(message) => encrypted_extensions(message, facts)?,
        Message13::CertificateRequest(request) => certificate_request(request, facts)?,
        Message13::Certificate(chain) => {
            certificates::say_chain(chain.entries().map(|entry| entry.certificate), facts);
            if let Some(status) = chain.entries().next().map(|entry| entry.status()).transpose()?
                && let Some(status) = status
            {
                facts.size("ocsp_response", status.response);
            }
        }
        Message13::CompressedCertificate(message) => {
            facts.text("algorithm", &message.algorithm);
            facts.text("uncompressed", &format_args!("{} bytes", message.uncompressed_length));
        }
        Message13::CertificateVerify(signed) => {
            if let Some(scheme) = signed.scheme {
                facts.text("signature_scheme", &scheme);
            }
            facts.size("signature", signed.signature);
        }
        Message13::Finished(finished) => facts.text("verify_data", &hex(finished.verify_data)),
        Message13::NewSessionTicket(ticket) => new_session_ticket(ticket, facts)?,
        Message13::KeyUpdate(update) => {
            let asks = update.request == KeyUpdateRequest::UPDATE_REQUESTED;
            facts.flag("update_requested", asks);
        }
        _ => {}
    }
    Ok(())
}

/// What a `ClientHello` says for TLS 1.3 alone.
pub(super) fn offer(hello: &ClientHello<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    if let Some(shares) = hello.key_shares()? {
        facts.list("key_shares", shares.iter().map(|share| share.group));
    }
    if let Some(psks) = hello.psk()? {
        facts.number("pre_shared_keys", psks.identities().count());
    }
    if hello.early_data()? {
        facts.flag("early_data", true);
    }
    if let Some(cookie) = hello.cookie()? {
        facts.size("cookie", cookie);
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
    if let Some(share) = hello.key_share()? {
        facts.text("group", &share.group);
    }
    if let Some(place) = hello.selected_psk()? {
        facts.number("selected_pre_shared_key", place.into());
    }
    Ok(())
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
        facts.flag("early_data", true);
    }
    extension_names(message.extensions, facts);
    Ok(())
}

fn certificate_request(
    request: &CertificateRequest13<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    if let Some(schemes) = request.schemes()? {
        facts.list("signature_schemes", schemes.iter().map(SignatureScheme));
    }
    if let Some(authorities) = request.authorities()? {
        facts.number("authorities", authorities.iter().count());
    }
    extension_names(request.extensions, facts);
    Ok(())
}

fn new_session_ticket(
    ticket: &NewSessionTicket13<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    facts.size("ticket", ticket.ticket);
    facts.text("lifetime", &format_args!("{} s", ticket.lifetime));
    if let Some(max) = ticket.max_early_data_size()? {
        facts.text("early_data", &format_args!("at most {max} bytes"));
    }
    Ok(())
}

fn extension_names(extensions: Extensions<'_>, facts: &mut Facts) {
    facts.list("extensions", extensions.iter().map(|(kind, _): (ExtensionType, _)| kind));
}
