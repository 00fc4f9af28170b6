//! Record ciphers: what protects the records of a suite.

use core::fmt;

use super::HashAlgorithm;
use crate::limits;

/// How records are protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordCipher {
    /// Encrypted and authenticated in one (RFC 5246 §6.2.3.3).
    Aead(AeadAlgorithm),
    /// A block cipher and a MAC (RFC 5246 §6.2.3.2); in which order they come is negotiated
    /// (RFC 7366).
    Cbc(CbcAlgorithm, HashAlgorithm),
}

impl RecordCipher {
    /// Length of the key of one direction in bytes.
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aead(aead) => aead.key_len(),
            Self::Cbc(cipher, _) => cipher.key_len(),
        }
    }

    /// Length of the MAC key of one direction in bytes; 0 for authenticated ciphers.
    pub const fn mac_key_len(self) -> usize {
        match self {
            Self::Aead(_) => 0,
            Self::Cbc(_, mac) => mac.output_len(),
        }
    }
}

impl fmt::Display for RecordCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aead(aead) => write!(f, "{aead}"),
            Self::Cbc(cipher, mac) => write!(f, "{cipher} with HMAC-{mac}"),
        }
    }
}

/// Length of a block of every block cipher in use, and of its IV, in bytes.
pub const BLOCK_LEN: usize = 16;

/// The block ciphers in CBC mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CbcAlgorithm {
    /// Key of 16 bytes (RFC 3268).
    Aes128Cbc,
    /// Key of 32 bytes (RFC 3268).
    Aes256Cbc,
}

impl CbcAlgorithm {
    /// Length of the key in bytes.
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128Cbc => 16,
            Self::Aes256Cbc => 32,
        }
    }

    /// The name people use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aes128Cbc => "AES-128-CBC",
            Self::Aes256Cbc => "AES-256-CBC",
        }
    }
}

impl fmt::Display for CbcAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The authenticated ciphers of the suites. Each has a nonce of 12 bytes and a tag of 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AeadAlgorithm {
    /// Key of 16 bytes (RFC 5288).
    Aes128Gcm,
    /// Key of 32 bytes (RFC 5288).
    Aes256Gcm,
    /// Key of 32 bytes (RFC 7905).
    ChaCha20Poly1305,
    /// Key of 16 bytes (RFC 6655): AES alone, for devices without room for more.
    Aes128Ccm,
}

impl AeadAlgorithm {
    /// Length of the key in bytes.
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes128Ccm => 16,
            Self::Aes256Gcm | Self::ChaCha20Poly1305 => 32,
        }
    }

    /// The name people use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aes128Gcm => "AES-128-GCM",
            Self::Aes256Gcm => "AES-256-GCM",
            Self::ChaCha20Poly1305 => "ChaCha20-Poly1305",
            Self::Aes128Ccm => "AES-128-CCM",
        }
    }

    /// How many blocks of 16 bytes may be encrypted under one key; for ChaCha20-Poly1305 the
    /// sequence number wraps first (RFC 8446 §5.5).
    pub fn max_blocks(self) -> u64 {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm => limits::MAX_GCM_BLOCKS_PER_KEY,
            Self::Aes128Ccm => limits::MAX_CCM_BLOCKS_PER_KEY,
            Self::ChaCha20Poly1305 => u64::MAX,
        }
    }

    /// How TLS 1.2 makes the nonce of a record.
    pub fn tls12_nonce(self) -> NonceRule {
        match self {
            Self::Aes128Gcm | Self::Aes256Gcm | Self::Aes128Ccm => NonceRule::Explicit,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
