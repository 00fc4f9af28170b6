//! Where the entries of all connections go: text by connection, JSON as it comes, or a diagram.

use std::collections::HashMap;

use countersign_capture::FlowId;

use super::{
    diagram::{self, Diagram},
    page,
};
use crate::{
    arguments::Inspect,
    output::{Output, json_line},
    timeline::{Entry, entry_text},
};

/// The text of one connection is printed when it ends, or when it has become so long.
const MAX_HELD: usize = 256 << 10;
/// The same of all connections together.
const MAX_HELD_TOTAL: usize = 64 << 20;

/// The form that was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Json,
    Svg,
    Html,
}

pub(super) struct Sink {
    output: Output,
    form: Form,
    file: String,
    held: HashMap<FlowId, String>,
    held_bytes: usize,
    diagrams: Vec<Diagram>,
    /// Connections that were too many to be drawn.
    left_out: usize,
    found: bool,
}

/// An entry of one connection of many.
#[derive(serde::Serialize)]
struct OfConnection<'a> {
    connection: u64,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// As it is shown: people count from 1.
const fn number(id: FlowId) -> u64 {
    id + 1
}

impl Sink {
    pub(super) fn new(options: &Inspect, output: Output) -> Self {
        let form = match (options.json, options.svg, options.html) {
            (true, ..) => Form::Json,
            (_, true, _) => Form::Svg,
            (.., true) => Form::Html,
            _ => Form::Text,
        };
        let file = options.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self {
            output,
            form,
            file,
            held: HashMap::new(),
            held_bytes: 0,
            diagrams: Vec::new(),
            left_out: 0,
            found: false,
        }
    }

    /// Was there any TLS?
    pub(super) fn found(&self) -> bool {
        self.found
    }

    pub(super) fn begin(&mut self, id: FlowId) {
        self.found = true;
        match self.form {
            Form::Svg | Form::Html if self.diagrams.len() < diagram::MAX_DIAGRAMS => {
                self.diagrams.push(Diagram::new(number(id)));
            }
            Form::Svg | Form::Html => self.left_out += 1,
            Form::Text | Form::Json => {}
        }
    }

    pub(super) fn entry(&mut self, id: FlowId, entry: &Entry) {
        match self.form {
            Form::Json => {
                let connection = number(id);
                self.output.print(&json_line(&OfConnection { connection, entry }));
            }
            Form::Text => self.hold(id, entry),
            Form::Svg | Form::Html => {
                if let Some(diagram) = self.diagrams.iter_mut().find(|it| it.number == number(id)) {
                    diagram.entry(entry);
                }
            }
        }
    }

    fn hold(&mut self, id: FlowId, entry: &Entry) {
        let held = self.held.entry(id).or_insert_with(|| format!("connection {}: ", number(id)));
        let text = entry_text(entry);
        held.push_str(&text);
        self.held_bytes += text.len();
        if held.len() > MAX_HELD {
            self.print(id);
        }
        while self.held_bytes > MAX_HELD_TOTAL
            && let Some(id) = self.held.keys().next().copied()
        {
            self.print(id);
        }
    }

    /// Prints what is held of a connection.
    fn print(&mut self, id: FlowId) {
        if let Some(text) = self.held.remove(&id) {
            self.held_bytes = self.held_bytes.saturating_sub(text.len());
            self.output.print(&text);
        }
    }

    pub(super) fn end(&mut self, id: FlowId) {
        self.print(id);
    }

    pub(super) fn finish(&mut self) {
        let pictures = match self.form {
            Form::Svg => diagram::svg_of_all(&self.diagrams),
            Form::Html => page::html(&self.file, &self.diagrams, self.left_out),
            Form::Text | Form::Json => return,
        };
        self.output.print(&pictures);
    }
}
