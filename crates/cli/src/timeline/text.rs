//! Entries as text for a terminal.
//!
//! ```text
//!   1  client → server  ClientHello                               168 bytes
//!                         versions               TLS 1.2
//! ```

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::entry::{Entry, Facts, Level, Side};
use crate::output::printable;

/// Where lines are broken.
const WIDTH: usize = 96;
/// Where facts begin.
pub(super) const INDENT: usize = 7;
/// Width of the names of facts.
const LABEL: usize = 24;

const FROM_CLIENT: Style = AnsiColor::Cyan.on_default();
const FROM_SERVER: Style = AnsiColor::Magenta.on_default();
pub(super) const NAME: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const KEYS: Style = AnsiColor::Yellow.on_default();
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(super) const BAD: Style = AnsiColor::Red.on_default();

/// One entry, with its line ends.
pub(crate) fn of(entry: &Entry) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = match entry {
        Entry::Message { number, from, message, bytes, encrypted, facts } => {
            let number = number.map_or_else(String::new, |number| number.to_string());
            let _ = write!(text, "{number:>4}  ");
            if let Some((style, words)) = alert(message, facts) {
                line(&mut text, *from, style, &words, *bytes, *encrypted);
            } else {
                line(&mut text, *from, NAME, message, *bytes, *encrypted);
                self::facts(&mut text, facts);
            }
            Ok(())
        }
        Entry::Keys { from, cipher, level } => {
            let (from, what) = (from.name(), level.map_or("", encrypted));
            let words = format!("from here on the {from} encrypts{what} with {cipher}");
            writeln!(text, "{KEYS}      ── {words}{KEYS:#}")
        }
        Entry::Question { asked_by, words, answer, .. } => {
            let (by, words) = (asked_by.name(), printable(words));
            let _ = writeln!(text, "{KEYS}   ?  the {by} asks:{KEYS:#} {words}");
            answer.iter().try_for_each(|answer| {
                writeln!(text, "{:INDENT$}answer: {}", "", printable(answer))
            })
        }
        Entry::Session { bytes, lifetime } => writeln!(
            text,
            "{KEYS}      ── a session that may be resumed for {lifetime} s: {bytes} bytes{KEYS:#}"
        ),
        Entry::Connected { facts, messages } => {
            let _ = writeln!(text, "\n{GOOD}connected{GOOD:#}");
            self::facts(&mut text, facts);
            items(&mut text, &format!("{} messages", messages.len()), messages);
            writeln!(text)
        }
        Entry::Data { from, bytes, text: data, early } => {
            text.push_str("      ");
            let what = if *early { "early application data" } else { "application data" };
            line(&mut text, *from, NAME, what, *bytes, true);
            writeln!(text, "{:INDENT$}{}", "", printable(data))
        }
        Entry::Closed { from_client, from_server } => writeln!(
            text,
            "{GOOD}closed{GOOD:#} by both sides; application data: {} from the client, {} from \
             the server",
            size(*from_client),
            size(*from_server)
        ),
        Entry::Observed(entry) => {
            super::observed::write(&mut text, entry);
            Ok(())
        }
    };
    text
}

/// Which way, what, how large.
pub(super) fn line(
    text: &mut String,
    from: Side,
    style: Style,
    what: &str,
    bytes: usize,
    encrypted: bool,
) {
    let arrow = match from {
        Side::Client => format!("{FROM_CLIENT}client → server{FROM_CLIENT:#}"),
        Side::Server => format!("{FROM_SERVER}client ← server{FROM_SERVER:#}"),
    };
    let size = size(u64::try_from(bytes).unwrap_or(u64::MAX));
    let lock = if encrypted { ", encrypted" } else { "" };
    let _ = writeln!(text, "{arrow}  {style}{what:<30}{style:#}{size:>11}{lock}");
}

pub(super) fn size(bytes: u64) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}

/// An alert fits in its line. A `close_notify` is no bad news.
fn alert(message: &str, facts: &Facts) -> Option<(Style, String)> {
    if message != "Alert" {
        return None;
    }
    let facts: Vec<String> = facts.iter().flat_map(|(_, value)| value.words()).collect();
    let style = if facts.iter().any(|fact| fact == "close_notify") { NAME } else { BAD };
    Some((style, format!("Alert: {}", facts.join(" "))))
}

fn encrypted(level: Level) -> &'static str {
    match level {
        Level::EarlyData => " early data",
        Level::Handshake => " the handshake",
        Level::ApplicationData => " application data",
        Level::Updated => ", under new keys,",
    }
}

pub(super) fn facts(text: &mut String, facts: &Facts) {
    for (name, value) in facts.iter() {
        items(text, &name.replace('_', " "), &value.words());
    }
}

/// A label, and its items with commas, broken at [`WIDTH`].
fn items<T: AsRef<str>>(text: &mut String, label: &str, items: &[T]) {
    let _ = write!(text, "{:INDENT$}{DIM}{label:<LABEL$}{DIM:#}", "");
    let start = INDENT + LABEL;
    let mut column = start;
    for (index, item) in items.iter().enumerate() {
        let item = printable(item.as_ref());
        let comma = if index + 1 < items.len() { "," } else { "" };
        let len = item.chars().count() + comma.len();
        if column > start && column + 1 + len > WIDTH {
            let _ = write!(text, "\n{:start$}", "");
            column = start;
        } else if column > start {
            text.push(' ');
            column += 1;
        }
        let _ = write!(text, "{item}{comma}");
        column += len;
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_broken_between_items() {
        let mut text = String::new();
        items(&mut text, "suites", &["A".repeat(40), "B".repeat(20), "C".repeat(40)]);
        let text = anstream::adapter::strip_str(&text).to_string();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].trim_start().starts_with("suites"), "{text}");
        assert!(lines[0].ends_with("B,"), "{text}");
        assert_eq!(lines[1], format!("{:31}{}", "", "C".repeat(40)));
    }
}
