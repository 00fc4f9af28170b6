//! What went over the wire and what came of it, in order, one fact a line.

use std::fmt::{Display, Write as _};

use countersign::{
    CallError, ConnectionSummary, Direction, EarlyData, Event, KeyChange, MessageContent, Role,
};
use countersign_testkit::walk;

use super::facts::{self, Agreed};

/// The text as far as it is written.
pub(crate) struct Timeline {
    role: Role,
    agreed: Option<Agreed>,
    /// The server has chosen it.
    is_tls13: bool,
    text: String,
}

impl Timeline {
    /// Of a connection in which we have this role.
    pub(crate) fn new(role: Role) -> Self {
        Self { role, agreed: None, is_tls13: false, text: String::new() }
    }

    /// Another connection, where there are several.
    pub(crate) fn begins(&mut self, number: usize) {
        (self.agreed, self.is_tls13) = (None, false);
        self.line("", &format!("--- connection {number}"));
    }

    pub(crate) fn text(self) -> String {
        self.text
    }

    /// Notes the lines before TLS.
    pub(crate) fn plain(&mut self, lines: &[(Direction, String)]) {
        for (way, line) in lines {
            self.passed(*way, &format!("plaintext {line:?}"));
        }
    }

    /// Notes what the machine tells.
    pub(crate) fn event(&mut self, event: &Event) {
        match event {
            Event::Message(message) => {
                let lock = if message.protected { ", protected" } else { "" };
                let (way, content) = (message.direction, &message.content);
                match content {
                    MessageContent::Handshake(bytes) => {
                        let name = facts::name(content);
                        self.passed(way, &format!("{name}, {} bytes{lock}", bytes.len()));
                    }
                    MessageContent::ChangeCipherSpec => self.passed(way, &"ChangeCipherSpec"),
                    MessageContent::Alert(alert) => {
                        let (level, what) = (alert.level, alert.description);
                        self.passed(way, &format!("alert {level} {what}{lock}"));
                    }
                    _ => self.passed(way, &"something new"),
                }
                self.is_tls13 |= facts::chooses_tls13(content);
                for fact in facts::of(content, self.agreed, self.is_tls13) {
                    self.line("    ", &fact);
                }
            }
            Event::KeysChanged(KeyChange { direction, cipher }) => {
                self.passed(*direction, &format!("from here on under {cipher}"));
            }
            Event::Data(data) => {
                self.passed(Direction::Received, &format!("{} bytes of data", data.len()));
            }
            Event::EarlyData(data) => {
                self.passed(Direction::Received, &format!("{} bytes of early data", data.len()));
            }
            other => {
                if let Event::Negotiated(summary) = other {
                    self.agreed = Some(Agreed::of(summary));
                }
                if let Some(words) = walk::event(other) {
                    let us = self.role;
                    self.line("", &format!("{us} {words}"));
                }
                if let Event::Connected(summary) = other {
                    self.connected(summary);
                }
            }
        }
    }

    /// What only the end of a handshake of TLS 1.3 tells.
    fn connected(&mut self, summary: &ConnectionSummary) {
        let us = self.role;
        if summary.retried {
            self.line("", &format!("{us} had a second hello"));
        }
        match summary.early_data {
            EarlyData::None => {}
            EarlyData::Accepted => self.line("", &format!("{us}: early data were taken")),
            EarlyData::Rejected => self.line("", &format!("{us}: early data were not taken")),
        }
    }

    /// Notes what we sent, of which the machine tells nothing.
    pub(crate) fn sent_data(&mut self, len: usize, kind: &str) {
        self.passed(Direction::Sent, &format!("{len} bytes of {kind}data"));
    }

    /// Notes how it ended.
    pub(crate) fn failed(&mut self, error: &CallError) {
        self.line("", &format!("failed: {error}"));
    }

    fn passed(&mut self, way: Direction, what: &dyn Display) {
        let sender = match way {
            Direction::Sent => self.role,
            Direction::Received => self.role.peer(),
        };
        let receiver = sender.peer();
        self.line("", &format!("{sender} -> {receiver}: {what}"));
    }

    fn line(&mut self, indent: &str, text: &str) {
        writeln!(self.text, "{indent}{text}").expect("a String takes all");
    }
}
