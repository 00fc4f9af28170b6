//! Text from certificates, made fit for a log and a terminal.
//!
//! Names are chosen by whoever made the certificate. RFC 5280 §4.1.2.4 allows them any character
//! and any length: line breaks that forge log entries, terminal sequences, letters that turn the
//! direction of writing, a megabyte.

use alloc::string::String;
use core::fmt::{self, Display, Write};

use crate::limits::MAX_TEXT;

/// Takes text in, keeps it escaped, and stops after [`MAX_TEXT`] characters.
struct Cleaner {
    text: String,
    room: usize,
    escape_quotes: bool,
}

impl Write for Cleaner {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        for c in s.chars() {
            if self.room == 0 {
                self.text.push('…');
                // Makes the writer stop: the rest of a hostile name is not even formatted.
                return Err(fmt::Error);
            }
            self.room -= 1;
            match c {
                '\'' => self.text.push(c),
                '"' | '\\' if !self.escape_quotes => self.text.push(c),
                _ => self.text.extend(c.escape_debug()),
            }
        }
        Ok(())
    }
}

fn cleaned(text: &dyn Display, escape_quotes: bool) -> String {
    let mut cleaner = Cleaner { text: String::new(), room: MAX_TEXT, escape_quotes };
    // An error is the cleaner's own, when the text is cut, or the text's: what came is kept.
    let _cut = write!(cleaner, "{text}");
    cleaner.text
}

/// A distinguished name. RFC 4514 §2.4 already escapes quotes and backslashes in it.
pub(crate) fn distinguished(name: &x509_cert::name::Name) -> String {
    if name.is_empty() { String::from("(no name)") } else { cleaned(name, false) }
}

/// Any other text, in quotes.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", cleaned(&self.0, true))
    }
}

/// A list, told up to [`crate::limits::MAX_TOLD`] entries and then counted.
pub(crate) struct Told<'a, T>(pub(crate) &'a [T]);

impl<T: Display> Display for Told<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, item) in self.0.iter().enumerate() {
            if index == crate::limits::MAX_TOLD {
                return write!(f, " and {} more", self.0.len() - index);
            }
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{item}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;

    #[test]
    fn escapes_what_could_deceive() {
        assert_eq!(Quoted("a.example").to_string(), r#""a.example""#);
        assert_eq!(Quoted("a\"\\b").to_string(), r#""a\"\\b""#);
        assert_eq!(Quoted("a\r\n\u{1b}[2J").to_string(), r#""a\r\n\u{1b}[2J""#);
        assert_eq!(Quoted("a\u{202e}b\u{85}").to_string(), r#""a\u{202e}b\u{85}""#);
        assert_eq!(Quoted("Société").to_string(), r#""Société""#);
    }

    #[test]
    fn cuts_what_is_long() {
        let long = "x".repeat(MAX_TEXT + 1);
        let told = Quoted(&long).to_string();
        assert_eq!(told, format!("\"{}…\"", "x".repeat(MAX_TEXT)));
    }

    #[test]
    fn counts_what_is_not_told() {
        assert_eq!(Told(&[1, 2]).to_string(), "1, 2");
        assert_eq!(Told(&[0; 10]).to_string(), "0, 0, 0, 0, 0, 0, 0, 0 and 2 more");
    }
}
