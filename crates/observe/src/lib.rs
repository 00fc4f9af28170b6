//! The third role: an **observer** of TLS, who reads both directions of a connection and has no
//! part in it.
//!
//! - [`Observer`]: bytes of both sides in, [`Observation`]s out: every record and message, what was
//!   agreed, changes of keys, data, verdicts on what each side proves.
//! - [`Keys`]: what it may decrypt with: key logs (RFC 9850), a server's RSA key, pre-shared keys.
//!   It also keeps the sessions that were seen, so that one connection opens another.
//! - [`Fingerprint`]: JA3 and JA4 of both hellos.
//! - [`SuiteParts`]: what any suite of the registry is made of.
//!
//! What is compressed, records (RFC 3749) or certificates (RFC 8879), is told and not unpacked:
//! what stands on it is not checked.
//!
//! It goes on without keys, without a beginning and behind gaps, and says what it cannot know. The
//! order of messages is that of [`countersign::order`]; who breaks it is told. Ciphers that the
//! machine would never negotiate are decrypted too, and SSL 3.0: captures are old.
#![no_std]
#![forbid(unsafe_code)]
#![warn(clippy::indexing_slicing)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod cipher;
mod decode;
mod event;
mod fingerprint;
mod keys;
mod observer;
mod order;
mod search;
mod ssl2;
mod ssl3;
mod suite;

pub use decode::{Decoded, Forms, Seen};
pub use event::{
    Complete, KeyLevel, Missing, Negotiated, Observation, Proof, RecordSeen, SealedWhy, Verdict,
};
pub use fingerprint::Fingerprint;
pub use keys::{KeyLogLineError, Keys, Label, LogCount, MAX_LOGGED, MAX_LOGGED_SECRET};
pub use observer::Observer;
pub use search::sender_of;
pub use ssl2::{CipherKind, Ssl2ClientHello, Ssl2Message};
pub use suite::{Authenticated, Block, Cipher, Exchange, SuiteParts};
