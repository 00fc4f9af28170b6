//! `ContentType` of a record: RFC 5246 §6.2.1.

use core::fmt;

/// The protocol that a record carries. Unknown numbers are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentType(pub u8);

impl ContentType {
    /// RFC 5246 §7.1.
    pub const CHANGE_CIPHER_SPEC: Self = Self(20);
    /// RFC 5246 §7.2.
    pub const ALERT: Self = Self(21);
    /// RFC 5246 §7.4.
    pub const HANDSHAKE: Self = Self(22);
    /// RFC 5246 §10.
    pub const APPLICATION_DATA: Self = Self(23);
}

impl fmt::Display for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            Self::CHANGE_CIPHER_SPEC => "ChangeCipherSpec",
            Self::ALERT => "Alert",
            Self::HANDSHAKE => "Handshake",
            Self::APPLICATION_DATA => "ApplicationData",
            Self(24) => "Heartbeat",
            Self(number) => return write!(f, "content type {number}"),
        })
    }
}

impl fmt::Debug for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
