//! What happened, as data. The field names are those of `--json`, and are kept.

use std::fmt;

use countersign::Role;
use countersign_observe::KeyLevel;
use serde::{Serialize, Serializer};

use super::observed::Observed;

/// One thing that happened.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Entry {
    /// A handshake message, a `ChangeCipherSpec` or an alert.
    Message {
        /// Counts the handshake's messages from 1; alerts and what comes later have none.
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<usize>,
        from: Side,
        message: String,
        /// Without record header and protection.
        bytes: usize,
        encrypted: bool,
        facts: Facts,
    },
    /// From here on one side encrypts, with new keys.
    Keys {
        from: Side,
        cipher: String,
        /// What is encrypted with them; up to TLS 1.2 all that follows.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<Level>,
    },
    /// The machine asks its driver.
    Question {
        asked_by: Side,
        question: &'static str,
        words: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        answer: Option<String>,
    },
    /// A client has a session that may be resumed.
    Session { bytes: usize, lifetime: u32 },
    /// The handshake is complete.
    Connected { facts: Facts, messages: Vec<String> },
    /// Application data; early data came before the handshake was complete.
    Data {
        from: Side,
        bytes: usize,
        text: String,
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        early: bool,
    },
    /// Both directions are closed: bytes of application data each way.
    Closed { from_client: u64, from_server: u64 },
    /// What only an observer tells.
    #[serde(untagged)]
    Observed(Observed),
}

/// What the keys of TLS 1.3 are for (RFC 8446 §7.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Level {
    EarlyData,
    Handshake,
    ApplicationData,
    /// Those of before, replaced (RFC 8446 §4.6.3).
    Updated,
}

impl Level {
    /// Behind the name of a cipher.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::EarlyData => " for early data",
            Self::Handshake => " for the handshake",
            Self::ApplicationData => " for application data",
            Self::Updated => "",
        }
    }
}

impl From<KeyLevel> for Level {
    fn from(level: KeyLevel) -> Self {
        match level {
            KeyLevel::EarlyData => Self::EarlyData,
            KeyLevel::Handshake => Self::Handshake,
            KeyLevel::ApplicationData => Self::ApplicationData,
            KeyLevel::Updated => Self::Updated,
        }
    }
}

/// The two ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Side {
    Client,
    Server,
}

impl Side {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
        }
    }
}

impl From<Role> for Side {
    fn from(role: Role) -> Self {
        match role {
            Role::Client => Self::Client,
            Role::Server => Self::Server,
        }
    }
}

/// Facts in their order, each with its name.
#[derive(Debug, Default)]
pub(crate) struct Facts(Vec<(&'static str, Value)>);

/// A fact.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    Text(String),
    List(Vec<String>),
    /// Bytes: a number for programs.
    Size(usize),
    Number(usize),
    Flag(bool),
    None,
}

impl Facts {
    pub(crate) fn text(&mut self, name: &'static str, text: &dyn fmt::Display) {
        self.0.push((name, Value::Text(text.to_string())));
    }

    pub(crate) fn list<T: ToString>(
        &mut self,
        name: &'static str,
        items: impl IntoIterator<Item = T>,
    ) {
        let items = items.into_iter().map(|item| item.to_string()).collect();
        self.0.push((name, Value::List(items)));
    }

    pub(crate) fn size(&mut self, name: &'static str, bytes: &[u8]) {
        self.length(name, bytes.len());
    }

    pub(crate) fn length(&mut self, name: &'static str, bytes: usize) {
        self.0.push((name, Value::Size(bytes)));
    }

    pub(crate) fn none(&mut self, name: &'static str) {
        self.0.push((name, Value::None));
    }

    pub(crate) fn number(&mut self, name: &'static str, number: usize) {
        self.0.push((name, Value::Number(number)));
    }

    pub(crate) fn flag(&mut self, name: &'static str, flag: bool) {
        self.0.push((name, Value::Flag(flag)));
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl Value {
    /// In words, as items that may be put on lines.
    pub(crate) fn words(&self) -> Vec<String> {
        match self {
            Self::Text(text) => vec![text.clone()],
            Self::None => vec!["none".to_owned()],
            Self::List(items) if items.is_empty() => vec!["none".to_owned()],
            Self::Size(bytes) => vec![format!("{bytes} bytes")],
            Self::List(items) => items.clone(),
            Self::Number(number) => vec![number.to_string()],
            Self::Flag(true) => vec!["yes".to_owned()],
            Self::Flag(false) => vec!["no".to_owned()],
        }
    }
}
