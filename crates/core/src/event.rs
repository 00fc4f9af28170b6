//! What the machine tells its driver.

use alloc::{boxed::Box, vec::Vec};
use core::fmt;

use bytes::Bytes;

#[cfg(feature = "tls13")]
use crate::quic::{HandshakeBytes, LevelSecret};
use crate::{
    config::{Credential, ProtocolName},
    crypto::{CipherSuite, NamedGroup, RecordCipher, SignatureScheme},
    fault::Fault,
    handshake::Role,
    key_log::KeyLog,
    request::{QuestionId, Request, SessionKey, StoreSession},
    wire::{
        Alert, HandshakeType, Message, Message13, ProtocolVersion, RANDOM_LEN,
        extension::certificate_type::CertificateType,
    },
};

/// What [`crate::Connection::poll`] returns.
#[non_exhaustive]
pub enum Event {
    /// Nothing goes on before more bytes have come: read from the wire into
    /// [`crate::Connection::input`]. `hint` is the number of bytes that complete what has begun.
    NeedInput {
        /// Bytes, at least 1; more is welcome.
        hint: usize,
    },
    /// A question; [`crate::Connection::answer`] takes the answer, now or later.
    Ask(QuestionId, Request),
    /// Nothing goes on before this question, told earlier, is answered.
    AwaitAnswer(QuestionId),
    /// A message went by (only with tracing).
    Message(MessageSummary),
    /// One direction changed its keys (only with tracing).
    KeysChanged(KeyChange),
    /// The hellos are done: what both sides agreed on (RFC 5246 §7.3).
    Negotiated(HelloSummary),
    /// The handshake is complete, and both sides have proven it. Boxed, since it comes once and
    /// every event is as long as the longest.
    Connected(Box<ConnectionSummary>),
    /// Client: a session that may be resumed; keep it by the server's name, and give it when it
    /// is asked for ([`Request::FindSession`]). It replaces the one before.
    Session(StoreSession),
    /// Client: the connection has failed that resumed this session, or made it; forget it, so
    /// that the next one is made in full (RFC 5246 §7.2.2, RFC 8446 §6.2). Told before the failure.
    SessionLost(SessionKey),
    /// A secret of the connection (only with key logging).
    KeyLog(KeyLog),
    /// Application data, decrypted where it lay in the input.
    Data(Bytes),
    /// Server, TLS 1.3: early data, which may be a recording of what was sent before
    /// (RFC 8446 §8): only for what may be done twice.
    EarlyData(Bytes),
    /// QUIC: handshake bytes to be sent (RFC 9001 §4.1.3).
    #[cfg(feature = "tls13")]
    Handshake(HandshakeBytes),
    /// QUIC: packets of a level can be protected from here on, in one direction
    /// (RFC 9001 §4.1.4).
    #[cfg(feature = "tls13")]
    Secret(Box<LevelSecret>),
    /// QUIC: the peer's transport parameters (RFC 9001 §8.2). Nobody has vouched for them before
    /// [`Event::Connected`].
    TransportParameters(Bytes),
    /// The peer will send no more; sending to it still works. Told at each poll until our own
    /// side is closed too.
    PeerClosed,
    /// Both directions are closed. Told at each poll.
    Closed,
}

/// Application data is shown by its length alone: logs are no place for it.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedInput { hint } => f.debug_struct("NeedInput").field("hint", hint).finish(),
            Self::Ask(id, request) => f.debug_tuple("Ask").field(id).field(request).finish(),
            Self::AwaitAnswer(id) => f.debug_tuple("AwaitAnswer").field(id).finish(),
            Self::Message(summary) => f.debug_tuple("Message").field(summary).finish(),
            Self::KeysChanged(change) => f.debug_tuple("KeysChanged").field(change).finish(),
            Self::Negotiated(summary) => f.debug_tuple("Negotiated").field(summary).finish(),
            Self::Connected(summary) => f.debug_tuple("Connected").field(summary).finish(),
            Self::Session(session) => f.debug_tuple("Session").field(session).finish(),
            Self::SessionLost(key) => f.debug_tuple("SessionLost").field(key).finish(),
            Self::KeyLog(line) => f.debug_tuple("KeyLog").field(line).finish(),
            Self::Data(data) => write!(f, "Data({} bytes)", data.len()),
            Self::EarlyData(data) => write!(f, "EarlyData({} bytes)", data.len()),
            #[cfg(feature = "tls13")]
            Self::Handshake(bytes) => f.debug_tuple("Handshake").field(bytes).finish(),
            #[cfg(feature = "tls13")]
            Self::Secret(secret) => f.debug_tuple("Secret").field(secret).finish(),
            Self::TransportParameters(parameters) => {
                f.debug_tuple("TransportParameters").field(parameters).finish()
            }
            Self::PeerClosed => f.write_str("PeerClosed"),
            Self::Closed => f.write_str("Closed"),
        }
    }
}

/// Which way something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From us to the peer.
    Sent,
    /// From the peer to us.
    Received,
}

/// A message that went by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageSummary {
    /// Which way.
    pub direction: Direction,
    /// Whether it was encrypted.
    pub protected: bool,
    /// What it was.
    pub content: MessageContent,
}

/// The protocols whose messages are traced; application data is an event of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MessageContent {
    /// A handshake message, with its header of 4 bytes.
    Handshake(Bytes),
    /// RFC 5246 §7.1.
    ChangeCipherSpec,
    /// RFC 5246 §7.2.
    Alert(Alert),
}

impl MessageContent {
    /// The kind of a handshake message.
    pub fn handshake_type(&self) -> Option<HandshakeType> {
        match self {
            Self::Handshake(bytes) => bytes.first().copied().map(HandshakeType),
            _ => None,
        }
    }

    /// A handshake message of TLS 1.2 or before, or a hello, decoded.
    pub fn decode(&self) -> Option<Result<Message<'_>, Fault>> {
        let Self::Handshake(bytes) = self else { return None };
        let (header, body) = bytes.split_at_checked(crate::limits::HANDSHAKE_HEADER)?;
        Some(Message::decode(HandshakeType(*header.first()?), body))
    }

    /// A handshake message of TLS 1.3, decoded.
    pub fn decode13(&self) -> Option<Result<Message13<'_>, Fault>> {
        let Self::Handshake(bytes) = self else { return None };
        let (header, body) = bytes.split_at_checked(crate::limits::HANDSHAKE_HEADER)?;
        Some(Message13::decode(HandshakeType(*header.first()?), body))
    }

    /// Its size in bytes, without record headers and protection.
    pub fn len(&self) -> usize {
        match self {
            Self::Handshake(bytes) => bytes.len(),
            Self::ChangeCipherSpec => 1,
            Self::Alert(_) => 2,
        }
    }

    /// Never true: every message has content.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// One direction has new keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyChange {
    /// Which one.
    pub direction: Direction,
    /// The cipher from here on.
    pub cipher: RecordCipher,
}

/// What the hellos agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelloSummary {
    /// The version.
    pub version: ProtocolVersion,
    /// The suite.
    pub suite: CipherSuite,
    /// The compression method: always 0, none.
    pub compression: u8,
    /// The client's 32 random bytes.
    pub client_random: [u8; RANDOM_LEN],
    /// The server's 32 random bytes.
    pub server_random: [u8; RANDOM_LEN],
    /// The application protocol, if one was agreed on.
    pub protocol: Option<ProtocolName>,
    /// Whether the master secret is bound to the handshake (RFC 7627).
    pub extended_master_secret: bool,
    /// Whether the MAC of a suite with CBC is over the ciphertext (RFC 7366); false for other
    /// suites.
    pub encrypt_then_mac: bool,
    /// Whether both sides know secure renegotiation (RFC 5746).
    pub secure_renegotiation: bool,
    /// How a session was resumed, if one was.
    pub resumption: Option<Resumption>,
}

/// How a session is resumed. In TLS 1.3 a client sees tickets alone; a server that keeps its
/// sessions under an id finds it in the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resumption {
    /// By the id under which the server kept it (RFC 5246 §7.3).
    SessionId,
    /// By the ticket in which the client kept it (RFC 5077).
    Ticket,
}

/// What a complete handshake established.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConnectionSummary {
    /// Our side.
    pub role: Role,
    /// What the hellos agreed on.
    pub hello: HelloSummary,
    /// The group of the key exchange, where there was one with a named group.
    pub group: Option<NamedGroup>,
    /// How the server signed the key exchange, where it was signed.
    pub scheme: Option<SignatureScheme>,
    /// How the client proved its key, where it did.
    pub client_scheme: Option<SignatureScheme>,
    /// Server: the name that the client wants to reach, as it stands in its hello.
    pub server_name: Option<Bytes>,
    /// The peer's certificates (DER), its own first, that the driver accepted, or its raw public
    /// key alone ([`Self::peer_certificate_type`] tells which); of a resumed session the peer's
    /// own alone. Empty where the peer showed none.
    pub peer_chain: Vec<Bytes>,
    /// What we proved ourselves with.
    pub credential: Option<Credential>,
    /// What the pre-shared key is called, where one was used.
    pub psk_identity: Option<Bytes>,
    /// Whether data went before the handshake (RFC 8446 §2.3).
    pub early_data: EarlyData,
    /// Whether a second hello was needed (RFC 8446 §4.1.4).
    pub retried: bool,
}

impl ConnectionSummary {
    /// What is in `peer_chain`: certificates of X.509, or a raw public key (RFC 7250).
    pub fn peer_certificate_type(&self) -> Option<CertificateType> {
        self.peer_chain.first().map(|own| CertificateType::of(own))
    }
}

/// What became of early data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EarlyData {
    /// None were offered.
    #[default]
    None,
    /// The server took them.
    Accepted,
    /// The server did not: a client sends again what is still of use.
    Rejected,
}
