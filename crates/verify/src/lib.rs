//! Certificate judgement for countersign: RFC 5280 §6 path validation over rustls-webpki, names
//! after RFC 6125, and refusals that say in words what was wrong and what would help.
//!
//! ```text
//! VerifyPeerRequest → Verifier → webpki → AcceptedPeer { public key }
//!                                  └→ fault (chooses the alert), reason (for the human)
//! ```
//!
//! A verifier judges certificates, never handshakes: the machine itself checks the peer's
//! signatures with the public key that an accepted peer is handed back with.
//!
//! | to accept | use |
//! | --- | --- |
//! | what a trusted authority vouches for | [`Verifier`] |
//! | certain certificates, known beforehand | [`PinnedCertificates`] |
//! | certain public keys, with or without a certificate (RFC 7250) | [`PinnedPublicKeys`] |
//! | anybody at all, in a test | [`DangerousAcceptAny`] |
//!
//! Of the key usages (RFC 5280 §4.2.1.3) it wants what the key does in this handshake:
//! digitalSignature, or keyEncipherment where the secret is encrypted to it. A stapled
//! OCSP response (RFC 6960) is judged as [`Stapling`] has it; none is fetched. Not looked at, on
//! purpose: the common name (RFC 9525 dropped it) and certificate transparency.
//!
//! Every byte of a certificate may be hostile: nothing here panics on one, each bound stands in
//! [`limits`], and what is quoted from a certificate is escaped and cut.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod anyone;
mod describe;
mod extension;
mod fault;
mod key_usage;
pub mod limits;
mod moment;
mod names;
mod ocsp;
mod pinned;
mod pinned_keys;
mod printable;
mod reason;
mod revocation;
mod roots;
mod setup;
mod tls_feature;
mod verifier;

pub use anyone::DangerousAcceptAny;
pub use describe::{CertificateDescription, Unreadable, describe, describe_public_key};
pub use moment::Moment;
pub use names::{AlternativeName, AlternativeNames};
pub use ocsp::Stapling;
pub use pinned::PinnedCertificates;
pub use pinned_keys::PinnedPublicKeys;
pub use revocation::Revocation;
pub use roots::Roots;
pub use setup::SetupError;
pub use verifier::Verifier;
