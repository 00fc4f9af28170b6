//! What TLS needs of cryptography: the traits that a provider fills, and the tables of
//! suites, groups and signature schemes.
//!
//! Nothing in here computes; primitives come from a [`Provider`].

mod cbc;
mod certificate_compression;
mod cipher;
mod digest;
mod ffdhe;
mod finite_field;
mod group;
mod hash_algorithm;
mod key_error;
mod mac_key;
mod provider;
mod random;
mod rsa_encryption;
mod scheme;
mod secret;
mod suite;
mod suite_table;
mod traffic_keys;

pub use cbc::{Cbc, CbcKey};
pub use certificate_compression::CertificateCompression;
pub use cipher::{AeadAlgorithm, BLOCK_LEN, CbcAlgorithm, NonceRule, RecordCipher};
pub use digest::Digest;
pub use ffdhe::FFDHE_GENERATOR;
pub use finite_field::FiniteField;
pub use group::NamedGroup;
pub use hash_algorithm::HashAlgorithm;
pub use key_error::{KeyError, RSA_MODULUS_BITS};
pub use mac_key::MacKey;
pub use provider::{
    Aead, AeadKey, CryptoError, EphemeralKey, Hash, HashContext, Hmac, HmacKey, KeyExchangeGroup,
    NONCE_LEN, Provider, Response, SignatureVerifiers, SigningKey, TAG_LEN,
};
pub use random::{Random, RandomFailed};
pub use rsa_encryption::RsaEncryption;
pub use scheme::{Authentication, SignatureScheme};
pub use secret::Secret;
pub use suite::CipherSuite;
pub use suite_table::{KeyExchange, SUITES, SuiteFacts};
pub use traffic_keys::{AeadKeys, CbcKeys, TrafficKeys};
