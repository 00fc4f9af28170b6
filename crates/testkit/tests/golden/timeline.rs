//! What went over the wire and what came of it, in order, one fact a line.

use std::fmt::{Display, Write as _};

use countersign::{Direction, Error, Event, KeyChange, MessageContent, Role};
use countersign_testkit::walk;

use super::facts;

/// The text as far as it is written.
pub(crate) struct Timeline {
    role: Role,
    text: String,
}

impl Timeline {
    /// Of a connection in which we have this role.
    pub(crate) fn new(role: Role) -> Self {
        Self { role, text: String::new() }
    }

    pub(crate) fn text(self) -> String {
        self.text
    }

    /// Notes what the machine tells.
    pub(crate) fn event(&mut self, event: &Event) {
        match event {
            Event::Message(message) => {
                let lock = if message.protected { ", protected" } else { "" };
                let (way, content) = (message.direction, &message.content);
                match content {
                    MessageContent::Handshake(bytes) => {
                        let name = content.handshake_type().expect("a message has its kind");
                        self.passed(way, &format!("{name}, {} bytes{lock}", bytes.len()));
                    }
                    MessageContent::ChangeCipherSpec => self.passed(way, &"ChangeCipherSpec"),
                    MessageContent::Alert(alert) => {
                        let (level, what) = (alert.level, alert.description);
                        self.passed(way, &format!("alert {level} {what}{lock}"));
                    }
                    _ => self.passed(way, &"something new"),
                }
                for fact in facts::of(content) {
                    self.line("    ", &fact);
                }
            }
            Event::KeysChanged(KeyChange { direction, cipher }) => {
                self.passed(*direction, &format!("from here on under {cipher}"));
            }
            Event::Data(data) => {
                self.passed(Direction::Received, &format!("{} bytes of data", data.len()));
            }
            other => {
                if let Some(words) = walk::event(other) {
                    let us = self.role;
                    self.line("", &format!("{us} {words}"));
                }
            }
        }
    }

    /// Notes what we sent, of which the machine tells nothing.
    pub(crate) fn sent_data(&mut self, len: usize) {
        self.passed(Direction::Sent, &format!("{len} bytes of data"));
    }

    /// Notes how it ended.
    pub(crate) fn failed(&mut self, error: &Error) {
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
