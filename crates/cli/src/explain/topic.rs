//! Something that can be explained.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

/// Where a paragraph is broken, characters.
const WIDTH: usize = 100;

/// Something with a name. As JSON: the object with `"event":"explain"`.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename = "explain")]
pub(super) struct Topic {
    /// `alert`, `suite` and so on.
    kind: &'static str,
    name: String,
    /// On the wire.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    /// Other names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    /// It is more than a name to this library.
    in_use: bool,
    /// What there is to say, each with a label.
    #[serde(serialize_with = "as_map")]
    facts: Vec<(&'static str, Vec<String>)>,
}

fn as_map<S: Serializer>(
    facts: &[(&'static str, Vec<String>)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(facts.iter().map(|(label, lines)| (label, lines)))
}

impl Topic {
    pub(super) fn new(kind: &'static str, name: impl Into<String>) -> Self {
        let name = name.into();
        Self { kind, name, number: None, also: Vec::new(), in_use: true, facts: Vec::new() }
    }

    pub(super) fn number(mut self, number: impl Into<u32>) -> Self {
        self.number = Some(number.into());
        self
    }

    pub(super) fn also(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        if name != self.name && !name.is_empty() {
            self.also.push(name);
        }
        self
    }

    /// It has a name here, and no more.
    pub(super) fn only_named(mut self) -> Self {
        self.in_use = false;
        self
    }

    pub(super) fn fact(self, label: &'static str, text: impl std::fmt::Display) -> Self {
        self.facts(label, [format!("{text}")])
    }

    /// Several lines under one label; none where there are none.
    pub(super) fn facts(
        mut self,
        label: &'static str,
        lines: impl IntoIterator<Item = String>,
    ) -> Self {
        let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() {
            self.facts.push((label, lines));
        }
        self
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is_in_use(&self) -> bool {
        self.in_use
    }

    /// By a name, whatever its letters' case and however its words are joined, or by the number.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let number = match name.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => name.parse().ok(),
        };
        number.is_some() && number == self.number
            || self.names().any(|known| plain(known) == plain(name))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.also).map(String::as_str)
    }

    pub(super) fn text(&self) -> String {
        let Self { kind, name, number, also, facts, .. } = self;
        let mut text = format!("{kind} {name}");
        if let Some(number) = number {
            // Writing to a String cannot fail, here and below.
            let _ = write!(text, " ({number}, {number:#x})");
        }
        text.push('\n');
        if !also.is_empty() {
            text.push_str(&paragraph("also called", &also.join(", ")));
        }
        for (label, lines) in facts {
            for (index, line) in lines.iter().enumerate() {
                text.push_str(&paragraph(if index == 0 { label } else { "" }, line));
            }
        }
        text
    }
}

fn plain(name: &str) -> String {
    let joint = |it: &char| !matches!(it, '_' | '-' | ' ');
    name.chars().filter(joint).flat_map(char::to_lowercase).collect()
}

/// The name that is nearest to a misspelt one, if one is near.
pub(super) fn nearest<'a>(name: &str, topics: &'a [Topic]) -> Option<&'a str> {
    let name = plain(name);
    let names = topics.iter().flat_map(Topic::names);
    let likeness = |known: &'a str| (strsim::jaro_winkler(&name, &plain(known)), known);
    let best = names.map(likeness).max_by(|one, other| one.0.total_cmp(&other.0))?;
    (best.0 > 0.8).then_some(best.1)
}

/// A label, and words beside it, broken into lines.
pub(super) fn paragraph(label: &str, words: &str) -> String {
    const LABEL: usize = 20;
    let mut text = format!("  {label:<LABEL$}");
    let mut column = LABEL + 2;
    let mut begun = false;
    for word in words.split(' ') {
        let len = word.chars().count();
        if begun && column + 1 + len > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(LABEL + 2));
            column = LABEL + 2;
            begun = false;
        }
        if begun {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += len;
        begun = true;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics() -> Vec<Topic> {
        ["bad_record_mac", "bad_certificate", "WaitFinished"]
            .map(|name| Topic::new("thing", name).number(20_u32))
            .into()
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        let [alert, ..] = &topics()[..] else { unreachable!() };
        for name in ["bad_record_mac", "Bad-Record-MAC", "BadRecordMac", "20", "0x14"] {
            assert!(alert.is_called(name), "{name}");
        }
        assert!(!alert.is_called("bad_record") && !alert.is_called("21"));
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("bad_record_mak", &topics()), Some("bad_record_mac"));
        assert_eq!(nearest("WaitFinnished", &topics()), Some("WaitFinished"));
        assert_eq!(nearest("xyzzy", &topics()), None);
    }

    #[test]
    fn paragraphs_are_no_wider_than_a_page() {
        let text = paragraph("label", &"word ".repeat(60));
        assert!(text.lines().count() > 2);
        assert!(text.lines().all(|line| line.trim_end().len() <= WIDTH), "{text}");
    }
}
