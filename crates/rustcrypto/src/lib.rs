//! The default cryptography provider of countersign, in pure Rust.
//!
//! [`provider`] gives the machine its primitives, [`signing_key`] reads a private key that
//! answers its sign requests, [`ALL_SIGNATURE_ALGORITHMS`] serves the judgement of certificate
//! chains. The primitives are RustCrypto's; this crate fits them to the machine's traits.
//!
//! Nothing here has a source of randomness of its own: key pairs, salts and blinding come from
//! the [`Random`](countersign::crypto::Random) that the caller lends, so the same draws give
//! the same keys and the same signatures.
//!
//! A target without compare-and-swap (`thumbv6m-none-eabi`) has no RSA: leave its schemes out of
//! the policy there, which is refused otherwise.
//!
//! | feature | what it does |
//! | --- | --- |
//! | `std` (default) | tables for P-256 and P-384, made at first use; `curve25519-tables` |
//! | `critical-section` | the tables for P-256 and P-384 without a standard library |
//! | `curve25519-tables` | constant tables for X25519 and Ed25519, 30 KB of the binary |

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod aead;
mod hash;
mod hmac;
#[cfg(target_has_atomic = "ptr")]
mod lent_random;
mod nist_curve;
mod sign;
mod verify;
mod x25519;

use countersign::crypto::{KeyExchangeGroup, Provider};

pub use countersign::crypto::KeyError;
pub use sign::{GeneratedKey, KeyKind, generate_key, signing_key};
pub use verify::ALL_SIGNATURE_ALGORITHMS;

/// All primitives of this crate, preferred first.
///
/// To take a part of it: `Provider { aeads: other.aeads, ..countersign_rustcrypto::provider() }`.
pub const fn provider() -> Provider {
    Provider {
        hashes: hash::HASHES,
        hmacs: hmac::HMACS,
        aeads: aead::AEADS,
        groups: GROUPS,
        signatures: verify::BY_SCHEME,
    }
}

/// Every group of the provider.
static GROUPS: &[&dyn KeyExchangeGroup] =
    &[&x25519::X25519, &nist_curve::SECP256R1, &nist_curve::SECP384R1];
