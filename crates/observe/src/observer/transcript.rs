//! The messages of a handshake, until it is complete: every hash of every version can be taken of
//! them, whichever turns out to be wanted.

use alloc::vec::Vec;

use countersign::{
    crypto::{CryptoError, Digest, HashAlgorithm, Provider},
    wire::{MessageHash, ProtocolVersion, Writer},
};

/// The most that is kept, in bytes: two chains of certificates at their limits, with room.
const MAX: usize = 512 * 1024;

/// Whole messages with their headers, in the order of the wire.
#[derive(Default)]
pub(super) struct Transcript {
    messages: Vec<u8>,
    /// Something is not in it that should be.
    broken: bool,
}

impl Transcript {
    /// False the first time that it became too long.
    #[must_use]
    pub(super) fn add(&mut self, message: &[u8]) -> bool {
        if self.broken {
            return true;
        }
        if self.messages.len() + message.len() > MAX {
            self.break_off();
            return false;
        }
        self.messages.extend_from_slice(message);
        true
    }

    /// A message is missing: nothing can be checked over them any more.
    pub(super) fn break_off(&mut self) {
        self.broken = true;
        self.messages = Vec::new();
    }

    /// `None` where something is missing.
    pub(super) fn messages(&self) -> Option<&[u8]> {
        (!self.broken && !self.messages.is_empty()).then_some(&self.messages[..])
    }

    /// Lets go of the messages.
    pub(super) fn clear(&mut self) {
        self.messages = Vec::new();
    }

    /// The hash of all messages: that of the suite, before TLS 1.2 MD5 and SHA-1 one after the
    /// other (RFC 4346 §7.4.9).
    pub(super) fn hash(
        &self,
        provider: &Provider,
        version: ProtocolVersion,
        suite: HashAlgorithm,
    ) -> Result<Option<Digest>, CryptoError> {
        let Some(messages) = self.messages() else { return Ok(None) };
        let of = |algorithm| {
            let hash = provider.hash(algorithm).ok_or(CryptoError::Unsupported)?;
            let mut context = hash.start();
            context.update(messages);
            Ok(context.current())
        };
        if version >= ProtocolVersion::TLS12 {
            return of(suite).map(Some);
        }
        let (md5, sha1) = (of(HashAlgorithm::Md5)?, of(HashAlgorithm::Sha1)?);
        Ok(Some(Digest::new(&[md5.as_ref(), sha1.as_ref()].concat())))
    }

    /// RFC 8446 §4.4.1: the hash of a first `ClientHello` stands in its place.
    pub(super) fn retried(&mut self, provider: &Provider, suite: HashAlgorithm) {
        let hash = self.hash(provider, ProtocolVersion::TLS13, suite);
        let Ok(Some(hash)) = hash else { return self.break_off() };
        self.messages.clear();
        MessageHash { hash: hash.as_ref() }.encode(&mut Writer::new(&mut self.messages));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_bounded_and_a_gap_leaves_nothing() {
        let mut transcript = Transcript::default();
        assert!(transcript.messages().is_none());
        assert!(transcript.add(&std::vec![1; MAX]));
        assert!(transcript.messages().is_some());
        assert!(!transcript.add(&[1]));
        assert!(transcript.add(&[1]), "it is told once");
        assert!(transcript.messages().is_none());
    }
}
