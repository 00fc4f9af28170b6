//! What a client proves when it is asked behind the handshake (RFC 8446 §4.6.2).

use alloc::{boxed::Box, collections::VecDeque, vec::Vec};

use countersign::{
    Role,
    crypto::{Digest, HashContext},
    wire::Message13,
};

use super::receive::Meeting;
use crate::decode::{Decoded, Seen};

/// Requests that wait at once; of more the oldest are forgotten.
const MAX_ASKED: usize = 16;

/// The requests, and the answer that is on its way.
#[derive(Default)]
pub(super) struct Later {
    /// Over the messages of the handshake, with which each proof begins.
    handshake: Option<Box<dyn HashContext>>,
    asked: VecDeque<Asked>,
    /// Over the handshake, the request, and what came of the answer.
    answer: Option<Box<dyn HashContext>>,
}

struct Asked {
    /// What the answer repeats; it has 255 bytes at most.
    context: Vec<u8>,
    /// Over the handshake and the request.
    hash: Box<dyn HashContext>,
}

impl Later {
    /// Behind a handshake whose messages have this hash.
    pub(super) fn behind(handshake: Box<dyn HashContext>) -> Self {
        Self { handshake: Some(handshake), ..Self::default() }
    }

    fn asks(&mut self, context: &[u8], message: &[u8]) {
        let Some(handshake) = &self.handshake else { return };
        let mut hash = handshake.fork();
        hash.update(message);
        let asked = Asked { context: context.to_vec(), hash };
        if self.asked.len() == MAX_ASKED {
            self.asked.pop_front();
        }
        self.asked.push_back(asked);
    }

    /// A certificate comes, which says what it answers.
    pub(super) fn answers(&mut self, context: &[u8]) {
        let place = self.asked.iter().position(|asked| asked.context == context);
        self.answer = place.and_then(|place| self.asked.remove(place)).map(|asked| asked.hash);
    }

    /// One that is compressed comes: what it answers is known where only one was asked. Of several
    /// all go on waiting, since they are answered in any order.
    pub(super) fn answers_something(&mut self) {
        let only = if self.asked.len() == 1 { self.asked.pop_front() } else { None };
        self.answer = only.map(|asked| asked.hash);
    }

    /// Its `Finished` was seen.
    pub(super) fn answered(&mut self) {
        self.answer = None;
    }

    pub(super) fn hash(&mut self, seen: &Seen) {
        if let Some(hash) = &mut self.answer {
            hash.update(&seen.bytes);
        }
    }

    /// The hash up to here; `None` where nothing was asked, or not all was seen.
    pub(super) fn current(&self) -> Option<Digest> {
        self.answer.as_ref().map(|hash| hash.current())
    }
}

impl Meeting<'_> {
    pub(super) fn asked_later(&mut self, seen: &Seen) {
        if !self.handshake.complete || !self.handshake.is_tls13() || seen.from != Role::Server {
            return;
        }
        match seen.decode() {
            Ok(Decoded::Tls13(Message13::CertificateRequest(request))) => {
                self.handshake.later.asks(request.context, &seen.bytes);
            }
            Ok(_) => {}
            Err(fault) => self.malformed(seen.from, fault),
        }
    }
}

#[cfg(test)]
mod tests {
    use countersign::crypto::HashAlgorithm;

    use super::Later;

    fn later(asked: &[&[u8]]) -> Later {
        let sha256 = countersign_rustcrypto::provider().hash(HashAlgorithm::Sha256).unwrap();
        let mut later = Later::behind(sha256.start());
        for context in asked {
            later.asks(context, context);
        }
        later
    }

    #[test]
    fn what_is_compressed_answers_the_only_request() {
        let mut later = later(&[b"one"]);
        later.answers_something();
        assert!(later.current().is_some());
    }

    #[test]
    fn what_is_compressed_may_answer_any_of_several() {
        let mut later = later(&[b"one", b"two"]);
        later.answers_something();
        assert!(later.current().is_none());
        for context in [b"two", b"one"] {
            later.answers(context);
            assert!(later.current().is_some(), "its own certificate says what it answers");
            later.answered();
        }
    }
}
