//! The first difference between a tape and the machine, as a reader wants it.

use alloc::{borrow::ToOwned as _, format, string::String};
use core::fmt::{self, Write as _};

use countersign::{
    limits::{HANDSHAKE_HEADER, RECORD_HEADER},
    wire::{ContentType, HandshakeType, RANDOM_LEN},
};

use crate::{fact::Fact, page::SECRET};

/// Where the machine does something else than the tape has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The step, from 1.
    pub step: usize,
    /// The line of the tape: that of the fact, or where it is missing that of the call.
    pub line: usize,
    /// What the driver did in this step.
    pub call: String,
    /// What the tape has; nothing where the machine does more.
    pub expected: Option<String>,
    /// What the machine does; nothing where it does less.
    pub got: Option<String>,
    /// Where in the two the difference begins, in words.
    pub place: Option<String>,
    /// How the machine fails behind the difference, where it does before it wants something.
    pub failure: Option<String>,
}

/// Digits of a long value that are shown.
const SHOWN: usize = 32;
/// Digits that are shown before the first difference.
const BEFORE: usize = 8;

impl Difference {
    /// True where the failure, if there is one, is in the difference already.
    pub(crate) fn tells_a_failure(&self) -> bool {
        let is_error = |line: &str| line.starts_with(ERROR);
        self.failure.is_some() || self.got.as_deref().is_some_and(is_error)
    }

    /// Compares the facts of one step with the lines that the machine's recorder wrote. Where the
    /// tape was cut, what is behind the cut does not count.
    pub(crate) fn find<'f, 'a: 'f>(
        step: usize,
        call: &Fact<'_>,
        expected: impl Iterator<Item = &'f Fact<'a>>,
        got: &str,
        cut: bool,
    ) -> Option<Self> {
        let mut lines = got.lines().filter_map(|line| Fact::read(0, line).ok());
        let failure = last_error(got);
        let differs = |line, expected: Option<&Fact<'_>>, got: Option<&Fact<'_>>| {
            let behind = failure.clone().filter(|_| got.is_some_and(|got| got.verb() != ERROR));
            Some(Self {
                step,
                line,
                call: shortened(call),
                expected: expected.map(shortened),
                got: got.map(done),
                place: expected.zip(got).and_then(|(expected, got)| place(expected, got)),
                failure: behind,
            })
        };
        for fact in expected {
            match lines.next() {
                Some(other) if fact.is_said_by(&other) => {}
                other => return differs(fact.line, Some(fact), other.as_ref()),
            }
        }
        match lines.next() {
            Some(more) if !cut => differs(call.line, None, Some(&more)),
            _ => None,
        }
    }
}

const ERROR: &str = "error";

/// The last error among these lines of a recorder.
pub(crate) fn last_error(lines: &str) -> Option<String> {
    let mut facts = lines.lines().filter_map(|line| Fact::read(0, line).ok());
    facts.rfind(|fact| fact.verb() == ERROR).as_ref().map(shortened)
}

/// What the machine does. Where it draws what is not on the tape, the recorder has seen that fail.
fn done(fact: &Fact<'_>) -> String {
    match (fact.verb(), fact.field("length")) {
        ("draw_failed", Some(len)) => {
            format!("draw length={len}, and the tape has none of this length here")
        }
        _ => shortened(fact),
    }
}

/// A fact on one line: long values are cut.
fn shortened(fact: &Fact<'_>) -> String {
    let mut text = String::new();
    for word in fact.text.split(' ') {
        if !text.is_empty() {
            text.push(' ');
        }
        let value = word.split_once('=').map_or("", |(_, value)| value);
        let hex = bare(value);
        match (word.len().checked_sub(hex.len()), hex.get(..SHOWN)) {
            // It may end up in a log.
            (Some(front), _) if hex.len() < value.len() && is_hex(hex) => {
                text.push_str(word.get(..front).unwrap_or_default());
                // Writing to a String cannot fail, here and below.
                let _ = write!(text, "({} bytes)", bytes(hex));
            }
            (Some(front), Some(shown)) if hex.len() > SHOWN && is_hex(hex) => {
                text.push_str(word.get(..front).unwrap_or_default());
                let _ = write!(text, "{shown}…({} bytes)", bytes(hex));
            }
            _ => text.push_str(word),
        }
    }
    text
}

/// One value, or several with commas between.
fn is_hex(text: &str) -> bool {
    text.bytes().all(|digit| digit.is_ascii_hexdigit() || digit == b',')
}

/// How many bytes a value has.
fn bytes(hex: &str) -> usize {
    hex.bytes().filter(u8::is_ascii_hexdigit).count() / 2
}

/// Where two facts of one kind part.
fn place(expected: &Fact<'_>, got: &Fact<'_>) -> Option<String> {
    if expected.verb() != got.verb() {
        return None;
    }
    let (name, value) = expected.fields().find(|(name, value)| got.field(name) != Some(*value))?;
    let other_value = got.field(name)?;
    let secret = value.starts_with(SECRET);
    let (value, other_value) = (bare(value), bare(other_value));
    if !is_hex(value) || !is_hex(other_value) || value.len().max(other_value.len()) < BEFORE {
        return Some(format!("in {name}"));
    }
    let same = value.bytes().zip(other_value.bytes()).take_while(|(one, other)| one == other);
    let same = same.count();
    let from = same.saturating_sub(BEFORE) & !1;
    let excerpt = |value: &str| {
        let to = value.len().min(from + SHOWN);
        let dots = |there| if there { "…" } else { "" };
        let shown = value.get(from..to).unwrap_or_default();
        format!("{}{shown}{}", dots(from > 0), dots(to < value.len()))
    };
    let at = same / 2;
    if secret {
        return Some(format!("from byte {at} of {name} on, which is secret"));
    }
    let within = match (expected.verb(), base16ct::lower::decode_vec(value)) {
        ("output", Ok(bytes)) => within(&bytes, at),
        _ => String::new(),
    };
    Some(format!(
        "from byte {at} of {name} on{within}: the tape has {}, the machine {}",
        excerpt(value),
        excerpt(other_value)
    ))
}

fn bare(value: &str) -> &str {
    value.strip_prefix(SECRET).unwrap_or(value)
}

/// Where in a record this byte is, as far as it is in plain text.
fn within(record: &[u8], at: usize) -> String {
    let header = ["content type", "version", "version", "length", "length"];
    if let Some(field) = header.get(at) {
        return format!(" (the record's {field})");
    }
    if record.first() != Some(&ContentType::HANDSHAKE.0) {
        return String::new();
    }
    let mut from = RECORD_HEADER;
    while let Some(&[kind, a, b, c]) = record.get(from..from + HANDSHAKE_HEADER) {
        let len = HANDSHAKE_HEADER + u32::from_be_bytes([0, a, b, c]) as usize;
        let kind = HandshakeType(kind);
        if at < from + len {
            return format!(" ({}{kind})", hello_field(kind, at - from));
        }
        from += len;
    }
    String::new()
}

/// The field of a hello that has a fixed place (RFC 8446 §4.1.2, §4.1.3).
fn hello_field(kind: HandshakeType, at: usize) -> String {
    const VERSION: usize = HANDSHAKE_HEADER;
    const RANDOM: usize = VERSION + 2;
    const SESSION_ID: usize = RANDOM + RANDOM_LEN;
    let hello = matches!(kind, HandshakeType::CLIENT_HELLO | HandshakeType::SERVER_HELLO);
    match at {
        ..VERSION => "header of ".to_owned(),
        VERSION..RANDOM if hello => "version of ".to_owned(),
        RANDOM..SESSION_ID if hello => "random of ".to_owned(),
        _ => format!("byte {at} of "),
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "step {}, line {}, {}", self.step, self.line, self.call)?;
        let or_nothing = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".into());
        writeln!(f, "  the tape has     {}", or_nothing(&self.expected))?;
        write!(f, "  the machine does {}", or_nothing(&self.got))?;
        if let Some(place) = &self.place {
            write!(f, "\n  {place}")?;
        }
        match &self.failure {
            Some(failure) => write!(f, "\n  and fails        {failure}"),
            None => Ok(()),
        }
    }
}
