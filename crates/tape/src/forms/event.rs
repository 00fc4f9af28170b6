//! What the machine tells, as data.

use countersign::{Direction, Event, MessageContent};
use serde::{Deserialize, Serialize};

use super::{ConnectionForm, HelloForm, QuestionForm, hex, question::key};

/// An [`Event`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[non_exhaustive]
pub enum EventForm {
    /// Bytes are wanted.
    NeedInput {
        /// How many complete what has begun.
        hint: usize,
    },
    /// A question.
    Ask {
        /// Its number, from 1.
        number: u32,
        /// What is asked.
        #[serde(flatten)]
        question: QuestionForm,
    },
    /// A question is still open.
    AwaitAnswer {
        /// Its number.
        number: u32,
    },
    /// A message went by.
    Message {
        /// Which way.
        direction: Way,
        /// Whether it was encrypted.
        protected: bool,
        /// `ClientHello`, `ChangeCipherSpec`, `alert handshake_failure` and the like.
        message: String,
        /// Its size in bytes, without record headers and protection.
        length: usize,
        /// A handshake message, with its header, hexadecimal.
        bytes: Option<String>,
    },
    /// One direction has new keys.
    KeysChanged {
        /// Which one.
        direction: Way,
        /// The cipher from here on.
        cipher: String,
    },
    /// The hellos are done.
    Negotiated(HelloForm),
    /// The handshake is complete.
    Connected(Box<ConnectionForm>),
    /// A session that may be resumed; it is secret.
    Session {
        /// By what it is found again.
        key: String,
        /// How long, in seconds.
        lifetime: u32,
    },
    /// A secret for tools that decrypt captures.
    KeyLog {
        /// Which one.
        label: String,
    },
    /// Application data.
    Data {
        /// Bytes.
        length: usize,
    },
    /// Early data.
    EarlyData {
        /// Bytes.
        length: usize,
    },
    /// A session that is to be forgotten.
    SessionLost {
        /// By what it was kept.
        key: String,
    },
    /// QUIC: handshake bytes to be sent.
    Handshake {
        /// Their level.
        level: String,
        /// Bytes.
        length: usize,
    },
    /// QUIC: a secret for the packets of a level.
    Secret {
        /// The level.
        level: String,
        /// For which direction.
        direction: Way,
    },
    /// QUIC: the peer's transport parameters.
    TransportParameters {
        /// Bytes.
        length: usize,
    },
    /// The peer will send no more.
    PeerClosed,
    /// Both directions are closed.
    Closed,
    /// A kind that came with a later version.
    Other {
        /// Its debug form.
        shown: String,
    },
}

/// Which way something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// From us to the peer.
    Sent,
    /// From the peer to us.
    Received,
}

impl From<Direction> for Way {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Sent => Self::Sent,
            Direction::Received => Self::Received,
        }
    }
}

impl From<&Event> for EventForm {
    fn from(event: &Event) -> Self {
        match event {
            Event::NeedInput { hint } => Self::NeedInput { hint: *hint },
            Event::Ask(id, request) => Self::Ask { number: id.number(), question: request.into() },
            Event::AwaitAnswer(id) => Self::AwaitAnswer { number: id.number() },
            Event::Message(summary) => Self::Message {
                direction: summary.direction.into(),
                protected: summary.protected,
                message: message(&summary.content),
                length: summary.content.len(),
                bytes: match &summary.content {
                    MessageContent::Handshake(bytes) => Some(hex(bytes)),
                    _ => None,
                },
            },
            Event::KeysChanged(change) => Self::KeysChanged {
                direction: change.direction.into(),
                cipher: change.cipher.to_string(),
            },
            Event::Negotiated(summary) => Self::Negotiated(summary.into()),
            Event::Connected(summary) => Self::Connected(Box::new((&**summary).into())),
            Event::Session(session) => {
                Self::Session { key: key(&session.key), lifetime: session.lifetime }
            }
            Event::KeyLog(log) => Self::KeyLog { label: log.label.to_owned() },
            Event::Data(data) => Self::Data { length: data.len() },
            Event::EarlyData(data) => Self::EarlyData { length: data.len() },
            Event::SessionLost(lost) => Self::SessionLost { key: key(lost) },
            Event::Handshake(sent) => {
                Self::Handshake { level: sent.level.to_string(), length: sent.bytes.len() }
            }
            Event::Secret(secret) => {
                Self::Secret { level: secret.level.to_string(), direction: secret.direction.into() }
            }
            Event::TransportParameters(parameters) => {
                Self::TransportParameters { length: parameters.len() }
            }
            Event::PeerClosed => Self::PeerClosed,
            Event::Closed => Self::Closed,
            newer => Self::Other { shown: format!("{newer:?}") },
        }
    }
}

fn message(content: &MessageContent) -> String {
    match content {
        MessageContent::Handshake(_) => {
            content.handshake_type().map_or_else(String::new, |kind| kind.to_string())
        }
        MessageContent::ChangeCipherSpec => "ChangeCipherSpec".to_owned(),
        MessageContent::Alert(alert) => format!("alert {}", alert.description),
        newer => format!("{newer:?}"),
    }
}
