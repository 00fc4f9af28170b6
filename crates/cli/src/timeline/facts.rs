//! What each message says, as facts with names.

use countersign::{
    MessageContent,
    fault::Fault,
    wire::{
        CertificateRequest, DecodeError, Message, ParamsForm, ServerKeyExchange,
        ServerKeyExchangeForm, ServerParams, SignatureForm,
    },
};

use super::{certificates, entry::Facts, hellos};
use countersign::crypto::SignatureScheme;

/// The name of a message; an alert's is what it says.
pub(super) fn name(content: &MessageContent) -> String {
    match content {
        MessageContent::ChangeCipherSpec => "ChangeCipherSpec".to_owned(),
        MessageContent::Alert(_) => "Alert".to_owned(),
        other => match other.handshake_type() {
            Some(kind) => kind.to_string(),
            None => "empty message".to_owned(),
        },
    }
}

/// What it says.
pub(super) fn of(content: &MessageContent) -> Facts {
    let mut facts = Facts::default();
    if let MessageContent::Alert(alert) = content {
        facts.text("level", &alert.level);
        facts.text("alert", &alert.description);
    }
    match content.decode() {
        None => {}
        Some(Ok(message)) => {
            if let Err(error) = say(&message, &mut facts) {
                facts.text("cannot_be_read", &error);
            }
        }
        Some(Err(Fault { came, .. })) => facts.text("cannot_be_read", &came),
    }
    facts
}

fn say(message: &Message<'_>, facts: &mut Facts) -> Result<(), DecodeError> {
    match message {
        Message::ClientHello(hello) => hellos::client(hello, facts)?,
        Message::ServerHello(hello) => hellos::server(hello, facts)?,
        Message::Certificate(certificate) => certificates::say(*certificate, facts),
        Message::ServerKeyExchange(exchange) => server_key_exchange(*exchange, facts)?,
        Message::CertificateRequest(request) => certificate_request(*request, facts)?,
        Message::ClientKeyExchange(exchange) => {
            facts.size("public_value", exchange.ecdhe()?);
        }
        Message::Finished(finished) => facts.text("verify_data", &hex(finished.verify_data)),
        _ => {}
    }
    Ok(())
}

fn server_key_exchange(
    exchange: ServerKeyExchange<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    let parts = exchange.decode(ServerKeyExchangeForm {
        psk_identity_hint: false,
        params: ParamsForm::Ecdhe,
        signature: SignatureForm::WithScheme,
    })?;
    if let ServerParams::Ecdhe { group, public_key } = parts.params {
        facts.text("group", &group);
        facts.size("public_value", public_key);
    }
    if let Some(scheme) = parts.scheme {
        facts.text("signature_scheme", &scheme);
    }
    facts.size("signature", parts.signature);
    Ok(())
}

fn certificate_request(
    request: CertificateRequest<'_>,
    facts: &mut Facts,
) -> Result<(), DecodeError> {
    let request = request.decode(true)?;
    let kind = |number: &u8| match number {
        1 => "RSA".to_owned(),
        2 => "DSA".to_owned(),
        64 => "ECDSA".to_owned(),
        other => format!("type {other}"),
    };
    facts.list("key_kinds", request.certificate_types.iter().map(kind));
    if let Some(schemes) = request.signature_algorithms {
        facts.list("signature_schemes", schemes.iter().map(SignatureScheme));
    }
    facts.number("authorities", request.authorities().count());
    Ok(())
}

/// Two digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use countersign::wire::{Alert, AlertDescription, AlertLevel};

    use super::*;

    fn said(content: &MessageContent) -> String {
        serde_json::to_string(&of(content)).unwrap()
    }

    #[test]
    fn alerts_are_named() {
        let alert = Alert { level: AlertLevel::FATAL, description: AlertDescription::UNKNOWN_CA };
        let content = MessageContent::Alert(alert);
        assert_eq!(name(&content), "Alert");
        assert_eq!(said(&content), r#"{"level":"fatal","alert":"unknown_ca"}"#);
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
