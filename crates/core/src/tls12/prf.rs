//! The pseudorandom function: RFC 5246 §5.
//!
//! ```text
//! PRF(secret, label, seed) = P_hash(secret, label + seed)
//! P_hash(secret, seed) = HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + …
//! A(0) = seed    A(i) = HMAC(secret, A(i-1))
//! ```

use crate::crypto::Hmac;

/// Fills `out` with `PRF(secret, label, seed[0] + seed[1])`.
pub(super) fn prf(hmac: &dyn Hmac, secret: &[u8], label: &str, seed: [&[u8]; 2], out: &mut [u8]) {
    let chunk_len = hmac.algorithm().output_len();
    let [first, second] = seed;
    let label = label.as_bytes();
    hmac.with_key(secret, &mut |key| {
        let mut a = key.mac(&[label, first, second]);
        let mut chunks = out.chunks_mut(chunk_len).peekable();
        while let Some(chunk) = chunks.next() {
            let block = key.mac(&[a.as_ref(), label, first, second]);
            if let Some(part) = block.as_ref().get(..chunk.len()) {
                chunk.copy_from_slice(part);
            }
            // A(i) is of no use behind the last block.
            if chunks.peek().is_some() {
                a = key.mac(&[a.as_ref()]);
            }
        }
    });
}
