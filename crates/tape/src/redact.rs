//! A tape without its secrets, to be given away.

use alloc::string::String;
use core::fmt::Write as _;

use crate::page::{REDACTED, SECRET};

/// The text of a tape with its secrets and its application data taken out; their lengths stay. It
/// can be read, and replayed up to where the first of them is needed.
///
/// What stays: names, certificates, sizes, times, addresses in certificates, and every byte of the
/// wire. `docs/TRANSCRIPTS.md` says what that tells.
pub fn redact(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "secrets kept" {
            redacted.push_str("secrets redacted\n");
            continue;
        }
        let mut rest = line;
        // A quoted text may hold the mark too, and loses by it nothing but the text's sense.
        while let Some(at) = rest.find(SECRET) {
            let (front, behind) = rest.split_at_checked(at + SECRET.len()).unwrap_or((rest, ""));
            redacted.push_str(front);
            let end = behind.find(|it: char| !it.is_ascii_hexdigit()).unwrap_or(behind.len());
            let (hex, after) = behind.split_at_checked(end).unwrap_or((behind, ""));
            if !after.starts_with(REDACTED) {
                // Writing to a String cannot fail.
                let _ = write!(redacted, "{REDACTED}{}", hex.len() / 2);
            }
            rest = after;
        }
        redacted.push_str(rest);
    }
    redacted
}
