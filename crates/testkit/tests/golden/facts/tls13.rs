//! What TLS 1.3 says otherwise: RFC 8446 §4.

use countersign::{
    CertificateType,
    crypto::SignatureScheme,
    wire::{
        Certificate13, CertificateRequest13, ClientHello, Message13, NewSessionTicket13,
        OpaqueList, ServerHello,
        extension::{
            ExtensionType, Extensions, certificate_type, psk_key_exchange_modes::PskKeyExchangeMode,
        },
    },
};

use super::{
    bare,
    exchange::{shown, signature},
    server_hello,
};

/// The facts of a message behind the first hello.
pub(super) fn of(message: &Message13<'_>) -> Vec<String> {
    match message {
        Message13::ClientHello(hello) => super::client_hello(hello),
        Message13::ServerHello(hello) | Message13::HelloRetryRequest(hello) => server_hello(hello),
        Message13::EncryptedExtensions(encrypted) => extensions(encrypted.extensions),
        Message13::CertificateRequest(request) => certificate_request(request),
        Message13::Certificate(certificate) => certificates(*certificate),
        Message13::CertificateVerify(signed) => signature(signed),
        Message13::NewSessionTicket(ticket) => session_ticket(ticket),
        Message13::KeyUpdate(update) => vec![update.request.to_string()],
        _ => Vec::new(),
    }
}

/// What a client offers in an extension of this kind; nothing where its length is all.
pub(super) fn offer(hello: &ClientHello<'_>, kind: ExtensionType) -> Vec<String> {
    const GOOD: &str = "it can be decoded";
    match kind {
        ExtensionType::KEY_SHARE => {
            let shares = hello.key_shares().expect(GOOD).expect("it is there");
            let share = |(group, len)| format!("{group}, {len} bytes");
            shares.iter().map(|one| share((one.group, one.key_exchange.len()))).collect()
        }
        ExtensionType::PSK_KEY_EXCHANGE_MODES => {
            let modes = hello.psk_modes().expect(GOOD).unwrap_or_default();
            modes.iter().map(|&mode| PskKeyExchangeMode(mode).to_string()).collect()
        }
        ExtensionType::PRE_SHARED_KEY => {
            let keys = hello.psk().expect(GOOD).expect("it is there");
            let binders = keys.binders();
            let key = |(identity, binder): (&[u8], &[u8])| {
                format!("identity of {} bytes, binder of {}", identity.len(), binder.len())
            };
            let identities = keys.identities().map(|one| one.identity);
            identities.zip(binders).map(key).collect()
        }
        ExtensionType::CLIENT_CERTIFICATE_TYPE | ExtensionType::SERVER_CERTIFICATE_TYPE => {
            let types = hello.extensions.decoded(kind, certificate_type::decode_offer);
            let types = types.expect(GOOD).unwrap_or_default();
            types.iter().map(|&number| CertificateType(number).to_string()).collect()
        }
        _ => Vec::new(),
    }
}

/// What a server answers in an extension of this kind.
pub(super) fn answer(hello: &ServerHello<'_>, kind: ExtensionType) -> Option<String> {
    const GOOD: &str = "it can be decoded";
    match kind {
        ExtensionType::SUPPORTED_VERSIONS => {
            hello.selected_version().expect(GOOD).map(|version| version.to_string())
        }
        ExtensionType::KEY_SHARE if hello.is_retry() => {
            hello.retry_group().expect(GOOD).map(|group| format!("{group} is wanted"))
        }
        ExtensionType::KEY_SHARE => {
            let share = hello.key_share().expect(GOOD)?;
            Some(format!("{}, {} bytes", share.group, share.key_exchange.len()))
        }
        ExtensionType::PRE_SHARED_KEY => {
            hello.selected_psk().expect(GOOD).map(|place| format!("identity {place}"))
        }
        _ => chosen_type(hello.extensions, kind),
    }
}

/// The type of certificates that the server chose; in TLS 1.2 it says so in its hello.
fn chosen_type(extensions: Extensions<'_>, kind: ExtensionType) -> Option<String> {
    match kind {
        ExtensionType::CLIENT_CERTIFICATE_TYPE | ExtensionType::SERVER_CERTIFICATE_TYPE => {
            let chosen = extensions.decoded(kind, certificate_type::decode_answer);
            chosen.expect("it can be decoded").map(|chosen| chosen.to_string())
        }
        _ => None,
    }
}

fn extensions(extensions: Extensions<'_>) -> Vec<String> {
    let fact = |(kind, data)| match chosen_type(extensions, kind) {
        Some(chosen) => format!("{kind}: {chosen}"),
        None => bare(kind, data),
    };
    extensions.iter().map(fact).collect()
}

fn certificate_request(request: &CertificateRequest13<'_>) -> Vec<String> {
    let mut facts = vec![format!("context: {} bytes", request.context.len())];
    let schemes = request.schemes().expect("it can be decoded").expect("it is there");
    facts.extend(schemes.iter().map(|number| format!("scheme: {}", SignatureScheme(number))));
    let authorities = request.authorities().expect("it can be decoded");
    let count = authorities.map_or(0, |names: OpaqueList<'_>| names.iter().count());
    facts.push(format!("authorities: {count}"));
    facts
}

fn certificates(certificate: Certificate13<'_>) -> Vec<String> {
    let mut facts = Vec::new();
    if !certificate.context.is_empty() {
        facts.push(format!("context: {} bytes", certificate.context.len()));
    }
    for entry in certificate.entries() {
        facts.push(shown(entry.certificate));
        facts.extend(extensions(entry.extensions));
    }
    if certificate.entries().next().is_none() {
        facts.push("no certificate".to_owned());
    }
    facts
}

fn session_ticket(ticket: &NewSessionTicket13<'_>) -> Vec<String> {
    let mut facts = vec![
        format!("lifetime: {} s", ticket.lifetime),
        format!("nonce: {} bytes", ticket.nonce.len()),
        format!("ticket: {} bytes", ticket.ticket.len()),
    ];
    let early = ticket.max_early_data_size().expect("it can be decoded");
    facts.extend(early.map(|size| format!("early data: {size} bytes at most")));
    facts
}
