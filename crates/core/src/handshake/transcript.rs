//! The hash of all handshake messages so far (RFC 5246 §7.4.9).
//!
//! It starts when the suite is known; the `ClientHello` waits until then as the bytes it came or
//! went in, so that nothing is stored twice.

use alloc::boxed::Box;

use crate::crypto::{Digest, Hash, HashContext};

/// The running hash.
pub(crate) struct Transcript {
    context: Box<dyn HashContext>,
}

impl Transcript {
    /// Starts with the `ClientHello`, header included.
    pub(crate) fn start(hash: &dyn Hash, client_hello: &[u8]) -> Self {
        let mut context = hash.start();
        context.update(client_hello);
        Self { context }
    }

    /// Adds a message, header included.
    pub(crate) fn add(&mut self, message: &[u8]) {
        self.context.update(message);
    }

    /// The hash of everything so far.
    pub(crate) fn current(&self) -> Digest {
        self.context.current()
    }
}
