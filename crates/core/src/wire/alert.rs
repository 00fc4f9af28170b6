//! `Alert`: RFC 5246 §7.2, and the registry "TLS Alerts".
//!
//! ```text
//! struct { AlertLevel level; AlertDescription description; } Alert;
//! ```

use core::fmt;

use super::{DecodeError, Reader};

/// Warning or fatal. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AlertLevel(pub u8);

impl AlertLevel {
    /// The connection may go on.
    pub const WARNING: Self = Self(1);
    /// The connection ends.
    pub const FATAL: Self = Self(2);
}

impl fmt::Display for AlertLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::WARNING => f.write_str("warning"),
            Self::FATAL => f.write_str("fatal"),
            Self(number) => write!(f, "level {number}"),
        }
    }
}

impl fmt::Debug for AlertLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What an alert says. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AlertDescription(pub u8);

macro_rules! alerts {
    ($($constant:ident = $number:literal, $name:literal, $section:literal;)+) => {
        impl AlertDescription {
            $(#[doc = concat!("`", $name, "`, ", $section, ".")]
            pub const $constant: Self = Self($number);)+

            /// Every alert with a name, in numerical order.
            pub const ALL: &'static [Self] = &[$(Self::$constant),+];

            /// Where the RFC describes the alert.
            pub fn section(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($section),)+
                    _ => None,
                }
            }

            /// The RFC's name of the alert.
            pub fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($name),)+
                    _ => None,
                }
            }
        }
    };
}

alerts! {
    CLOSE_NOTIFY = 0, "close_notify", "RFC 5246 §7.2.1";
    UNEXPECTED_MESSAGE = 10, "unexpected_message", "RFC 5246 §7.2.2";
    BAD_RECORD_MAC = 20, "bad_record_mac", "RFC 5246 §7.2.2";
    DECRYPTION_FAILED = 21, "decryption_failed", "RFC 5246 §7.2.2, reserved";
    RECORD_OVERFLOW = 22, "record_overflow", "RFC 5246 §7.2.2";
    DECOMPRESSION_FAILURE = 30, "decompression_failure", "RFC 5246 §7.2.2";
    HANDSHAKE_FAILURE = 40, "handshake_failure", "RFC 5246 §7.2.2";
    NO_CERTIFICATE = 41, "no_certificate", "RFC 6101 §5.4.2, SSL 3.0 only";
    BAD_CERTIFICATE = 42, "bad_certificate", "RFC 5246 §7.2.2";
    UNSUPPORTED_CERTIFICATE = 43, "unsupported_certificate", "RFC 5246 §7.2.2";
    CERTIFICATE_REVOKED = 44, "certificate_revoked", "RFC 5246 §7.2.2";
    CERTIFICATE_EXPIRED = 45, "certificate_expired", "RFC 5246 §7.2.2";
    CERTIFICATE_UNKNOWN = 46, "certificate_unknown", "RFC 5246 §7.2.2";
    ILLEGAL_PARAMETER = 47, "illegal_parameter", "RFC 5246 §7.2.2";
    UNKNOWN_CA = 48, "unknown_ca", "RFC 5246 §7.2.2";
    ACCESS_DENIED = 49, "access_denied", "RFC 5246 §7.2.2";
    DECODE_ERROR = 50, "decode_error", "RFC 5246 §7.2.2";
    DECRYPT_ERROR = 51, "decrypt_error", "RFC 5246 §7.2.2";
    EXPORT_RESTRICTION = 60, "export_restriction", "RFC 5246 §7.2.2, reserved";
    PROTOCOL_VERSION = 70, "protocol_version", "RFC 5246 §7.2.2";
    INSUFFICIENT_SECURITY = 71, "insufficient_security", "RFC 5246 §7.2.2";
    INTERNAL_ERROR = 80, "internal_error", "RFC 5246 §7.2.2";
    INAPPROPRIATE_FALLBACK = 86, "inappropriate_fallback", "RFC 7507 §2";
    USER_CANCELED = 90, "user_canceled", "RFC 5246 §7.2.2";
    NO_RENEGOTIATION = 100, "no_renegotiation", "RFC 5246 §7.2.2";
    MISSING_EXTENSION = 109, "missing_extension", "RFC 8446 §6.2";
    UNSUPPORTED_EXTENSION = 110, "unsupported_extension", "RFC 5246 §7.2.2";
    CERTIFICATE_UNOBTAINABLE = 111, "certificate_unobtainable", "RFC 6066 §9";
    UNRECOGNIZED_NAME = 112, "unrecognized_name", "RFC 6066 §9";
    BAD_CERTIFICATE_STATUS_RESPONSE = 113, "bad_certificate_status_response", "RFC 6066 §9";
    BAD_CERTIFICATE_HASH_VALUE = 114, "bad_certificate_hash_value", "RFC 6066 §9";
    UNKNOWN_PSK_IDENTITY = 115, "unknown_psk_identity", "RFC 4279 §6";
    CERTIFICATE_REQUIRED = 116, "certificate_required", "RFC 8446 §6.2";
    NO_APPLICATION_PROTOCOL = 120, "no_application_protocol", "RFC 7301 §3.2";
}

impl fmt::Display for AlertDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "alert {}", self.0),
        }
    }
}

impl fmt::Debug for AlertDescription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An alert message: two bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Warning or fatal.
    pub level: AlertLevel,
    /// What it says.
    pub description: AlertDescription,
}

impl Alert {
    /// The two bytes of the wire.
    pub fn encode(self) -> [u8; 2] {
        [self.level.0, self.description.0]
    }

    /// Reads exactly one alert.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new("Alert", bytes);
        let level = AlertLevel(reader.u8("level")?);
        let description = AlertDescription(reader.u8("description")?);
        reader.finish()?;
        Ok(Self { level, description })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_every_other_length_is_refused() {
        let alert =
            Alert { level: AlertLevel::FATAL, description: AlertDescription::HANDSHAKE_FAILURE };
        assert_eq!(alert.encode(), [2, 40]);
        assert_eq!(Alert::decode(&[2, 40]), Ok(alert));
        assert!(Alert::decode(&[2]).is_err());
        assert!(Alert::decode(&[2, 40, 0]).is_err());
    }
}
