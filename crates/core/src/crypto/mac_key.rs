//! HMAC (RFC 2104 §2) over a bare hash, with the padded key taken in beforehand.
//!
//! The records of the CBC suites need it in this form: to check a MAC without telling where it
//! begins, the inner hash is taken at every place where it may end (RFC 5246 §6.2.3.2), which a
//! finished HMAC does not let one do.

use alloc::boxed::Box;

use zeroize::Zeroizing;

use super::{CryptoError, Digest, Hash, HashContext};

/// The longest block of any hash, bytes.
const MAX_BLOCK_LEN: usize = 128;
const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

/// A prepared key. Wiping the contexts is the provider's part; the padded key itself is wiped
/// here.
pub struct MacKey {
    inner: Box<dyn HashContext>,
    outer: Box<dyn HashContext>,
    output_len: usize,
}

impl MacKey {
    /// Prepares `key`. `Err` where it is longer than the hash's block: no MAC key of a record is.
    pub fn new(hash: &dyn Hash, key: &[u8]) -> Result<Self, CryptoError> {
        let algorithm = hash.algorithm();
        if key.len() > algorithm.block_len() {
            return Err(CryptoError::Invalid);
        }
        let padded = |pad: u8| {
            let mut block = Zeroizing::new([pad; MAX_BLOCK_LEN]);
            for (byte, from) in block.iter_mut().zip(key) {
                *byte ^= from;
            }
            let mut context = hash.start();
            context.update(block.get(..algorithm.block_len()).unwrap_or_default());
            context
        };
        Ok(Self {
            inner: padded(INNER_PAD),
            outer: padded(OUTER_PAD),
            output_len: algorithm.output_len(),
        })
    }

    /// Length of the MAC in bytes.
    pub fn output_len(&self) -> usize {
        self.output_len
    }

    /// The inner hash, ready for the message.
    pub fn start(&self) -> Box<dyn HashContext> {
        self.inner.fork()
    }

    /// The MAC of the message whose inner hash this is.
    pub fn finish(&self, inner: &[u8]) -> Digest {
        let mut outer = self.outer.fork();
        outer.update(inner);
        outer.current()
    }
}
