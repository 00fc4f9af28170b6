//! The hash of all handshake messages so far (RFC 5246 §7.4.9).
//!
//! It starts when version and suite are known; the `ClientHello` waits until then as the bytes
//! it came or went in, so that nothing is stored twice.

use alloc::{boxed::Box, vec::Vec};

#[cfg(feature = "tls13")]
use crate::wire::{MessageHash, Writer};
use crate::{
    crypto::{CryptoError, Digest, Hash, HashAlgorithm, HashContext, Provider, SuiteFacts},
    wire::ProtocolVersion,
};

/// The running hash, and the messages themselves where somebody may have to sign them.
pub(crate) struct Transcript {
    context: Box<dyn HashContext>,
    /// TLS 1.0 and 1.1 hash with MD5, and with SHA-1 here (RFC 4346 §7.4.9).
    second: Option<Box<dyn HashContext>>,
    messages: Option<Vec<u8>>,
}

impl Transcript {
    /// Starts with the `ClientHello`, header included. `keep` keeps the messages: a signature
    /// over them hashes them in its own way (RFC 5246 §7.4.8).
    pub(crate) fn start(
        provider: &Provider,
        version: ProtocolVersion,
        suite: &SuiteFacts,
        client_hello: &[u8],
        keep: bool,
    ) -> Result<Self, CryptoError> {
        // The configuration was refused if the provider lacked one of them.
        let context = |algorithm| {
            let hash = provider.hash(algorithm).ok_or(CryptoError::Unsupported);
            hash.map(Hash::start)
        };
        let (first, second) = if version < ProtocolVersion::TLS12 {
            (HashAlgorithm::Md5, Some(context(HashAlgorithm::Sha1)?))
        } else {
            (suite.hash, None)
        };
        let messages = keep.then(Vec::new);
        let mut transcript = Self { context: context(first)?, second, messages };
        transcript.add(client_hello);
        Ok(transcript)
    }

    /// Adds a message, header included.
    pub(crate) fn add(&mut self, message: &[u8]) {
        self.context.update(message);
        if let Some(second) = &mut self.second {
            second.update(message);
        }
        if let Some(messages) = &mut self.messages {
            messages.extend_from_slice(message);
        }
    }

    /// The hash of everything so far; before TLS 1.2 both, one after the other.
    pub(crate) fn current(&self) -> Digest {
        let first = self.context.current();
        let Some(second) = &self.second else { return first };
        let mut both = [0; 36];
        let second = second.current();
        for (place, byte) in both.iter_mut().zip(first.as_ref().iter().chain(second.as_ref())) {
            *place = *byte;
        }
        Digest::new(&both)
    }

    /// The hash of everything so far and of these bytes, which are not part of it.
    #[cfg(feature = "tls13")]
    pub(crate) fn with(&self, bytes: &[u8]) -> Digest {
        let mut context = self.context.fork();
        context.update(bytes);
        context.current()
    }

    /// The same messages, once more.
    #[cfg(feature = "tls13")]
    pub(crate) fn fork(&self) -> Self {
        Self { context: self.context.fork(), second: None, messages: None }
    }

    /// Starts with a `ClientHello` that is answered with a `HelloRetryRequest`: its hash stands
    /// for it (RFC 8446 §4.4.1).
    #[cfg(feature = "tls13")]
    pub(crate) fn start_retried(
        provider: &Provider,
        suite: &SuiteFacts,
        client_hello: &[u8],
    ) -> Result<Self, CryptoError> {
        let hash = provider.hash(suite.hash).ok_or(CryptoError::Unsupported)?;
        let mut first = hash.start();
        first.update(client_hello);
        let mut message = Vec::new();
        MessageHash { hash: first.current().as_ref() }.encode(&mut Writer::new(&mut message));
        let mut context = hash.start();
        context.update(&message);
        Ok(Self { context, second: None, messages: None })
    }

    /// All messages so far, which are then kept no longer; empty where they were not kept.
    #[cfg(feature = "tls12")]
    pub(crate) fn take_messages(&mut self) -> Vec<u8> {
        self.messages.take().unwrap_or_default()
    }

    /// Nobody will sign: lets go of the messages.
    #[cfg(feature = "tls12")]
    pub(crate) fn forget_messages(&mut self) {
        self.messages = None;
    }
}
