//! Writing facts: one a line, of words.
//!
//! ```text
//! fact  = [ "  " ] verb *( " " word ) LF
//! word  = bare | name "=" value | "~" remark
//! value = bare | quoted | hex | "secret:" hex | "secret:redacted:" length | value *( "," value )
//! ```
//!
//! A fact without indentation is what a driver did; the indented ones behind it are what came of
//! it. Nothing depends on remarks.

use alloc::string::String;
use core::fmt::{self, Write as _};

use zeroize::Zeroizing;

/// Marks what nobody else should know.
pub(crate) const SECRET: &str = "secret:";
/// Stands behind [`SECRET`] where it was taken out; its length in bytes follows.
pub(crate) const REDACTED: &str = "redacted:";
/// Begins a remark.
pub(crate) const REMARK: char = '~';
/// What is not there.
pub(crate) const NONE: &str = "none";

/// Lines in the making. They may hold secrets, so that they are wiped.
pub(crate) struct Page {
    text: Zeroizing<String>,
    redacts: bool,
}

impl Page {
    pub(crate) fn new(redacts: bool) -> Self {
        Self { text: Zeroizing::new(String::new()), redacts }
    }

    /// Something that a driver did.
    pub(crate) fn call(&mut self, verb: &str) -> Line<'_> {
        self.line("", verb)
    }

    /// Something that belongs to the call before.
    pub(crate) fn part(&mut self, verb: &str) -> Line<'_> {
        self.line("  ", verb)
    }

    pub(crate) fn line(&mut self, indentation: &str, verb: &str) -> Line<'_> {
        self.text.push_str(indentation);
        self.text.push_str(verb);
        Line { text: &mut self.text, redacts: self.redacts }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Takes back what stands behind so many bytes.
    pub(crate) fn take_back(&mut self, len: usize) {
        self.text.truncate(len);
    }

    /// Forgets what was written out.
    pub(crate) fn clear(&mut self) {
        zeroize::Zeroize::zeroize(&mut *self.text);
    }
}

/// One fact in the making; [`Line::end`] ends it.
#[must_use]
pub(crate) struct Line<'a> {
    text: &'a mut String,
    redacts: bool,
}

impl Line<'_> {
    /// A word without spaces.
    pub(crate) fn word(self, word: impl fmt::Display) -> Self {
        // Writing to a String cannot fail, here and below.
        let _ = write!(self.text, " {word}");
        self
    }

    fn name(&mut self, name: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push('=');
    }

    /// Something whose text has no spaces.
    pub(crate) fn field(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.name(name);
        let _ = write!(self.text, "{value}");
        self
    }

    pub(crate) fn none(self, name: &str) -> Self {
        self.field(name, NONE)
    }

    pub(crate) fn flag(self, name: &str, flag: bool) -> Self {
        self.field(name, if flag { "yes" } else { "no" })
    }

    /// Any text.
    pub(crate) fn text(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.name(name);
        self.text.push('"');
        let _ = write!(Escaped(self.text), "{value}");
        self.text.push('"');
        self
    }

    pub(crate) fn bytes(mut self, name: &str, bytes: &[u8]) -> Self {
        self.name(name);
        self.hex(bytes);
        self
    }

    /// Several pieces of bytes.
    pub(crate) fn pieces<B: AsRef<[u8]>>(mut self, name: &str, pieces: &[B]) -> Self {
        self.name(name);
        for (index, piece) in pieces.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.hex(piece.as_ref());
        }
        self
    }

    /// What nobody else should know.
    pub(crate) fn secret(mut self, name: &str, bytes: &[u8]) -> Self {
        self.name(name);
        self.text.push_str(SECRET);
        if self.redacts {
            let _ = write!(self.text, "{REDACTED}{}", bytes.len());
        } else {
            self.hex(bytes);
        }
        self
    }

    /// What is there, or `none`.
    pub(crate) fn option<T>(
        self,
        name: &str,
        value: Option<T>,
        write: impl FnOnce(Self, &str, T) -> Self,
    ) -> Self {
        match value {
            Some(value) => write(self, name, value),
            None => self.none(name),
        }
    }

    /// For readers alone.
    pub(crate) fn remark(self, remark: impl fmt::Display) -> Self {
        self.text.push_str(" ~\"");
        let _ = write!(Escaped(self.text), "{remark}");
        self.text.push('"');
        self
    }

    pub(crate) fn end(self) {
        self.text.push('\n');
    }

    fn hex(&mut self, bytes: &[u8]) {
        for byte in bytes {
            let _ = write!(self.text, "{byte:02x}");
        }
    }
}

/// Writes text between quotes: what would end the word, or the line, or move a terminal, is
/// escaped.
struct Escaped<'a>(&'a mut String);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for character in text.chars() {
            if character.is_control() || matches!(character, '"' | '\\' | '\u{2028}' | '\u{2029}') {
                self.0.extend(character.escape_default());
            } else {
                self.0.push(character);
            }
        }
        Ok(())
    }
}
