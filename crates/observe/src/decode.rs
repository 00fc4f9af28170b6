//! A message with what decides about its form: suite and version stand in an earlier one.

use alloc::{
    borrow::ToOwned as _,
    string::{String, ToString as _},
};

use bytes::Bytes;
use countersign::{
    CertificateType, Role,
    fault::Fault,
    limits::HANDSHAKE_HEADER,
    wire::{HandshakeType, Message, Message13, ParamsForm, ProtocolVersion, ServerKeyExchangeForm},
};

use crate::suite::{Exchange, SuiteParts};

/// A handshake message that was seen.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Whose.
    pub from: Role,
    /// Its kind.
    pub kind: HandshakeType,
    /// All of it, with the header of 4 bytes.
    pub bytes: Bytes,
    /// It was encrypted.
    pub protected: bool,
    /// What decides about its form.
    pub forms: Forms,
}

/// What the `ServerHello` has said about the messages behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// `None` where no `ServerHello` was seen.
    pub version: Option<ProtocolVersion>,
    /// `None` where the suite has no name.
    pub suite: Option<SuiteParts>,
    /// What each side shows (RFC 7250).
    pub server_certificate: CertificateType,
    /// The same of the client.
    pub client_certificate: CertificateType,
}

/// A message, decoded.
#[derive(Clone, Copy, Debug)]
pub enum Decoded<'a> {
    /// By the rules of TLS 1.2 and before.
    Tls12(Message<'a>),
    /// By those of TLS 1.3.
    Tls13(Message13<'a>),
}

impl Forms {
    /// TLS 1.3 has other messages.
    pub fn is_tls13(&self) -> bool {
        self.version.is_some_and(|version| version >= ProtocolVersion::TLS13)
    }

    /// TLS 1.2 names the scheme of each signature (RFC 5246 §4.7).
    pub fn has_schemes(&self) -> bool {
        self.version.is_none_or(|version| version >= ProtocolVersion::TLS12)
    }

    /// What a `Certificate` of this side holds.
    pub fn certificate_type(&self, from: Role) -> CertificateType {
        match from {
            Role::Client => self.client_certificate,
            Role::Server => self.server_certificate,
        }
    }

    /// The key exchange; `None` where the suite is not known, or says nothing of it.
    pub fn exchange(&self) -> Option<Exchange> {
        self.suite.and_then(|suite| suite.exchange)
    }

    /// What a `ServerKeyExchange` looks like.
    pub fn server_key_exchange(&self) -> Option<ServerKeyExchangeForm> {
        self.exchange().map(|exchange| exchange.server_key_exchange(self.has_schemes()))
    }

    /// The kind of public values, where there are any.
    pub fn params(&self) -> Option<ParamsForm> {
        self.exchange().map(|exchange| exchange.params)
    }
}

impl Seen {
    /// Its content without the header.
    pub fn body(&self) -> &[u8] {
        self.bytes.get(HANDSHAKE_HEADER..).unwrap_or_default()
    }

    /// Its RFC's name. A `HelloRetryRequest` has the kind of a `ServerHello` (RFC 8446 §4.1.3).
    pub fn name(&self) -> String {
        match self.decode() {
            Ok(Decoded::Tls12(Message::ServerHello(hello))) if hello.is_retry() => {
                "HelloRetryRequest".to_owned()
            }
            _ => self.kind.to_string(),
        }
    }

    /// What it says. `Err` where it is not well formed, or of a kind that this library does not
    /// decode.
    pub fn decode(&self) -> Result<Decoded<'_>, Fault> {
        if self.forms.is_tls13() {
            return Message13::decode(self.kind, self.body()).map(Decoded::Tls13);
        }
        Message::decode(self.kind, self.body()).map(Decoded::Tls12)
    }
}
