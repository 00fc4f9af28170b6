//! The fast cryptography provider of countersign, over AWS-LC.
//!
//! [`provider`] gives the machine its primitives, [`signing_key`] reads a private key that
//! answers its sign requests, [`ALL_SIGNATURE_ALGORITHMS`] serves the judgement of certificate
//! chains. The primitives are those of `aws-lc-rs`, in C and assembly; this crate fits them to
//! the machine's traits. It accepts and refuses what `countersign-rustcrypto` does.
//!
//! Where randomness comes from:
//!
//! - Key pairs for the key exchange are made of the [`Random`](countersign::crypto::Random) that
//!   the caller lends, in the same way as in `countersign-rustcrypto`: the same draws give the
//!   same bytes, whichever of the two computes.
//! - Signatures with ECDSA and RSA-PSS, and the blinding below every RSA signature, draw from
//!   AWS-LC's own generator; it takes no other. Two signatures over one message differ. A
//!   replay does not mind: to the machine a signature is an answer, and answers are recorded.
//!
//! To take a part of it only, say all but the short HMACs, where pure Rust is the faster one:
//! `Provider { hmacs: other.hmacs, ..countersign_aws_lc::provider() }`.

#![forbid(unsafe_code)]

mod aead;
mod hash;
mod hmac;
mod nist_curve;
mod sign;
mod verify;
mod x25519;

use countersign::crypto::{KeyExchangeGroup, Provider};

pub use countersign::crypto::KeyError;
pub use sign::signing_key;
pub use verify::ALL_SIGNATURE_ALGORITHMS;

/// All primitives of this crate, preferred first.
pub const fn provider() -> Provider {
    Provider {
        hashes: hash::HASHES,
        hmacs: hmac::HMACS,
        aeads: aead::AEADS,
        cbcs: &[],
        groups: GROUPS,
        finite_fields: &[],
        rsa_encryption: &[],
        signatures: verify::BY_SCHEME,
    }
}

/// Every group of the provider.
static GROUPS: &[&dyn KeyExchangeGroup] =
    &[&x25519::X25519, &nist_curve::SECP256R1, &nist_curve::SECP384R1];
