//! What TLS needs of cryptography: the traits that a provider fills, and the tables of
//! suites, groups and signature schemes.
//!
//! Nothing in here computes; primitives come from a [`Provider`].

mod digest;
mod group;
mod key_error;
mod provider;
mod random;
mod scheme;
mod secret;
mod suite;
mod traffic_keys;

pub use digest::Digest;
pub use group::NamedGroup;
pub use key_error::{KeyError, RSA_MODULUS_BITS};
pub use provider::{
    Aead, AeadKey, CryptoError, EphemeralKey, Hash, HashContext, Hmac, HmacKey, KeyExchangeGroup,
    NONCE_LEN, Provider, SignatureVerifiers, SigningKey, TAG_LEN,
};
pub use random::{Random, RandomFailed};
pub use scheme::{Authentication, SignatureScheme};
pub use secret::Secret;
pub use suite::{
    AeadAlgorithm, CipherSuite, HashAlgorithm, KeyExchange, NonceRule, SUITES, SuiteFacts,
};
pub use traffic_keys::TrafficKeys;
