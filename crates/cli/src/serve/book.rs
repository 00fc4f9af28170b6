//! What is told of one client: kept until a part of it is complete, so that the lines of clients
//! who are served at once do not mix.

use std::net::SocketAddr;

use countersign::{ConnectionSummary, Event, Role};
use serde::Serialize;

use crate::{
    disclosure::Exported,
    failure::Failure,
    output::{Format, Output, failure_text, json_line},
    timeline::{Facts, OfClient, Timeline},
};

/// One client's timeline.
pub(super) struct Book {
    timeline: Timeline,
    output: Output,
    quiet: bool,
    number: u64,
    from: SocketAddr,
    text: String,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum News<'a> {
    Accepted { address: SocketAddr },
    Page { request: &'a str, status: &'a str },
}

impl Book {
    pub(super) fn new(output: Output, quiet: bool, number: u64, from: SocketAddr) -> Self {
        let timeline = Timeline::of_client(output.format, number);
        let mut book = Self { timeline, output, quiet, number, from, text: String::new() };
        book.news("", &News::Accepted { address: from });
        book
    }

    /// An event of the machine. The handshake is told as one piece.
    pub(super) fn event(&mut self, event: &Event) {
        let text = self.timeline.event(Role::Server, event);
        self.add(&text);
        if matches!(event, Event::Connected(_)) {
            self.tell();
        }
    }

    /// The answer to the machine's question, in words.
    pub(super) fn answered(&mut self, answer: String) {
        let text = self.timeline.answered(answer);
        self.add(&text);
    }

    /// Keying material, which was asked for: it is told even where little is.
    pub(super) fn exported(&mut self, exported: &Exported<'_>) {
        let text = match self.output.format {
            Format::Text => format!("{}\n", exported.words()),
            Format::Json => json_line(&OfClient { client: self.number, entry: exported }),
        };
        self.text.push_str(&text);
        self.tell();
    }

    /// A page was asked for, and this was the answer.
    pub(super) fn page(&mut self, request: &str, status: &str) {
        let text = format!("       \"{}\": {status}\n", request.escape_debug());
        self.news(&text, &News::Page { request, status });
    }

    /// The end of a connection that went well.
    pub(super) fn closed(&mut self, sent: u64, received: u64) {
        let text = self.timeline.closed(received, sent);
        self.add(&text);
        self.tell();
    }

    /// The end of one that did not. It is told even where little is.
    pub(super) fn failed(&mut self, failure: &Failure) {
        let text = match self.output.format {
            Format::Text => failure_text(failure),
            Format::Json => json_line(&OfClient { client: self.number, entry: failure }),
        };
        self.text.push_str(&text);
        self.tell();
    }

    /// What was agreed on.
    pub(super) fn agreed(&self, summary: &ConnectionSummary) -> Facts {
        self.timeline.agreed(summary)
    }

    fn news(&mut self, text: &str, news: &News<'_>) {
        match self.output.format {
            Format::Text => self.add(text),
            Format::Json => self.add(&json_line(&OfClient { client: self.number, entry: news })),
        }
    }

    fn add(&mut self, text: &str) {
        if !self.quiet {
            self.text.push_str(text);
        }
    }

    /// Prints what has been gathered, under a line that says whose it is.
    fn tell(&mut self) {
        let text = std::mem::take(&mut self.text);
        match self.output.format {
            _ if text.is_empty() => {}
            Format::Json => self.output.print(&text),
            Format::Text => {
                self.output.print(&format!("── client {} from {}\n{text}", self.number, self.from));
            }
        }
    }
}
