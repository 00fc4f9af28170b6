//! Where the timeline goes, and in which form. Colour is left out where nobody sees it: on a
//! pipe, in a file, with `NO_COLOR`. `countersign record` has it in a file besides.

use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use serde::Serialize;

use crate::{failure::Failure, record::TimelineFile};

/// The two forms of everything that is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: one JSON object for each line.
    Json,
}

impl Format {
    pub(crate) fn of(json: bool) -> Self {
        if json { Self::Json } else { Self::Text }
    }
}

/// Standard output or standard error.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

/// Prints what is told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    stream: Stream,
    pub(crate) format: Format,
    copy: Option<&'static TimelineFile>,
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Green.on_default().bold();

impl Output {
    pub(crate) const fn new(stream: Stream, format: Format) -> Self {
        Self { stream, format, copy: None }
    }

    /// The same, and into this file too.
    pub(crate) const fn copied_to(self, file: &'static TimelineFile) -> Self {
        Self { copy: Some(file), ..self }
    }

    /// Prints the text at once and whole. A closed pipe is no failure: nobody is listening.
    pub(crate) fn print(self, text: &str) {
        if let Some(Err(error)) = self.copy.map(|file| file.write(text)) {
            self.no_timeline(&error);
        }
        let _ = match self.stream {
            Stream::Stdout => anstream::stdout().lock().write_all(text.as_bytes()),
            Stream::Stderr => anstream::stderr().lock().write_all(text.as_bytes()),
        };
    }

    /// One sentence for people, or one object with the field `event`.
    pub(crate) fn note<T: Serialize>(self, text: &str, object: &T) {
        match self.format {
            Format::Text => self.print(&format!("{text}\n")),
            Format::Json => self.print(&json_line(object)),
        }
    }

    /// What failed, and what to do. People read it on standard error.
    pub(crate) fn failure(self, failure: &Failure) {
        match self.format {
            Format::Text => Self { stream: Stream::Stderr, ..self }.print(&failure_text(failure)),
            Format::Json => self.print(&json_line(failure)),
        }
    }

    /// What is told goes on without the file.
    fn no_timeline(self, error: &std::io::Error) {
        #[derive(Serialize)]
        #[serde(tag = "event", rename = "no_timeline")]
        struct NoTimeline {
            why: String,
        }
        let why = error.to_string();
        let text = format!("the timeline's file ends here: {why}");
        Self { copy: None, ..self }.note(&text, &NoTimeline { why });
    }
}

/// The two lines of a failure: what, and what to do.
pub(crate) fn failure_text(failure: &Failure) -> String {
    let error = format!("{ERROR}error:{ERROR:#} {}\n", printable(&failure.message));
    if failure.advice.is_empty() {
        return error;
    }
    format!("{error}{HELP} help:{HELP:#} {}\n", failure.advice)
}

/// One object, one line.
pub(crate) fn json_line<T: Serialize>(object: &T) -> String {
    let mut line = serde_json::to_string(object).unwrap_or_default();
    line.push('\n');
    line
}

/// What a peer sends may hold control characters, which a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    let escape = |character: char| {
        let control = character.is_control();
        let escaped = control.then(|| character.escape_default());
        escaped.into_iter().flatten().chain((!control).then_some(character))
    };
    text.chars().flat_map(escape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_not_told_what_to_do_by_the_peer() {
        assert_eq!(printable("a\x1b[2Jb\r\n\u{9b}é\"→"), "a\\u{1b}[2Jb\\r\\n\\u{9b}é\"→");
    }
}
