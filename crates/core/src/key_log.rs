//! Secrets for tools that decrypt captures: the format of SSLKEYLOGFILE (RFC 9850).

use alloc::string::String;
use core::fmt::{self, Write as _};

#[cfg(feature = "tls13")]
use crate::schedule::{ExporterSecret, TrafficSecret};
use crate::{crypto::Secret, wire::RANDOM_LEN};

/// One secret of a connection.
#[derive(Clone)]
pub struct KeyLog {
    /// What it is, such as `CLIENT_RANDOM`: the master secret up to TLS 1.2 (RFC 9850 §2.2). In
    /// TLS 1.3 each traffic secret has a label of its own, and the exporter secret (§2.1).
    pub label: &'static str,
    /// The client's random, which names the connection.
    pub client_random: [u8; RANDOM_LEN],
    /// The secret.
    pub secret: Secret,
}

#[cfg(feature = "tls13")]
impl KeyLog {
    pub(crate) fn traffic(secret: &TrafficSecret, client_random: [u8; RANDOM_LEN]) -> Self {
        Self { label: secret.label().key_log(), client_random, secret: secret.to_secret() }
    }

    pub(crate) fn exporter(secret: &ExporterSecret, client_random: [u8; RANDOM_LEN]) -> Self {
        Self { label: "EXPORTER_SECRET", client_random, secret: secret.to_secret() }
    }
}

impl KeyLog {
    /// The line of the file, with its end: label, random and secret, the latter two in
    /// hexadecimal. It is as secret as the connection.
    pub fn line(&self) -> String {
        let mut line = String::with_capacity(
            self.label.len() + 2 * (RANDOM_LEN + self.secret.expose().len()) + 3,
        );
        line.push_str(self.label);
        for bytes in [&self.client_random[..], self.secret.expose()] {
            line.push(' ');
            for byte in bytes {
                // Writing to a String cannot fail.
                let _ = write!(line, "{byte:02x}");
            }
        }
        line.push('\n');
        line
    }
}

/// Shown without the secret.
impl fmt::Debug for KeyLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyLog").field("label", &self.label).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_three_words_and_its_debug_form_no_secret() {
        let log = KeyLog {
            label: "CLIENT_RANDOM",
            client_random: [0xab; RANDOM_LEN],
            secret: Secret::new(&[0x0f; 48]),
        };
        let line = log.line();
        let words: std::vec::Vec<_> = line.trim_end().split(' ').collect();
        assert_eq!(words, ["CLIENT_RANDOM", &"ab".repeat(32), &"0f".repeat(48)]);
        assert!(line.ends_with('\n') && line.len() == line.capacity());
        assert!(!std::format!("{log:?}").contains("0f"));
    }
}
