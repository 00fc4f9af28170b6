//! Refusing a `ClientHello`.

use alloc::string::String;

/// Why a `ClientHello` is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedHello {
    /// Chooses the alert.
    pub why: RefuseHello,
    /// Said in our own error; the peer sees the alert alone.
    pub reason: String,
}

/// The two ways to refuse a `ClientHello`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefuseHello {
    /// No such name here: `unrecognized_name`.
    NameNotServed,
    /// For any other reason: `handshake_failure`.
    Declined,
}
