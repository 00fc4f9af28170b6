//! What a handshake message says, with names for numbers, one fact a line. Random bytes are left
//! out: the peer's are others in each recording.

mod exchange;
mod tls13;

use countersign::{
    MessageContent,
    crypto::{CipherSuite, NamedGroup, SignatureScheme},
    wire::{
        ClientHello, Message, Message13, ProtocolVersion, ServerHello, U16List,
        extension::ExtensionType,
    },
};

pub(crate) use exchange::Agreed;

/// What a handshake message is called; the retry is a ServerHello by its number alone.
pub(crate) fn name(content: &MessageContent) -> String {
    match content.decode13() {
        Some(Ok(Message13::HelloRetryRequest(_))) => "HelloRetryRequest".to_owned(),
        _ => content.handshake_type().expect("a message has its kind").to_string(),
    }
}

/// True for the server's answer where it chooses TLS 1.3: a client agrees only behind
/// EncryptedExtensions.
pub(crate) fn chooses_tls13(content: &MessageContent) -> bool {
    let Some(Ok(Message13::ServerHello(hello) | Message13::HelloRetryRequest(hello))) =
        content.decode13()
    else {
        return false;
    };
    hello.selected_version() == Ok(Some(ProtocolVersion::TLS13))
}

/// The facts of a message; none of a message that has none. The form of those behind the hellos
/// depends on what these agreed on.
pub(crate) fn of(content: &MessageContent, agreed: Option<Agreed>, is_tls13: bool) -> Vec<String> {
    if is_tls13 && let Some(message) = content.decode13() {
        return tls13::of(&message.expect("what the machine has taken can be decoded"));
    }
    let Some(message) = content.decode() else { return Vec::new() };
    match message.expect("what the machine has taken can be decoded") {
        Message::ClientHello(hello) => client_hello(&hello),
        Message::ServerHello(hello) => server_hello(&hello),
        other => agreed.map_or_else(Vec::new, |agreed| agreed.facts(&other)),
    }
}

fn client_hello(hello: &ClientHello<'_>) -> Vec<String> {
    let mut facts = vec![
        format!("version: {}", hello.legacy_version),
        format!("session id: {} bytes", hello.session_id.len()),
    ];
    facts.extend(hello.cipher_suites.iter().map(|n| format!("suite: {}", CipherSuite(n))));
    facts.extend(hello.compression_methods.iter().map(|method| format!("compression: {method}")));
    for (kind, data) in hello.extensions.iter() {
        match kind {
            ExtensionType::SERVER_NAME => {
                let name = hello.server_name().expect("it can be decoded").unwrap_or("none");
                facts.push(format!("{kind}: {name}"));
            }
            ExtensionType::SUPPORTED_GROUPS => {
                facts.extend(list(kind, hello.groups(), NamedGroup));
            }
            ExtensionType::SIGNATURE_ALGORITHMS => {
                facts.extend(list(kind, hello.schemes(), SignatureScheme));
            }
            ExtensionType::SUPPORTED_VERSIONS => {
                facts.extend(list(kind, hello.versions(), ProtocolVersion));
            }
            _ => match tls13::offer(hello, kind) {
                offers if offers.is_empty() => facts.push(bare(kind, data)),
                offers => facts.extend(offers.into_iter().map(|fact| format!("{kind}: {fact}"))),
            },
        }
    }
    facts
}

fn list<E: std::fmt::Debug, T: std::fmt::Display>(
    kind: ExtensionType,
    numbers: Result<Option<U16List<'_>>, E>,
    name: fn(u16) -> T,
) -> Vec<String> {
    let numbers = numbers.expect("it can be decoded").expect("it is there");
    numbers.iter().map(|number| format!("{kind}: {}", name(number))).collect()
}

fn bare(kind: ExtensionType, data: &[u8]) -> String {
    format!("{kind}: {} bytes", data.len())
}

fn server_hello(hello: &ServerHello<'_>) -> Vec<String> {
    let mut facts = vec![
        format!("version: {}", hello.legacy_version),
        format!("session id: {} bytes", hello.session_id.len()),
        format!("suite: {}", hello.cipher_suite),
        format!("compression: {}", hello.compression_method),
    ];
    for (kind, data) in hello.extensions.iter() {
        let fact = tls13::answer(hello, kind);
        facts.push(fact.map_or_else(|| bare(kind, data), |fact| format!("{kind}: {fact}")));
    }
    facts
}
