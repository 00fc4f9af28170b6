//! The messages of a handshake, until it is complete: every hash of every version can be taken of
//! them, whichever turns out to be wanted.

use alloc::{boxed::Box, vec::Vec};

use countersign::{
    crypto::{CryptoError, Digest, HashAlgorithm, HashContext, Provider},
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
    hashes: Vec<Running>,
}

/// A hash and how far it has come: none reads a byte twice, however often it is asked for.
struct Running {
    algorithm: HashAlgorithm,
    context: Box<dyn HashContext>,
    read: usize,
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
        self.clear();
    }

    /// `None` where something is missing.
    pub(super) fn messages(&self) -> Option<&[u8]> {
        (!self.broken && !self.messages.is_empty()).then_some(&self.messages[..])
    }

    /// Lets go of the messages.
    pub(super) fn clear(&mut self) {
        self.messages = Vec::new();
        self.hashes = Vec::new();
    }

    /// The hash of all messages: that of the suite, before TLS 1.2 MD5 and SHA-1 one after the
    /// other (RFC 4346 §7.4.9).
    pub(super) fn hash(
        &mut self,
        provider: &Provider,
        version: ProtocolVersion,
        suite: HashAlgorithm,
    ) -> Result<Option<Digest>, CryptoError> {
        if self.messages().is_none() {
            return Ok(None);
        }
        if version >= ProtocolVersion::TLS12 {
            return Ok(Some(self.running(provider, suite)?.current()));
        }
        let md5 = self.running(provider, HashAlgorithm::Md5)?.current();
        let sha1 = self.running(provider, HashAlgorithm::Sha1)?.current();
        Ok(Some(Digest::new(&[md5.as_ref(), sha1.as_ref()].concat())))
    }

    /// A hash over all messages so far.
    pub(super) fn running(
        &mut self,
        provider: &Provider,
        algorithm: HashAlgorithm,
    ) -> Result<&dyn HashContext, CryptoError> {
        let place = self.hashes.iter().position(|it| it.algorithm == algorithm);
        let place = place.unwrap_or(self.hashes.len());
        if place == self.hashes.len() {
            let hash = provider.hash(algorithm).ok_or(CryptoError::Unsupported)?;
            self.hashes.push(Running { algorithm, context: hash.start(), read: 0 });
        }
        let running = self.hashes.get_mut(place).ok_or(CryptoError::Unsupported)?;
        running.context.update(self.messages.get(running.read..).unwrap_or_default());
        running.read = self.messages.len();
        Ok(&*running.context)
    }

    /// RFC 8446 §4.4.1: the hash of a first `ClientHello` stands in its place.
    pub(super) fn retried(&mut self, provider: &Provider, suite: HashAlgorithm) {
        let hash = self.hash(provider, ProtocolVersion::TLS13, suite);
        let Ok(Some(hash)) = hash else { return self.break_off() };
        self.clear();
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
