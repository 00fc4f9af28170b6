//! A provider that computes next to nothing but keeps the shape: lengths, refusals, and that a
//! wrong input is noticed. Records stay in the clear, and a test can forge whatever it likes.
//!
//! | primitive | what it is here |
//! | --- | --- |
//! | hash, HMAC | a checksum of 64 bits, spread over the length of the hash |
//! | AEAD | the text as it is; the tag is the nonce and a checksum ([`tag`]) |
//! | CBC | blocks that are chained, each XOR a checksum of the key |
//! | groups, prime fields | public values of the right length; the secret is a function of both |
//! | X25519MLKEM768 | the same, where who answers does not do what who starts does |
//! | RSA encryption | the padded message XOR a checksum of the public key |
//! | signatures | a checksum over scheme, key and message ([`signature`]) |
//! | certificates | a name, a `SubjectPublicKeyInfo` and filling ([`certificate`]) |
//!
//! [`Forger`] makes protected records as the other side would, [`Forger13`] those of TLS 1.3.

mod aead;
mod cbc;
mod certificate;
mod checksum;
mod finite_field;
mod forger;
mod forger13;
mod group;
mod hash;
mod hybrid;
#[cfg(feature = "tls13")]
mod next_record;
mod rsa;
mod signature;
mod unpacking;

use countersign::crypto::Provider;

pub use aead::{nonce_of, tag};
pub use certificate::{FakeVerifier, certificate, public_key_of};
pub use forger::Forger;
pub use forger13::Forger13;
pub use signature::{FakeKey, KeyKind, signature};
pub(crate) use unpacking::Unpacking;
pub use unpacking::{messages, reseal};

/// The primitives of this module: every suite, group and scheme of the machine.
pub const fn provider() -> Provider {
    Provider {
        hashes: hash::HASHES,
        hmacs: hash::HMACS,
        aeads: aead::AEADS,
        cbcs: cbc::CBCS,
        groups: group::GROUPS,
        finite_fields: finite_field::FINITE_FIELDS,
        rsa_encryption: rsa::RSA_ENCRYPTION,
        signatures: signature::BY_SCHEME,
    }
}
