//! What the server signs in `ServerKeyExchange`: RFC 5246 §7.4.3.
//!
//! ```text
//! digitally-signed struct { client_random[32]; server_random[32]; params; }
//! ```

use alloc::vec::Vec;

use crate::handshake::Agreed;

/// `rsaEncryption` as the content of an `AlgorithmIdentifier` (RFC 3279 §2.3.1).
pub(super) const RSA_ENCRYPTION: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";

/// The signed bytes.
pub(super) fn content(agreed: &Agreed, params: &[u8]) -> Vec<u8> {
    [&agreed.client_random[..], &agreed.server_random, params].concat()
}
