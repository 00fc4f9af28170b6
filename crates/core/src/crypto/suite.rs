//! Cipher suites: the numbers of the registry.

use core::fmt;

use super::{SUITES, SuiteFacts};
use crate::wire;

/// A number of the registry "TLS Cipher Suites". Unknown numbers, GREASE and signalling values
/// are kept and shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CipherSuite(pub u16);

impl CipherSuite {
    /// True for a suite of TLS 1.3 that this library knows.
    pub fn is_of_tls13(&self) -> bool {
        self.facts().is_some_and(|facts| facts.is_for(wire::ProtocolVersion::TLS13))
    }

    /// Not a suite: "this client knows secure renegotiation" (RFC 5746 §3.3).
    pub const EMPTY_RENEGOTIATION_INFO_SCSV: Self = Self(0x00ff);
    /// Not a suite: "this is a retry with a lower version" (RFC 7507 §2).
    pub const FALLBACK_SCSV: Self = Self(0x5600);

    /// The row of [`SUITES`], if this library can use the suite.
    pub fn facts(self) -> Option<&'static SuiteFacts> {
        SUITES.iter().find(|row| row.suite == self)
    }

    /// The registry's name, where this library knows one.
    pub fn name(self) -> Option<&'static str> {
        match self.facts() {
            Some(row) => Some(row.name),
            None => wire::cipher_suite_name(self.0),
        }
    }
}

impl fmt::Display for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None if wire::is_grease(self.0) => write!(f, "GREASE({:#06x})", self.0),
            None => write!(f, "suite({:#06x})", self.0),
        }
    }
}

impl fmt::Debug for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
