//! Key logs: the format of SSLKEYLOGFILE (RFC 9850 §2), and the older forms of NSS and OpenSSL.
//!
//! ```text
//! LABEL client_random secret                          RFC 9850; all but the label in hexadecimal
//! RSA encrypted[8] pre_master_secret                  NSS, before it logged CLIENT_RANDOM
//! RSA Session-ID:session_id Master-Key:master_secret  openssl s_client, written into one line
//! ```

use core::fmt;

use countersign::{crypto::Secret, wire::RANDOM_LEN};

use super::{Keys, MAX_LOGGED_SECRET};

/// The longest id of a session, in bytes (RFC 5246 §7.4.1.2).
const MAX_SESSION_ID: usize = 32;

macro_rules! labels {
    ($($(#[$doc:meta])+ $name:ident = $text:literal;)+) => {
        /// What a secret of a key log is for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Label { $($(#[$doc])+ $name,)+ }

        impl Label {
            /// Every label.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// As it stands in the file.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }
        }
    };
}

labels! {
    /// The master secret up to TLS 1.2 (RFC 9850 §2.2).
    ClientRandom = "CLIENT_RANDOM";
    /// The pre-master secret, as some servers log it.
    PmsClientRandom = "PMS_CLIENT_RANDOM";
    /// `client_early_traffic_secret` (RFC 8446 §7.1).
    ClientEarlyTraffic = "CLIENT_EARLY_TRAFFIC_SECRET";
    /// `early_exporter_master_secret`.
    EarlyExporter = "EARLY_EXPORTER_SECRET";
    /// `client_handshake_traffic_secret`.
    ClientHandshakeTraffic = "CLIENT_HANDSHAKE_TRAFFIC_SECRET";
    /// `server_handshake_traffic_secret`.
    ServerHandshakeTraffic = "SERVER_HANDSHAKE_TRAFFIC_SECRET";
    /// `client_application_traffic_secret_0`.
    ClientTraffic0 = "CLIENT_TRAFFIC_SECRET_0";
    /// `server_application_traffic_secret_0`.
    ServerTraffic0 = "SERVER_TRAFFIC_SECRET_0";
    /// `exporter_master_secret`.
    Exporter = "EXPORTER_SECRET";
    /// The shared secret of an encrypted ClientHello.
    EchSecret = "ECH_SECRET";
    /// The configuration under which a ClientHello was encrypted.
    EchConfig = "ECH_CONFIG";
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a log held.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LogCount {
    /// Secrets that were taken.
    pub taken: usize,
    /// Lines that are neither a secret, nor a comment, nor empty.
    pub passed_over: usize,
}

/// Why a line gives no secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyLogLineError {
    /// Its first word is no label that is known.
    UnknownLabel,
    /// A field is not there, has another length than it should, or is not hexadecimal.
    Field(&'static str),
    /// The store is full ([`super::MAX_LOGGED`]).
    Full,
}

impl fmt::Display for KeyLogLineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownLabel => f.write_str("the line begins with no label of a key log"),
            Self::Field(field) => write!(f, "{field} is not there, or not as it should be"),
            Self::Full => f.write_str("there are more secrets than are kept"),
        }
    }
}

impl core::error::Error for KeyLogLineError {}

impl Keys {
    /// Takes what a log holds. Lines that give no secret are counted and passed over, since a
    /// program may have been stopped while it wrote (RFC 9850 §2).
    pub fn add_log(&mut self, log: &[u8]) -> LogCount {
        let mut count = LogCount::default();
        for line in log.split(|byte| matches!(byte, b'\n' | b'\r')) {
            match core::str::from_utf8(line).map(|line| self.add_line(line)) {
                Ok(Ok(true)) => count.taken += 1,
                Ok(Ok(false)) => {}
                Ok(Err(_)) | Err(_) => count.passed_over += 1,
            }
        }
        count
    }

    /// Takes one line; `false` where it is a comment or empty.
    pub fn add_line(&mut self, line: &str) -> Result<bool, KeyLogLineError> {
        let mut words = line.split_ascii_whitespace();
        let Some(first) = words.next().filter(|word| !word.starts_with('#')) else {
            return Ok(false);
        };
        if !self.has_room() {
            return Err(KeyLogLineError::Full);
        }
        let mut field = |name| words.next().ok_or(KeyLogLineError::Field(name));
        if first == "RSA" {
            let (name, secret) = (field("the name")?, field("the secret")?);
            return self.add_rsa_line(name, secret).map(|()| true);
        }
        let label = Label::ALL.iter().find(|label| label.name() == first);
        let label = *label.ok_or(KeyLogLineError::UnknownLabel)?;
        let random: [u8; RANDOM_LEN] = hex(field("the random")?, "the random")?;
        let secret = secret(field("the secret")?)?;
        self.logged.insert((label, random), secret);
        Ok(true)
    }

    fn add_rsa_line(&mut self, name: &str, value: &str) -> Result<(), KeyLogLineError> {
        if let Some(id) = name.strip_prefix("Session-ID:") {
            let wrong = KeyLogLineError::Field("the session id");
            if id.len() > 2 * MAX_SESSION_ID {
                return Err(wrong);
            }
            let id = base16ct::mixed::decode_vec(id).map_err(|_| wrong)?;
            let master = value.strip_prefix("Master-Key:");
            let master = secret(master.ok_or(KeyLogLineError::Field("the master secret"))?)?;
            self.by_session_id.insert(id, master);
            return Ok(());
        }
        self.by_encrypted.insert(hex(name, "the encrypted secret")?, secret(value)?);
        Ok(())
    }
}

/// Decoded where it is wiped.
fn secret(text: &str) -> Result<Secret, KeyLogLineError> {
    let mut is_whole = false;
    let len = text.len() / 2;
    if (1..=MAX_LOGGED_SECRET).contains(&len) {
        let secret =
            Secret::filled(len, |bytes| is_whole = base16ct::mixed::decode(text, bytes).is_ok());
        if is_whole {
            return Ok(secret);
        }
    }
    Err(KeyLogLineError::Field("the secret"))
}

fn hex<const LEN: usize>(text: &str, field: &'static str) -> Result<[u8; LEN], KeyLogLineError> {
    let mut bytes = [0; LEN];
    match base16ct::mixed::decode(text, &mut bytes) {
        Ok(decoded) if decoded.len() == LEN => Ok(bytes),
        _ => Err(KeyLogLineError::Field(field)),
    }
}

#[cfg(test)]
mod tests {
    use std::format;

    use super::*;

    #[test]
    fn every_form_of_line() {
        let mut keys = Keys::new();
        let random = "ab".repeat(32);
        for label in Label::ALL {
            assert_eq!(keys.add_line(&format!("{label} {random} 0102")), Ok(true), "{label}");
            assert_eq!(keys.logged(*label, &[0xab; 32]).unwrap().expose(), [1, 2]);
        }
        let line = "RSA Session-ID:0A0b Master-Key:0c";
        assert_eq!(keys.add_line(line), Ok(true));
        assert_eq!(keys.master_of_session(&[10, 11]).unwrap().expose(), [12]);
        assert!(keys.master_of_session(&[]).is_none());
        assert_eq!(keys.add_line("RSA 0102030405060708 0c0d"), Ok(true));
        let encrypted = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        assert_eq!(keys.pre_master_of(&encrypted).unwrap().expose(), [12, 13]);
    }

    #[test]
    fn only_secrets_and_ids_of_a_length_that_is_used() {
        let mut keys = Keys::new();
        let random = "ab".repeat(RANDOM_LEN);
        let mut line = |name: &str, len| keys.add_line(&format!("{name} {}", "0f".repeat(len)));
        let label = format!("ECH_CONFIG {random}");
        assert_eq!(line(&label, MAX_LOGGED_SECRET), Ok(true));
        let wrong = Err(KeyLogLineError::Field("the secret"));
        assert_eq!(line(&label, MAX_LOGGED_SECRET + 1), wrong);
        for (bytes, taken) in [(32, true), (33, false)] {
            let session = format!("RSA Session-ID:{} Master-Key:", "0f".repeat(bytes));
            let came = keys.add_line(&format!("{session}0c"));
            assert_eq!(came.is_ok(), taken);
        }
    }

    #[test]
    fn comments_are_no_errors_and_damage_is() {
        let mut keys = Keys::new();
        for line in ["", "  ", "# a comment"] {
            assert_eq!(keys.add_line(line), Ok(false));
        }
        let line = format!("CLIENT_RANDOM {} 0102", "ab".repeat(32));
        for len in 1..line.len() - 3 {
            assert!(keys.add_line(&line[..len]).is_err(), "{len}");
        }
        assert!(keys.add_line(&line.replace('b', "g")).is_err());
        assert_eq!(keys.add_line("SOMETHING 00 00"), Err(KeyLogLineError::UnknownLabel));
        let log = [line.as_bytes(), b"\r\n# comment\nbroken\n\xff"].concat();
        assert_eq!(keys.add_log(&log), LogCount { taken: 1, passed_over: 2 });
    }
}
