//! The messages between the hellos and the change of keys.

use countersign::{
    CertificateType, HelloSummary,
    crypto::{KeyExchange, NamedGroup, SignatureScheme, SuiteFacts},
    wire::{
        Certificate, CertificateRequest, ClientKeyExchange, DigitallySigned, Message, ParamsForm,
        ProtocolVersion, ServerKeyExchange, ServerKeyExchangeForm, ServerParams, SignatureForm,
        U16List,
    },
};
use countersign_verify::{describe, describe_public_key};

/// What the hellos agreed on, as far as the form of messages depends on it.
#[derive(Clone, Copy)]
pub(crate) struct Agreed {
    suite: &'static SuiteFacts,
    version: ProtocolVersion,
}

impl Agreed {
    pub(crate) fn of(summary: &HelloSummary) -> Self {
        let suite = summary.suite.facts().expect("the machine agrees on suites of its table");
        Self { suite, version: summary.version }
    }

    /// Signatures come with their schemes since TLS 1.2.
    fn names_schemes(self) -> bool {
        self.version >= ProtocolVersion::TLS12
    }

    pub(super) fn facts(self, message: &Message<'_>) -> Vec<String> {
        match *message {
            Message::Certificate(certificate) => certificates(certificate),
            Message::ServerKeyExchange(exchange) => self.server_key_exchange(exchange),
            Message::CertificateRequest(request) => self.certificate_request(request),
            Message::ClientKeyExchange(exchange) => self.client_key_exchange(exchange),
            Message::CertificateVerify(verify) => {
                let signed = verify.decode(self.names_schemes());
                signature(&signed.expect("the machine has read it"))
            }
            Message::NewSessionTicket(ticket) => vec![
                format!("lifetime hint: {} s", ticket.lifetime_hint),
                format!("ticket: {} bytes", ticket.ticket.len()),
            ],
            _ => Vec::new(),
        }
    }

    fn server_key_exchange(self, exchange: ServerKeyExchange<'_>) -> Vec<String> {
        let form = ServerKeyExchangeForm {
            psk_identity_hint: false,
            params: match self.suite.key_exchange {
                KeyExchange::Dhe => ParamsForm::Dhe,
                _ => ParamsForm::Ecdhe,
            },
            signature: if self.names_schemes() {
                SignatureForm::WithScheme
            } else {
                SignatureForm::Bare
            },
        };
        let parts = exchange.decode(form).expect("the machine has read it");
        let mut facts = Vec::new();
        match parts.params {
            ServerParams::None => {}
            ServerParams::Ecdhe { group, public_key } => {
                facts.push(format!("group: {group}"));
                facts.push(format!("public key: {} bytes", public_key.len()));
            }
            ServerParams::Dhe { p, public_key, .. } => {
                let name = NamedGroup::of_prime(p).map_or("none".to_owned(), |it| it.to_string());
                facts.push(format!("prime: {} bytes, name in RFC 7919: {name}", p.len()));
                facts.push(format!("public value: {} bytes", public_key.len()));
            }
        }
        let signed = DigitallySigned { scheme: parts.scheme, signature: parts.signature };
        facts.extend(signature(&signed));
        facts
    }

    fn client_key_exchange(self, exchange: ClientKeyExchange<'_>) -> Vec<String> {
        let (what, bytes) = match self.suite.key_exchange {
            KeyExchange::Rsa => ("encrypted pre-master secret", exchange.encrypted_pre_master()),
            KeyExchange::Dhe => ("public value", exchange.dhe()),
            _ => ("public key", exchange.ecdhe()),
        };
        vec![format!("{what}: {} bytes", bytes.expect("the machine has read it").len())]
    }

    fn certificate_request(self, request: CertificateRequest<'_>) -> Vec<String> {
        let parts = request.decode(self.names_schemes()).expect("the machine has read it");
        let kinds: Vec<_> = parts.certificate_types.iter().map(u8::to_string).collect();
        let mut facts = vec![format!("certificate types: {}", kinds.join(", "))];
        let schemes = parts.signature_algorithms.into_iter().flat_map(U16List::iter);
        facts.extend(schemes.map(|number| format!("scheme: {}", SignatureScheme(number))));
        facts.push(format!("authorities: {}", parts.authorities().count()));
        facts
    }
}

pub(super) fn signature(signed: &DigitallySigned<'_>) -> Vec<String> {
    let mut facts = Vec::new();
    facts.extend(signed.scheme.map(|scheme| format!("scheme: {scheme}")));
    facts.push(format!("signature: {} bytes", signed.signature.len()));
    facts
}

fn certificates(certificate: Certificate<'_>) -> Vec<String> {
    let chain = |kind| certificate.chain(kind).expect("the list is well formed");
    // A list begins with a length, and so never as a key does.
    let kind = chain(CertificateType::RAW_PUBLIC_KEY).next().map(CertificateType::of);
    let facts: Vec<String> = chain(kind.unwrap_or_default()).map(shown).collect();
    if facts.is_empty() { vec!["no certificate".to_owned()] } else { facts }
}

/// A certificate, or the key in its place (RFC 7250).
pub(super) fn shown(der: &[u8]) -> String {
    let len = der.len();
    if CertificateType::of(der) == CertificateType::RAW_PUBLIC_KEY {
        let described = describe_public_key(der).expect("the key is good");
        return format!("raw public key: {len} bytes, {described}");
    }
    let described = describe(der).expect("the certificate is good");
    format!("certificate: {len} bytes, {described}")
}
