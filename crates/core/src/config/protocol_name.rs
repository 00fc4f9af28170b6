//! An application protocol's name: RFC 7301 §3.1.

use core::fmt;

use bytes::Bytes;

use super::ConfigError;

/// A name of 1 to 255 bytes, such as `h2` or `http/1.1`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProtocolName(Bytes);

impl ProtocolName {
    /// Refuses names that do not fit the extension.
    pub fn new(name: impl Into<Bytes>) -> Result<Self, ConfigError> {
        let name = name.into();
        match name.len() {
            1..=255 => Ok(Self(name)),
            len => Err(ConfigError::ProtocolName { len }),
        }
    }

    /// The bytes of the wire.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for ProtocolName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

impl fmt::Debug for ProtocolName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
