//! Reading facts back.

use alloc::{borrow::ToOwned as _, string::String, vec::Vec};

use countersign::crypto::Secret;

use crate::{
    error::{TapeError, TapeFault},
    page::{NONE, REDACTED, REMARK, SECRET},
};

/// One line of a tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact<'a> {
    /// Its number in the text, from 1.
    pub line: usize,
    /// The line, without indentation.
    pub text: &'a str,
    words: Vec<&'a str>,
    /// It belongs to the call before.
    pub(crate) indented: bool,
}

impl<'a> Fact<'a> {
    /// Cuts a line into words.
    pub(crate) fn read(line: usize, text: &'a str) -> Result<Self, TapeError> {
        let indented = text.starts_with(' ');
        let text = text.trim();
        let mut words = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let end = word_end(rest).ok_or_else(|| TapeFault::OpenQuote.at(line))?;
            let (word, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            words.push(word);
            rest = behind.trim_start_matches(' ');
        }
        Ok(Self { line, text, words, indented })
    }

    /// What kind of fact it is.
    pub fn verb(&self) -> &'a str {
        self.words.first().copied().unwrap_or_default()
    }

    /// The words that count: all but the remarks.
    pub(crate) fn words(&self) -> impl Iterator<Item = &'a str> {
        self.words.iter().copied().filter(|word| !word.starts_with(REMARK))
    }

    /// The words that are neither fields nor remarks.
    fn bare(&self) -> impl Iterator<Item = &'a str> {
        self.words().filter(|word| !word.contains('='))
    }

    /// The fields, with their values.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.words().filter_map(|word| word.split_once('='))
    }

    /// True if the machine's fact says what this one, of a tape, does. A field that the machine
    /// has and the tape has not came with a later version, and does not count.
    pub(crate) fn is_said_by(&self, machines: &Fact<'_>) -> bool {
        self.bare().eq(machines.bare())
            && self.fields().all(|(name, value)| machines.field(name) == Some(value))
    }

    pub(crate) fn fault(&self, fault: TapeFault) -> TapeError {
        fault.at(self.line)
    }

    fn wrong(&self, name: &str, expected: &'static str) -> TapeError {
        self.fault(TapeFault::Value { name: name.to_owned(), expected })
    }

    /// The words behind the verb that are neither fields nor remarks.
    pub(crate) fn word(&self, index: usize) -> Result<&'a str, TapeError> {
        self.bare()
            .nth(index + 1)
            .ok_or_else(|| self.fault(TapeFault::MissingWord { index: index + 1 }))
    }

    /// The value of a field; nothing where it is not there.
    pub fn field(&self, name: &str) -> Option<&'a str> {
        self.words().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    fn value(&self, name: &str) -> Result<&'a str, TapeError> {
        let missing = || self.fault(TapeFault::MissingField { name: name.to_owned() });
        self.field(name).ok_or_else(missing)
    }

    pub(crate) fn number(&self, name: &str) -> Result<u64, TapeError> {
        self.value(name)?.parse().map_err(|_| self.wrong(name, "a number"))
    }

    pub(crate) fn size(&self, name: &str) -> Result<usize, TapeError> {
        let number = self.number(name)?;
        usize::try_from(number).map_err(|_| self.wrong(name, "a number that fits"))
    }

    pub(crate) fn small(&self, name: &str) -> Result<u32, TapeError> {
        let number = self.number(name)?;
        u32::try_from(number).map_err(|_| self.wrong(name, "a number below 2^32"))
    }

    pub(crate) fn flag(&self, name: &str) -> Result<bool, TapeError> {
        match self.value(name)? {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(self.wrong(name, "yes or no")),
        }
    }

    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, TapeError> {
        self.hex(name, self.value(name)?)
    }

    pub(crate) fn pieces(&self, name: &str) -> Result<Vec<Vec<u8>>, TapeError> {
        let value = self.value(name)?;
        let pieces = value.split(',').filter(|piece| !piece.is_empty());
        pieces.map(|piece| self.hex(name, piece)).collect()
    }

    /// What is there, or nothing where it says `none`.
    pub(crate) fn option<T>(
        &self,
        name: &str,
        read: impl FnOnce(&Self, &str) -> Result<T, TapeError>,
    ) -> Result<Option<T>, TapeError> {
        if self.value(name)? == NONE { Ok(None) } else { read(self, name).map(Some) }
    }

    pub(crate) fn secret(&self, name: &str) -> Result<Secret, TapeError> {
        let value = self.value(name)?;
        let hex = value.strip_prefix(SECRET).ok_or_else(|| self.wrong(name, "secret:"))?;
        if hex.starts_with(REDACTED) {
            return Err(self.fault(TapeFault::Redacted { name: name.to_owned() }));
        }
        Ok(Secret::new(&zeroize::Zeroizing::new(self.hex(name, hex)?)))
    }

    /// A text between quotes.
    pub(crate) fn quoted(&self, name: &str) -> Result<String, TapeError> {
        let value = self.value(name)?;
        unquoted(value).ok_or_else(|| self.wrong(name, "a text between quotes"))
    }

    fn hex(&self, name: &str, digits: &str) -> Result<Vec<u8>, TapeError> {
        base16ct::lower::decode_vec(digits)
            .map_err(|_| self.wrong(name, "pairs of hexadecimal digits, in lower case"))
    }
}

/// Where the first word ends; nothing where a quote stays open.
fn word_end(text: &str) -> Option<usize> {
    let mut quoted = false;
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ' ' if !quoted => return Some(index),
            _ => {}
        }
    }
    (!quoted).then_some(text.len())
}

/// What stands between the quotes.
fn unquoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        text.push(match character {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let number = characters.as_str().strip_prefix('{')?;
                    let (digits, rest) = number.split_once('}')?;
                    characters = rest.chars();
                    char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
                }
                itself @ ('"' | '\\' | '\'') => itself,
                _ => return None,
            },
            '"' => return None,
            other => other,
        });
    }
    Some(text)
}
