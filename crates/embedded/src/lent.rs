//! What the caller lends to a stream, since a bare machine has none of it by nature.

use countersign::{Answers, crypto::Random, pki_types::UnixTime};

/// Lent for a stream's life.
pub struct Lent<'a> {
    /// Who judges certificates, signs, chooses a configuration, and knows pre-shared keys; who
    /// keeps sessions is given a client's, too.
    pub answers: Answers<'a>,
    /// Cryptographically secure randomness, such as a chip's generator of it.
    pub random: &'a mut (dyn Random + Send),
    /// The time. A clock that is not set makes every certificate look expired, or not yet valid.
    pub clock: &'a (dyn Fn() -> UnixTime + Sync),
}

/// How much memory reading and writing may take, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// What a read asks the transport for. Where more is missing of a record that has begun, so
    /// much is asked for at once, since a record must be held whole to be opened.
    ///
    /// With 1, no more is held than the record that is being received.
    pub read: usize,
    /// How far the output may grow before it is written out, give or take what one record adds
    /// to its plaintext (29 bytes by AES-GCM in TLS 1.2). Larger writes are cut. A handshake's
    /// messages are as large as they are.
    pub write: usize,
}

impl Default for Sizes {
    /// A kilobyte each way.
    fn default() -> Self {
        Self { read: 1024, write: 1024 }
    }
}
