//! What a client proves when it is asked behind the handshake (RFC 8446 §4.6.2).

use alloc::{boxed::Box, collections::VecDeque};

use bytes::Bytes;
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
    /// What the answer repeats.
    context: Bytes,
    message: Bytes,
}

impl Later {
    /// Behind a handshake whose messages have this hash.
    pub(super) fn behind(handshake: Box<dyn HashContext>) -> Self {
        Self { handshake: Some(handshake), ..Self::default() }
    }

    fn asks(&mut self, asked: Asked) {
        if self.asked.len() == MAX_ASKED {
            self.asked.pop_front();
        }
        self.asked.push_back(asked);
    }

    /// A certificate comes, which says what it answers.
    pub(super) fn answers(&mut self, context: &[u8]) {
        let place = self.asked.iter().position(|asked| asked.context == context);
        let asked = place.and_then(|place| self.asked.remove(place));
        self.answer = self.handshake.as_ref().zip(asked).map(|(handshake, asked)| {
            let mut hash = handshake.fork();
            hash.update(&asked.message);
            hash
        });
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
                let context = seen.bytes.slice_ref(request.context);
                self.handshake.later.asks(Asked { context, message: seen.bytes.clone() });
            }
            Ok(_) => {}
            Err(fault) => self.malformed(seen.from, fault),
        }
    }
}
