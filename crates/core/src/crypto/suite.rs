//! Cipher suites: the numbers, and the table of those that this library can use.

use core::fmt;

use super::Authentication;
use crate::{
    limits,
    wire::{self, ProtocolVersion},
};

/// A number of the registry "TLS Cipher Suites". Unknown numbers, GREASE and signalling values
/// are kept and shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CipherSuite(pub u16);

/// The hash functions of the suites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HashAlgorithm {
    /// 32 bytes.
    Sha256,
    /// 48 bytes.
    Sha384,
}

impl HashAlgorithm {
    /// Length of the hash value in bytes.
    pub fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
        }
    }
}

/// The authenticated ciphers of the suites. Each has a nonce of 12 bytes and a tag of 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AeadAlgorithm {
    /// Key of 16 bytes (RFC 5288).
    Aes128Gcm,
    /// Key of 32 bytes (RFC 5288).
    Aes256Gcm,
    /// Key of 32 bytes (RFC 7905).
    ChaCha20Poly1305,
}

impl AeadAlgorithm {
    /// Length of the key in bytes.
    pub fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }

    /// The name people use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes128Gcm => "AES-128-GCM",
            Self::Aes256Gcm => "AES-256-GCM",
            Self::ChaCha20Poly1305 => "ChaCha20-Poly1305",
        }
    }

    /// How many blocks of 16 bytes may be encrypted under one key; for ChaCha20-Poly1305 the
    /// sequence number wraps first (RFC 8446 §5.5).
    pub fn max_blocks(self) -> u64 {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => limits::MAX_GCM_BLOCKS_PER_KEY,
            Self::ChaCha20Poly1305 => u64::MAX,
        }
    }

    /// How TLS 1.2 makes the nonce of a record.
    pub fn tls12_nonce(self) -> NonceRule {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => NonceRule::Explicit,
            Self::ChaCha20Poly1305 => NonceRule::Xor,
        }
    }
}

impl fmt::Display for AeadAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How the 12-byte nonce of a record comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonceRule {
    /// A fixed part of 4 bytes from the key block, then 8 bytes that each record carries
    /// (RFC 5288 §3). We send the sequence number, so that no nonce comes twice.
    Explicit,
    /// The 12 bytes of the key block XOR the sequence number; nothing is carried
    /// (RFC 7905 §2, RFC 8446 §5.3).
    Xor,
}

impl NonceRule {
    /// Bytes of the key block that go into the nonce (`fixed_iv_length` of RFC 5246 §6.2.3.3).
    pub fn fixed_iv_len(self) -> usize {
        match self {
            Self::Explicit => 4,
            Self::Xor => 12,
        }
    }

    /// Bytes of nonce that each record carries (`record_iv_length`).
    pub fn explicit_len(self) -> usize {
        match self {
            Self::Explicit => 8,
            Self::Xor => 0,
        }
    }
}

/// How a TLS 1.2 suite agrees on the pre-master secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyExchange {
    /// Ephemeral elliptic-curve Diffie-Hellman, signed by the server (RFC 8422 §2).
    Ecdhe,
}

/// One row of the table of usable suites.
#[derive(Debug, PartialEq, Eq)]
pub struct SuiteFacts {
    /// The number on the wire.
    pub suite: CipherSuite,
    /// The registry's name.
    pub name: &'static str,
    /// The only version that the suite is for.
    pub version: ProtocolVersion,
    /// How the pre-master secret is agreed on.
    pub key_exchange: KeyExchange,
    /// The kind of key that the server signs with.
    pub authentication: Authentication,
    /// The record cipher.
    pub aead: AeadAlgorithm,
    /// The hash of PRF and transcript (RFC 5246 §5).
    pub hash: HashAlgorithm,
}

const fn ecdhe(
    suite: CipherSuite,
    name: &'static str,
    authentication: Authentication,
    aead: AeadAlgorithm,
    hash: HashAlgorithm,
) -> SuiteFacts {
    SuiteFacts {
        suite,
        name,
        version: ProtocolVersion::TLS12,
        key_exchange: KeyExchange::Ecdhe,
        authentication,
        aead,
        hash,
    }
}

use AeadAlgorithm::{Aes128Gcm, Aes256Gcm, ChaCha20Poly1305};
use Authentication::{Ecdsa, Rsa};
use HashAlgorithm::{Sha256, Sha384};

/// Every suite that this library can negotiate: RFC 5289 §3.2 and RFC 7905 §2.
#[rustfmt::skip]
pub static SUITES: &[SuiteFacts] = &[
    ecdhe(CipherSuite(0xc02b), "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", Ecdsa, Aes128Gcm, Sha256),
    ecdhe(CipherSuite(0xc02c), "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", Ecdsa, Aes256Gcm, Sha384),
    ecdhe(CipherSuite(0xcca9), "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", Ecdsa, ChaCha20Poly1305, Sha256),
    ecdhe(CipherSuite(0xc02f), "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Rsa, Aes128Gcm, Sha256),
    ecdhe(CipherSuite(0xc030), "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", Rsa, Aes256Gcm, Sha384),
    ecdhe(CipherSuite(0xcca8), "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Rsa, ChaCha20Poly1305, Sha256),
];

impl CipherSuite {
    /// Not a suite: "this client knows secure renegotiation" (RFC 5746 §3.3).
    pub const EMPTY_RENEGOTIATION_INFO_SCSV: Self = Self(0x00ff);
    /// Not a suite: "this is a retry with a lower version" (RFC 7507 §2).
    pub const FALLBACK_SCSV: Self = Self(0x5600);

    /// The row of [`SUITES`], if this library can use the suite.
    pub fn facts(self) -> Option<&'static SuiteFacts> {
        SUITES.iter().find(|row| row.suite == self)
    }

    /// The registry's name, where this library knows one.
    pub fn name(self) -> Option<&'static str> {
        match self.facts() {
            Some(row) => Some(row.name),
            None => wire::cipher_suite_name(self.0),
        }
    }
}

impl fmt::Display for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None if wire::is_grease(self.0) => write!(f, "GREASE({:#06x})", self.0),
            None => write!(f, "suite({:#06x})", self.0),
        }
    }
}

impl fmt::Debug for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
