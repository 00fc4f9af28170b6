//! Secrets that are told on request: to a file for tools that decrypt captures, and keying
//! material for what runs inside the connection.

use std::{path::PathBuf, str::FromStr};

use clap::Args;
use countersign::Connection;
use countersign_std::KeyLogFile;
use serde::Serialize;

use crate::{advice, failure::Failure, private_file};

/// Bytes of keying material where no length is given.
const DEFAULT_LEN: usize = 32;
/// The most that is printed.
const MAX_LEN: usize = 1024;

/// The options that tell secrets.
#[derive(Debug, Default, Args)]
pub(crate) struct Disclosure {
    /// Appends the secrets of each connection to this file, as SSLKEYLOGFILE has them: whoever
    /// reads it can read the connections
    #[arg(long, value_name = "FILE")]
    pub(crate) keylog: Option<PathBuf>,
    /// Prints keying material of the connection for this label (RFC 5705), 32 bytes unless LEN is
    /// given; it is secret
    #[arg(long, value_name = "LABEL[:LEN]")]
    pub(crate) exporter: Option<Exporter>,
}

impl Disclosure {
    /// The file of `--keylog`, open.
    pub(crate) fn key_log(&self) -> Result<Option<KeyLogFile>, Failure> {
        let Some(path) = &self.keylog else { return Ok(None) };
        KeyLogFile::open(path).map(Some).map_err(|error| {
            let message = format!("{} cannot be written: {error}", path.display());
            Failure::usage(message, advice::file(error.kind()))
        })
    }
}

/// A label with the length of what is exported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exporter {
    label: String,
    len: usize,
}

/// Keying material that was asked for.
#[derive(Serialize)]
#[serde(tag = "event", rename = "exporter")]
pub(crate) struct Exported<'a> {
    label: &'a str,
    keying_material: String,
}

impl Exporter {
    /// The keying material of a complete handshake.
    pub(crate) fn export(&self, connection: &Connection) -> Result<Exported<'_>, Failure> {
        let mut out = vec![0; self.len];
        connection.export_keying_material(&self.label, None, &mut out).map_err(|error| {
            Failure::usage(format!("nothing can be exported for \"{}\": {error}", self.label), "")
        })?;
        Ok(Exported { label: &self.label, keying_material: private_file::hex(&out) })
    }
}

impl Exported<'_> {
    /// In a line.
    pub(crate) fn words(&self) -> String {
        let Self { label, keying_material } = self;
        format!("keying material for \"{}\": {keying_material}", label.escape_debug())
    }
}

impl FromStr for Exporter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (label, len) = match text.rsplit_once(':') {
            Some((label, len)) => {
                let len = len.parse().map_err(|_| format!("\"{len}\" is not a number of bytes"))?;
                (label, len)
            }
            None => (text, DEFAULT_LEN),
        };
        if label.is_empty() || !(1..=MAX_LEN).contains(&len) {
            return Err(format!("a label and 1 to {MAX_LEN} bytes are wanted"));
        }
        Ok(Self { label: label.to_owned(), len })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_may_have_a_length() {
        let exporter = |label: &str, len| Exporter { label: label.to_owned(), len };
        assert_eq!("EXPORTER-a".parse(), Ok(exporter("EXPORTER-a", 32)));
        assert_eq!("EXPORTER-a b:20".parse(), Ok(exporter("EXPORTER-a b", 20)));
        for bad in ["", ":20", "a:", "a:0", "a:1025", "a:b"] {
            assert!(bad.parse::<Exporter>().is_err(), "{bad}");
        }
    }
}
