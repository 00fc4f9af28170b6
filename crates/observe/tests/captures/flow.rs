//! The messages of a connection in the words of the manifest: `C: ClientHello(29 suites) S: …`.

use countersign::{
    CertificateType, Resumption, Role,
    wire::{
        Alert, ClientHello, ContentType, HandshakeType, Message, Message13, ServerHello,
        ServerParams,
        extension::{ExtensionType, session_ticket},
    },
};
use countersign_observe::{Decoded, Negotiated, Observation, Seen, Ssl2Message};

/// All of it.
pub(crate) fn flow(observations: &[Observation]) -> String {
    let mut words: Vec<(Role, String)> = Vec::new();
    let echoes: Vec<&Negotiated> = observations
        .iter()
        .filter_map(|it| if let Observation::Negotiated(it) = it { Some(it) } else { None })
        .collect();
    let mut hellos = echoes.iter();
    let mut offered = Vec::new();
    for observation in observations {
        match observation {
            Observation::Message(seen) => {
                let word = match seen.kind {
                    HandshakeType::CLIENT_HELLO => {
                        offered = session_id(seen);
                        message(seen, &offered, None)
                    }
                    HandshakeType::SERVER_HELLO => message(seen, &offered, hellos.next().copied()),
                    _ => message(seen, &offered, None),
                };
                words.push((seen.from, word));
            }
            Observation::ChangeCipherSpec { from } => words.push((*from, "CCS".to_owned())),
            Observation::Alert { from, alert, .. } => words.push((*from, self::alert(*alert))),
            Observation::Data { from, .. } => words.push((*from, "AppData".to_owned())),
            Observation::Sealed { from, content_type, .. } => {
                words.push((*from, sealed(*content_type).to_owned()));
            }
            Observation::Ssl2 { from, message } => words.push((*from, ssl2(message))),
            _ => {}
        }
    }
    joined(&words)
}

/// Runs of one word are counted, as the manifest does with those of data and of what is encrypted.
fn joined(words: &[(Role, String)]) -> String {
    let mut text = String::new();
    let mut before: Option<Role> = None;
    for run in words.chunk_by(|one, other| one == other) {
        let (role, word) = &run[0];
        if before == Some(*role) {
            text.push_str(", ");
        } else {
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(if *role == Role::Client { "C: " } else { "S: " });
        }
        before = Some(*role);
        let counted = matches!(&word[..], "AppData" | "EncHS");
        match run.len() {
            1 => text.push_str(word),
            count if counted => text.extend([&word[..], "*", &count.to_string()]),
            count => text.push_str(&vec![&word[..]; count].join(", ")),
        }
    }
    text
}

fn session_id(seen: &Seen) -> Vec<u8> {
    match seen.decode() {
        Ok(Decoded::Tls12(Message::ClientHello(hello))) => hello.session_id.to_vec(),
        _ => Vec::new(),
    }
}

fn message(seen: &Seen, offered: &[u8], negotiated: Option<&Negotiated>) -> String {
    let name = seen.kind.to_string();
    match seen.decode() {
        Ok(Decoded::Tls12(message)) => message12(seen, &name, message, offered, negotiated),
        Ok(Decoded::Tls13(message)) => message13(&name, message),
        Err(_) => name,
    }
}

fn message12(
    seen: &Seen,
    name: &str,
    message: Message<'_>,
    offered: &[u8],
    negotiated: Option<&Negotiated>,
) -> String {
    match message {
        Message::ClientHello(hello) => client_hello(&hello),
        Message::ServerHello(hello) if hello.is_retry() => "HelloRetryRequest".to_owned(),
        Message::ServerHello(hello) => server_hello(&hello, offered, negotiated),
        Message::Certificate(chain) => {
            certificates(chain.chain(CertificateType::X509).map_or(0, Iterator::count))
        }
        Message::ServerKeyExchange(exchange) => {
            let Some(form) = seen.forms.server_key_exchange() else { return name.to_owned() };
            let Ok(parts) = exchange.decode(form) else { return name.to_owned() };
            let mut words = match parts.params {
                ServerParams::Ecdhe { group, .. } => vec![group.to_string()],
                ServerParams::Dhe { p, .. } => vec![format!("dh{}", p.len() * 8)],
                ServerParams::None => Vec::new(),
            };
            words.extend(parts.scheme.map(|scheme| scheme.to_string()));
            format!("{name}({})", words.join(","))
        }
        Message::CertificateVerify(verify) => match verify.decode(seen.forms.has_schemes()) {
            Ok(signed) => match signed.scheme {
                Some(scheme) => format!("{name}({scheme})"),
                None => name.to_owned(),
            },
            Err(_) => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

fn message13(name: &str, message: Message13<'_>) -> String {
    match message {
        Message13::Certificate(chain) => certificates(chain.entries().count()),
        Message13::CertificateVerify(signed) => match signed.scheme {
            Some(scheme) => format!("{name}({scheme})"),
            None => name.to_owned(),
        },
        _ => name.to_owned(),
    }
}

fn certificates(count: usize) -> String {
    if count == 0 { "Certificate(EMPTY)".to_owned() } else { format!("Certificatex{count}") }
}

fn client_hello(hello: &ClientHello<'_>) -> String {
    let mut words = vec![format!("{} suites", hello.cipher_suites.iter().count())];
    if hello.compression_methods.contains(&1) {
        words.push("deflate".to_owned());
    }
    if !hello.session_id.is_empty() {
        words.push(format!("sid{}", hello.session_id.len()));
    }
    let ticket = hello.extensions.get(ExtensionType::SESSION_TICKET);
    let ticket = ticket.map(session_ticket::decode_offer).unwrap_or_default();
    if !ticket.is_empty() {
        words.push(format!("ticket{}", ticket.len()));
    }
    if hello.extensions.get(ExtensionType::EARLY_DATA).is_some() {
        words.push("early_data".to_owned());
    }
    if hello.extensions.get(ExtensionType::PRE_SHARED_KEY).is_some() {
        words.push("PSK".to_owned());
    }
    if hello.extensions.iter().count() == 0 {
        words.push("noext".to_owned());
    }
    format!("ClientHello({})", words.join(","))
}

fn server_hello(
    hello: &ServerHello<'_>,
    offered: &[u8],
    negotiated: Option<&Negotiated>,
) -> String {
    let mut words = Vec::new();
    if hello.extensions.get(ExtensionType::PRE_SHARED_KEY).is_some() {
        words.push("PSK".to_owned());
    }
    let echo = !offered.is_empty() && offered == hello.session_id;
    if echo {
        words.push("sid-echo".to_owned());
    }
    if hello.compression_method != 0 {
        words.push(format!("comp{}", hello.compression_method));
    }
    // What the observer concludes of it.
    if let Some(negotiated) = negotiated.filter(|it| it.version.0 < 0x0304) {
        let resumed =
            matches!(negotiated.resumption, Some(Resumption::SessionId | Resumption::Ticket));
        assert_eq!(resumed, echo);
    }
    if words.is_empty() {
        "ServerHello".to_owned()
    } else {
        format!("ServerHello({})", words.join(","))
    }
}

/// As Wireshark names them.
fn alert(alert: Alert) -> String {
    let name = alert.description.to_string();
    let title = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let words: Vec<String> = name.split('_').filter_map(title).collect();
    format!("Alert:{}", words.join(" "))
}

fn sealed(content_type: ContentType) -> &'static str {
    match content_type {
        ContentType::HANDSHAKE => "EncHS",
        ContentType::ALERT => "EncAlert",
        _ => "AppData",
    }
}

fn ssl2(message: &Ssl2Message) -> String {
    match message {
        Ssl2Message::ClientHello(hello) => {
            format!("SSLv2-fmt-ClientHello({} suites,noext)", hello.ciphers.len())
        }
        Ssl2Message::ServerHello { .. } => "SSL2-ServerHello".to_owned(),
        Ssl2Message::ClientMasterKey { .. } => "SSL2-ClientMasterKey".to_owned(),
        _ => "SSL2".to_owned(),
    }
}
