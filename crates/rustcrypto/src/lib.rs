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
//! A target without compare-and-swap (`thumbv6m-none-eabi`) has no RSA and no Diffie-Hellman in
//! prime fields: leave its schemes and groups out of the policy there, which is refused otherwise.
//!
//! | feature | what it does |
//! | --- | --- |
//! | `std` (default) | tables for P-256 and P-384, made at first use; `curve25519-tables` |
//! | `critical-section` | the tables for P-256 and P-384 without a standard library |
//! | `curve25519-tables` | constant tables for X25519 and Ed25519, 30 KB of the binary |
//! | `legacy` | MD5, signatures over SHA-1 and over both, as TLS 1.0 and 1.1 want them |

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod aead;
mod cbc;
#[cfg(target_has_atomic = "ptr")]
mod finite_field;
mod hash;
mod hmac;
#[cfg(target_has_atomic = "ptr")]
mod lent_random;
mod nist_curve;
#[cfg(target_has_atomic = "ptr")]
mod rsa_encryption;
mod sign;
mod verify;
mod x25519;
mod x25519_mlkem768;

use countersign::crypto::{KeyExchangeGroup, Provider};

#[cfg(target_has_atomic = "ptr")]
use finite_field::FINITE_FIELDS;
#[cfg(target_has_atomic = "ptr")]
use rsa_encryption::RSA_ENCRYPTION;

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
        cbcs: cbc::CBCS,
        groups: GROUPS,
        finite_fields: FINITE_FIELDS,
        rsa_encryption: RSA_ENCRYPTION,
        signatures: verify::BY_SCHEME,
    }
}

/// Every group of the provider.
static GROUPS: &[&dyn KeyExchangeGroup] = &[
    &x25519_mlkem768::X25519MlKem768,
    &x25519::X25519,
    &nist_curve::SECP256R1,
    &nist_curve::SECP384R1,
    #[cfg(target_has_atomic = "ptr")]
    &finite_field::FFDHE2048,
    #[cfg(target_has_atomic = "ptr")]
    &finite_field::FFDHE3072,
    #[cfg(target_has_atomic = "ptr")]
    &finite_field::FFDHE4096,
];

#[cfg(not(target_has_atomic = "ptr"))]
static FINITE_FIELDS: &[&dyn countersign::crypto::FiniteField] = &[];

#[cfg(not(target_has_atomic = "ptr"))]
static RSA_ENCRYPTION: &[&dyn countersign::crypto::RsaEncryption] = &[];
