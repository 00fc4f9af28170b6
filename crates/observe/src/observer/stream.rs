//! One direction: its bytes, its framing, its keys.

use bytes::BytesMut;
use countersign::{
    crypto::Secret,
    observing::{MessageJoin, ObservedRecord},
    wire::{ContentType, ProtocolVersion},
};

use crate::{cipher::Opener, event::SealedWhy};

/// What is known of one direction.
#[derive(Default)]
pub(super) struct Stream {
    /// Not yet taken: less than a record, but for what one call brings.
    pub(super) input: BytesMut,
    pub(super) framing: Framing,
    pub(super) join: MessageJoin,
    pub(super) protection: Protection,
    /// TLS 1.3: the secret of the keys in force, from which the next come.
    pub(super) traffic: Option<Secret>,
    /// Part of an alert.
    pub(super) alert: Option<u8>,
    /// `Finished` was seen, or what must be it.
    pub(super) finished: bool,
    /// Anything was seen.
    pub(super) begun: bool,
}

/// How bytes are cut.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Framing {
    /// No TLS yet.
    #[default]
    Searching,
    /// Records.
    Records,
    /// Messages of SSL 2.0.
    Ssl2,
    /// Behind a gap.
    Lost,
}

/// What lies over the content of records.
#[derive(Default)]
pub(super) struct Protection {
    now: Now,
    /// Keys that come into force at some record, which is not said in the clear: they are tried
    /// where the present ones fail.
    next: Option<Opener>,
}

#[derive(Default)]
enum Now {
    #[default]
    Plain,
    Open(Opener),
    Sealed(SealedWhy),
}

/// The content of a record.
pub(super) struct Opened {
    pub(super) content: BytesMut,
    /// Its type, which TLS 1.3 hides in the content.
    pub(super) content_type: ContentType,
    /// It was decrypted with the keys that were waiting, which are in force now.
    pub(super) changed: bool,
}

impl Protection {
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.now, Now::Plain)
    }

    /// Keys come into force; those that were waiting are void.
    pub(super) fn set(&mut self, opener: Result<Opener, SealedWhy>) {
        self.now = match opener {
            Ok(opener) => Now::Open(opener),
            Err(why) => Now::Sealed(why),
        };
        self.next = None;
    }

    /// Keys that come into force when the first record fits them.
    pub(super) fn set_next(&mut self, opener: Option<Opener>) {
        self.next = opener;
    }

    /// What follows cannot be read.
    pub(super) fn seal(&mut self, why: SealedWhy) {
        if !self.is_plain() {
            self.set(Err(why));
        }
    }

    /// The content of a record; `Err` where it cannot be read, with its length.
    pub(super) fn open(
        &mut self,
        record: ObservedRecord,
        version: Option<ProtocolVersion>,
    ) -> Result<Opened, SealedWhy> {
        let content_type = record.content_type;
        // RFC 8446 §5: only what looks like application data is protected.
        let tls13 = version.is_some_and(|version| version >= ProtocolVersion::TLS13);
        let in_the_clear = tls13 && content_type != ContentType::APPLICATION_DATA;
        if self.is_plain() || in_the_clear {
            return Ok(Opened { content: record.fragment, content_type, changed: false });
        }
        if let Some(next) = &mut self.next {
            let again = ObservedRecord { fragment: record.fragment.clone(), ..record };
            if let Ok((content_type, content)) = next.open(again)
                && let Some(next) = self.next.take()
            {
                self.now = Now::Open(next);
                return Ok(Opened { content, content_type, changed: true });
            }
        }
        let opener = match &mut self.now {
            Now::Plain => return Err(SealedWhy::NoKeys),
            Now::Sealed(why) => return Err(*why),
            Now::Open(opener) => opener,
        };
        match opener.open(record) {
            Ok((content_type, content)) => Ok(Opened { content, content_type, changed: false }),
            Err(_) if self.next.is_some() => Err(SealedWhy::NotAuthentic),
            Err(_) => {
                self.now = Now::Sealed(SealedWhy::NotAuthentic);
                Err(SealedWhy::NotAuthentic)
            }
        }
    }
}
