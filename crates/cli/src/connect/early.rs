//! What goes before the handshake is complete (RFC 8446 §2.3), and new keys behind it (§4.6.3).

use std::{
    io::{self, Write as _},
    path::Path,
};

use countersign::{EarlyData, wire::ProtocolVersion};
use countersign_std::TlsStream;
use serde::Serialize;

use crate::{failure::Failure, wire::Wire};

/// The longest file that is sent early, bytes: more than servers allow.
const MAX_FILE: u64 = 1 << 20;

/// The content of the file of `--early-data`.
pub(super) struct Early(Vec<u8>);

/// What became of it.
#[derive(Serialize)]
#[serde(tag = "event", rename = "early_data")]
pub(super) struct Outcome {
    /// Bytes that went early.
    bytes: usize,
    outcome: &'static str,
}

impl Early {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let unread = |error: io::Error| Failure::file(path, "read", &error);
        if path.metadata().map_err(unread)?.len() > MAX_FILE {
            return Err(Failure::usage(
                format!("{} is longer than {MAX_FILE} bytes", path.display()),
                "early data is for a short request: send the rest through the tunnel",
            ));
        }
        std::fs::read(path).map(Self).map_err(unread)
    }

    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.0.len()).unwrap_or(u64::MAX)
    }

    /// Sends what the session allows; returns how many bytes that were.
    pub(super) fn send(&self, stream: &mut TlsStream<Wire>) -> io::Result<usize> {
        let mut rest = self.0.as_slice();
        while !rest.is_empty() {
            match stream.write_early(rest)? {
                0 => break,
                taken => rest = rest.get(taken..).unwrap_or_default(),
            }
        }
        Ok(self.0.len() - rest.len())
    }

    /// Sends what has not arrived, once the handshake is complete.
    pub(super) fn finish(
        &self,
        stream: &mut TlsStream<Wire>,
        sent: usize,
    ) -> Result<Outcome, Failure> {
        let early_data = stream.summary().map_or(EarlyData::None, |summary| summary.early_data);
        let (arrived, outcome) = match early_data {
            EarlyData::Accepted => (sent, "accepted"),
            EarlyData::Rejected => (0, "rejected"),
            EarlyData::None => (0, "not_allowed"),
        };
        stream
            .write_all(self.0.get(arrived..).unwrap_or_default())
            .map_err(|error| Failure::stream("the connection broke", &error, None))?;
        Ok(Outcome { bytes: sent, outcome })
    }
}

impl Outcome {
    /// In a line.
    pub(super) fn words(&self) -> String {
        let Self { bytes, outcome } = self;
        match *outcome {
            "accepted" => format!("{bytes} bytes went early, and were accepted"),
            "rejected" => format!("{bytes} bytes went early, were rejected, and went again"),
            _ => "nothing went early: there was no session that allows it".to_owned(),
        }
    }
}

/// New keys for both sides.
pub(super) fn update_keys(stream: &mut TlsStream<Wire>) -> Result<(), Failure> {
    match stream.connection().version() {
        Some(ProtocolVersion::TLS13) => stream
            .update_keys(true)
            .map_err(|error| Failure::stream("the keys were not changed", &error, None)),
        version => Err(Failure::usage(
            format!(
                "no new keys in {}: that is a matter of TLS 1.3",
                version.map_or_else(|| "this version".to_owned(), |version| version.to_string())
            ),
            "leave --key-update out, or have the server speak TLS 1.3",
        )),
    }
}
