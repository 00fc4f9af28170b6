//! What each message says, as facts with names.

use countersign::{
    MessageContent,
    fault::Fault,
    wire::{DecodeError, HandshakeType, Message, Message13, NewSessionTicket},
};

use countersign_observe::{Decoded, Seen};

use super::{certificates, entry::Facts, facts13, forms::Forms, hellos};
use crate::private_file::hex;

/// The name of a message; an alert's is what it says.
pub(super) fn name(content: &MessageContent) -> String {
    match content {
        MessageContent::ChangeCipherSpec => "ChangeCipherSpec".to_owned(),
        MessageContent::Alert(_) => "Alert".to_owned(),
        other => match other.handshake_type() {
            Some(HandshakeType::SERVER_HELLO) if is_retry(other) => "HelloRetryRequest".to_owned(),
            Some(kind) => kind.to_string(),
            None => "empty message".to_owned(),
        },
    }
}

/// It is a `ServerHello` with a random value that is always the same (RFC 8446 §4.1.3).
fn is_retry(content: &MessageContent) -> bool {
    matches!(content.decode13(), Some(Ok(Message13::HelloRetryRequest(_))))
}

/// What it says. A `ServerHello` changes what the messages behind it look like.
pub(super) fn of(content: &MessageContent, forms: &mut Forms) -> Facts {
    let mut facts = Facts::default();
    if let MessageContent::Alert(alert) = content {
        facts.text("level", &alert.level);
        facts.text("alert", &alert.description);
    }
    if matches!(content, MessageContent::ChangeCipherSpec) && forms.may_be_tls13() {
        facts.text("means", &"nothing: it is there for middleboxes");
    }
    let said = if forms.is_tls13() {
        content.decode13().map(|message| Ok(facts13::say(&message?, &mut facts)))
    } else {
        content.decode().map(|message| Ok(say_first(&message?, forms, &mut facts)))
    };
    match said {
        None | Some(Ok(Ok(()))) => {}
        Some(Ok(Err(error))) => facts.text("cannot_be_read", &error),
        Some(Err(Fault { came, .. })) => facts.text("cannot_be_read", &came),
    }
    facts
}

/// A hello, or a message of TLS 1.2 or before.
fn say_first(
    message: &Message<'_>,
    forms: &mut Forms,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    if let Message::ServerHello(hello) = message {
        *forms = Forms::of(hello);
    }
    say(message, *forms, facts)
}

/// What a message says that an observer has seen.
pub(super) fn of_seen(seen: &Seen) -> Facts {
    let mut facts = Facts::default();
    let said = match seen.decode() {
        Ok(Decoded::Tls12(message)) => say(&message, Forms::observed(seen.forms), &mut facts),
        Ok(Decoded::Tls13(message)) => facts13::say(&message, &mut facts),
        Err(fault) => {
            facts.text("cannot_be_read", &fault.came);
            Ok(())
        }
    };
    if let Err(error) = said {
        facts.text("cannot_be_read", &error);
    }
    facts
}

pub(super) fn say(
    message: &Message<'_>,
    forms: Forms,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    match message {
        Message::ClientHello(hello) => hellos::client(hello, facts)?,
        Message::ServerHello(hello) => hellos::server(hello, facts)?,
        Message::Certificate(certificate) => certificates::say(*certificate, facts),
        Message::CertificateStatus(status) => facts.size("ocsp_response", status.response),
        Message::ServerKeyExchange(exchange) => forms.server_key_exchange(*exchange, facts)?,
        Message::CertificateRequest(request) => forms.certificate_request(*request, facts)?,
        Message::ClientKeyExchange(exchange) => forms.client_key_exchange(*exchange, facts)?,
        Message::CertificateVerify(verify) => forms.certificate_verify(*verify, facts)?,
        Message::NewSessionTicket(NewSessionTicket { lifetime_hint, ticket }) => {
            facts.size("ticket", ticket);
            facts.text("lifetime_hint", &format_args!("{lifetime_hint} s"));
        }
        Message::Finished(finished) => facts.text("verify_data", &hex(finished.verify_data)),
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use countersign::wire::{Alert, AlertDescription, AlertLevel};

    use super::*;

    fn said(content: &MessageContent) -> String {
        serde_json::to_string(&of(content, &mut Forms::default())).unwrap()
    }

    #[test]
    fn alerts_are_named() {
        let alert = Alert { level: AlertLevel::FATAL, description: AlertDescription::UNKNOWN_CA };
        let content = MessageContent::Alert(alert);
        assert_eq!(name(&content), "Alert");
        assert_eq!(said(&content), r#"{"level":"fatal","alert":"unknown_ca"}"#);
    }

    #[test]
    fn a_change_of_ciphers_means_nothing_until_tls_1_2_is_chosen() {
        let content = MessageContent::ChangeCipherSpec;
        assert_eq!(said(&content), r#"{"means":"nothing: it is there for middleboxes"}"#);
        let mut older = Forms::default();
        // A ServerHello without extensions.
        let hello: Vec<u8> = [&[2, 0, 0, 38, 3, 3][..], &[7; 32], &[0, 0xc0, 0x2b, 0]].concat();
        of(&MessageContent::Handshake(Bytes::from(hello)), &mut older);
        assert_eq!(serde_json::to_string(&of(&content, &mut older)).unwrap(), "{}");
    }

    #[test]
    fn what_cannot_be_read_is_said_so() {
        let cut = MessageContent::Handshake(Bytes::from_static(&[1, 0, 0, 1, 3]));
        assert_eq!(name(&cut), "ClientHello");
        assert_eq!(said(&cut), r#"{"cannot_be_read":"ClientHello.client_version is cut short"}"#);
        let unknown = MessageContent::Handshake(Bytes::from_static(&[99, 0, 0, 0]));
        assert_eq!(name(&unknown), "handshake type 99");
        assert_eq!(said(&unknown), r#"{"cannot_be_read":"handshake type 99"}"#);
    }
}
