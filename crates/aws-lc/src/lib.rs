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
//!   ML-KEM's are made by the crate `ml-kem` for that, and decapsulated by AWS-LC.
//! - Signatures with ECDSA and RSA-PSS, and the blinding below every RSA signature, draw from
//!   AWS-LC's own generator; it takes no other. Two signatures over one message differ. A
//!   replay does not mind: to the machine a signature is an answer, and answers are recorded.
//!
//! To take a part of it only, say all but the short HMACs, where pure Rust is the faster one:
//! `Provider { hmacs: other.hmacs, ..countersign_aws_lc::provider() }`.
//!
//! `aws-lc-rs` lacks AES-CCM, and some of what older suites and versions want: Diffie-Hellman in
//! prime fields, RSA encryption with lent randomness, RSA decryption that leaves the padding to the
//! machine, MD5, and signatures of TLS 1.0 and 1.1. The lists here go without, and a policy that
//! wants them is refused. The other provider has them, the last two with its feature `legacy`:
//!
//! ```
//! use countersign::crypto::{Aead, KeyExchangeGroup, Provider};
//! use countersign_aws_lc as fast;
//! use countersign_rustcrypto as whole;
//!
//! // AES-GCM and ChaCha20-Poly1305 from here, then AES-CCM.
//! static AEADS: &[&dyn Aead] = &[
//!     fast::provider().aeads[0],
//!     fast::provider().aeads[1],
//!     fast::provider().aeads[2],
//!     whole::provider().aeads[3],
//! ];
//!
//! // X25519MLKEM768, X25519, P-256 and P-384 from here, then ffdhe2048.
//! static GROUPS: &[&dyn KeyExchangeGroup] = &[
//!     fast::provider().groups[0],
//!     fast::provider().groups[1],
//!     fast::provider().groups[2],
//!     fast::provider().groups[3],
//!     whole::provider().groups[4],
//! ];
//!
//! const PROVIDER: Provider = Provider {
//!     aeads: AEADS,
//!     groups: GROUPS,
//!     finite_fields: whole::provider().finite_fields,
//!     rsa_encryption: whole::provider().rsa_encryption,
//!     ..fast::provider()
//! };
//! ```
//!
//! Hashes, HMACs and signatures for TLS 1.0 and 1.1 are taken over in the same way. RSA keys that
//! decrypt are read by the other provider's `signing_key`.

#![forbid(unsafe_code)]

mod aead;
mod cbc;
mod hash;
mod hmac;
mod nist_curve;
mod sign;
mod verify;
mod x25519;
mod x25519_mlkem768;

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
        cbcs: cbc::CBCS,
        groups: GROUPS,
        finite_fields: &[],
        rsa_encryption: &[],
        signatures: verify::BY_SCHEME,
    }
}

/// Every group of the provider.
static GROUPS: &[&dyn KeyExchangeGroup] = &[
    &x25519_mlkem768::X25519MlKem768,
    &x25519::X25519,
    &nist_curve::SECP256R1,
    &nist_curve::SECP384R1,
];
