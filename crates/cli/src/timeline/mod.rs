//! Tells a connection's events one by one, to people or to programs.
//!
//! ```text
//! Event → Entry (what happened, as data) → text | JSON
//! ```

mod agreed;
mod answers;
mod certificates;
mod entry;
mod facts;
mod facts13;
mod forms;
mod hellos;
mod observed;
mod questions;
mod text;

use countersign::{
    ConnectionSummary, Direction, Event, KeyChange, MessageContent, MessageSummary, Request, Role,
};

use self::forms::Forms;
pub(crate) use self::{
    answers::in_words as answer_in_words,
    entry::{Entry, Facts, Level, Side},
    observed::{Observed, What, seen_facts},
    text::of as entry_text,
};
use crate::output::{Format, json_line};

/// What is remembered between events.
#[derive(Debug)]
pub(crate) struct Timeline {
    format: Format,
    /// Names of the handshake's messages so far, `ChangeCipherSpec` among them.
    messages: Vec<String>,
    /// The handshake is over: messages are no longer counted.
    connected: bool,
    /// The name that the client asked for.
    server_name: Option<String>,
    /// What messages look like, since the `ServerHello`.
    forms: Forms,
    /// How often the keys of the client and of the server have changed in TLS 1.3.
    changes: [u8; 2],
    /// The server takes early data.
    early_taken: bool,
    /// The client's keys for early data have been told.
    early_told: bool,
    /// A question that is told with its answer.
    open: Option<Asked>,
    /// Which client this is, where a server has many.
    client: Option<u64>,
}

/// A question, in words.
#[derive(Debug)]
struct Asked {
    by: Role,
    question: &'static str,
    words: String,
}

impl Timeline {
    pub(crate) fn new(format: Format) -> Self {
        Self {
            format,
            messages: Vec::new(),
            connected: false,
            server_name: None,
            forms: Forms::default(),
            changes: [0; 2],
            early_taken: false,
            early_told: false,
            open: None,
            client: None,
        }
    }

    /// Of one client of many.
    pub(crate) fn of_client(format: Format, number: u64) -> Self {
        Self { client: Some(number), ..Self::new(format) }
    }

    /// Tells an event that `viewer` had; empty where there is nothing to tell. A question is told
    /// with its answer.
    pub(crate) fn event(&mut self, viewer: Role, event: &Event) -> String {
        match event {
            Event::Message(summary) => self.message(viewer, summary),
            Event::KeysChanged(change) => self.keys(viewer, *change),
            Event::Ask(_, request) => {
                if let Request::ClientHello(hello) = request {
                    self.server_name = hello.server_name().map(str::to_owned);
                }
                let (question, words) = questions::in_words(request);
                self.open = Some(Asked { by: viewer, question, words });
                String::new()
            }
            Event::Session(session) => self.tell(&Entry::Session {
                bytes: session.session.expose().len(),
                lifetime: session.lifetime,
            }),
            Event::Connected(summary) => self.connected(summary),
            Event::EarlyData(data) => self.told_data(viewer.peer(), data, true),
            _ => String::new(),
        }
    }

    /// Tells the question before, with its answer; empty where none is open.
    pub(crate) fn answered(&mut self, answer: String) -> String {
        let Some(Asked { by, question, words }) = self.open.take() else { return String::new() };
        self.early_taken |= answer == answers::EARLY_DATA_TAKEN;
        self.tell(&Entry::Question { asked_by: by.into(), question, words, answer: Some(answer) })
    }

    /// Tells application data.
    pub(crate) fn data(&self, from: Role, data: &[u8]) -> String {
        self.told_data(from, data, false)
    }

    fn told_data(&self, from: Role, data: &[u8], early: bool) -> String {
        let text = String::from_utf8_lossy(data).into_owned();
        self.tell(&Entry::Data { from: from.into(), bytes: data.len(), text, early })
    }

    /// Tells the end, with the bytes of application data each way.
    pub(crate) fn closed(&self, from_client: u64, from_server: u64) -> String {
        self.tell(&Entry::Closed { from_client, from_server })
    }

    /// What was agreed on, as facts.
    pub(crate) fn agreed(&self, summary: &ConnectionSummary) -> Facts {
        agreed::facts(summary, self.server_name.as_deref())
    }

    fn message(&mut self, viewer: Role, summary: &MessageSummary) -> String {
        let name = facts::name(&summary.content);
        let counted = !self.connected && !matches!(summary.content, MessageContent::Alert(_));
        if counted {
            self.messages.push(name.clone());
        }
        let facts = facts::of(&summary.content, &mut self.forms);
        self.tell(&Entry::Message {
            number: counted.then_some(self.messages.len()),
            from: sender(viewer, summary.direction).into(),
            message: name,
            bytes: summary.content.len(),
            // RFC 8446 §5: it never is, whatever else is by then.
            encrypted: summary.protected
                && !matches!(summary.content, MessageContent::ChangeCipherSpec),
            facts,
        })
    }

    fn keys(&mut self, viewer: Role, change: KeyChange) -> String {
        let from = sender(viewer, change.direction);
        let level = self.level(from);
        self.tell(&Entry::Keys { from: from.into(), cipher: change.cipher.to_string(), level })
    }

    /// What the keys are for that `from` changes to (RFC 8446 §7.1).
    fn level(&mut self, from: Role) -> Option<Level> {
        if !self.forms.may_be_tls13() {
            return None;
        }
        // A client changes to them before the server has said anything; a server later.
        let is_early = !self.forms.is_tls13() || self.early_taken;
        if from == Role::Client && is_early && !self.early_told {
            self.early_told = true;
            return Some(Level::EarlyData);
        }
        let [of_client, of_server] = &mut self.changes;
        let count = if from == Role::Client { of_client } else { of_server };
        *count = count.saturating_add(1);
        Some(match count {
            1 => Level::Handshake,
            2 => Level::ApplicationData,
            _ => Level::Updated,
        })
    }

    fn connected(&mut self, summary: &ConnectionSummary) -> String {
        self.connected = true;
        let messages = std::mem::take(&mut self.messages);
        self.tell(&Entry::Connected { facts: self.agreed(summary), messages })
    }

    fn tell(&self, entry: &Entry) -> String {
        match (self.format, self.client) {
            (Format::Text, _) => text::of(entry),
            (Format::Json, None) => json_line(entry),
            (Format::Json, Some(client)) => json_line(&OfClient { client, entry }),
        }
    }
}

/// An entry of one client of many.
#[derive(serde::Serialize)]
pub(crate) struct OfClient<'a, T> {
    pub(crate) client: u64,
    #[serde(flatten)]
    pub(crate) entry: &'a T,
}

fn sender(viewer: Role, direction: Direction) -> Role {
    match direction {
        Direction::Sent => viewer,
        Direction::Received => viewer.peer(),
    }
}
