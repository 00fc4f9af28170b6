//! What an observer tells beyond what an endpoint does: connections, what cannot be read, verdicts,
//! faults of either side.

use std::fmt::Write as _;

use countersign::wire::Message;
use countersign_observe::{Decoded, Fingerprint, Seen};
use serde::Serialize;

use super::{
    entry::{Facts, Side},
    facts,
    text::{BAD, DIM, GOOD, INDENT, KEYS, NAME, line, size},
};
use crate::output::printable;

/// One thing that was observed. The field names are those of `--json`, and are kept.
#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum Observed {
    /// A connection begins.
    Connection { client: String, server: String },
    /// Bytes of another protocol, before TLS.
    Plaintext { from: Side, bytes: usize, text: String },
    /// A message in the form of SSL 2.0.
    Ssl2 { from: Side, message: &'static str, bytes: usize, facts: Facts },
    /// One side encrypts from here on, with keys that nobody gave.
    UnknownKeys { from: Side, cipher: Option<String> },
    /// Records whose content cannot be read.
    Sealed { from: Side, content: String, records: usize, bytes: usize, reason: &'static str },
    /// Application data, which came in so many records.
    Data { from: Side, records: usize, bytes: usize, early: bool, text: String },
    /// A proof, and what came of it.
    Verdict { from: Side, proof: &'static str, verdict: What, reason: Option<&'static str> },
    /// A side broke the order.
    OutOfOrder { from: Side, came: String, expected: String },
    /// Something cannot be decoded.
    Malformed { from: Side, problem: String },
    /// Something is not there.
    Missing { from: Side, what: String },
    /// The connection is at its end, or the capture is.
    End { from_client: u64, from_server: u64 },
}

/// What came of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    Right,
    Wrong,
    Unknown,
}

/// What a message says, with the fingerprints of hellos.
pub(crate) fn seen_facts(seen: &Seen) -> Facts {
    let mut facts = facts::of_seen(seen);
    let (fingerprint, names) = match seen.decode() {
        Ok(Decoded::Tls12(Message::ClientHello(hello))) => {
            (Fingerprint::of_client(&hello), ["ja3", "ja4"])
        }
        Ok(Decoded::Tls12(Message::ServerHello(hello))) => {
            (Fingerprint::of_server(&hello), ["ja3s", "ja4s"])
        }
        _ => return facts,
    };
    let [ja3, ja4] = names;
    facts.text(ja3, &fingerprint.ja3);
    facts.text(ja4, &fingerprint.ja4);
    facts
}

/// As text, with line ends.
pub(super) fn write(text: &mut String, entry: &Observed) {
    // Writing to a String cannot fail.
    let _ = match entry {
        Observed::Connection { client, server } => {
            writeln!(text, "{NAME}{client} → {server}{NAME:#}")
        }
        Observed::Plaintext { from, bytes, text: words } => {
            text.push_str("      ");
            line(text, *from, NAME, "plaintext", *bytes, false);
            writeln!(text, "{:INDENT$}{}", "", printable(words))
        }
        Observed::Ssl2 { from, message, bytes, facts } => {
            text.push_str("      ");
            line(text, *from, NAME, message, *bytes, false);
            super::text::facts(text, facts);
            Ok(())
        }
        Observed::UnknownKeys { from, cipher } => {
            let (side, cipher) = (from.name(), cipher.as_deref().unwrap_or("an unknown cipher"));
            writeln!(
                text,
                "{KEYS}      ── from here on the {side} encrypts with {cipher}; the keys are not \
                 known{KEYS:#}"
            )
        }
        Observed::Sealed { from, content, records, bytes, reason } => {
            text.push_str("      ");
            line(text, *from, DIM, &counted(content, *records), *bytes, true);
            writeln!(text, "{:INDENT$}{DIM}cannot be read: {reason}{DIM:#}", "")
        }
        Observed::Data { from, records, bytes, early, text: words } => {
            text.push_str("      ");
            let what = if *early { "early data" } else { "application data" };
            line(text, *from, NAME, &counted(what, *records), *bytes, true);
            writeln!(text, "{:INDENT$}{}", "", printable(words))
        }
        Observed::Verdict { from, proof, verdict, reason } => {
            verdict_line(text, *from, proof, *verdict, *reason);
            Ok(())
        }
        Observed::OutOfOrder { from, came, expected } => writeln!(
            text,
            "{BAD}   !  the {} breaks the order: {came} instead of {expected}{BAD:#}",
            from.name()
        ),
        Observed::Malformed { from, problem } => writeln!(
            text,
            "{BAD}   !  what the {} sends cannot be read: {}{BAD:#}",
            from.name(),
            printable(problem)
        ),
        Observed::Missing { from, what } => {
            writeln!(text, "{BAD}   !  of the {}: {what}{BAD:#}", from.name())
        }
        Observed::End { from_client, from_server } => writeln!(
            text,
            "{DIM}end of the connection; data: {} from the client, {} from the server{DIM:#}\n",
            size(*from_client),
            size(*from_server)
        ),
    };
}

fn verdict_line(
    text: &mut String,
    from: Side,
    proof: &str,
    verdict: What,
    reason: Option<&'static str>,
) {
    let side = from.name();
    let _ = match verdict {
        What::Right => writeln!(text, "{GOOD}      ✓{GOOD:#}  the {side}'s {proof} is right"),
        What::Wrong => writeln!(text, "{BAD}      ✗  the {side}'s {proof} is wrong{BAD:#}"),
        What::Unknown => {
            let reason = reason.unwrap_or_default();
            writeln!(text, "{DIM}      ?  the {side}'s {proof} cannot be checked: {reason}{DIM:#}")
        }
    };
}

fn counted(what: &str, records: usize) -> String {
    if records == 1 { what.to_owned() } else { format!("{what}, {records} records") }
}
