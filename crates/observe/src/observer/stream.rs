//! One direction: its bytes, its framing, its keys.

use alloc::vec::Vec;

use bytes::BytesMut;
use countersign::{
    observing::{MessageJoin, ObservedRecord},
    schedule::TrafficSecret,
    wire::ContentType,
};

use crate::{
    cipher::Opener,
    event::{KeyLevel, SealedWhy},
    suite::Cipher,
};

/// What is known of one direction.
#[derive(Default)]
pub(super) struct Stream {
    /// Not yet taken: less than a record, but for what one call brings.
    pub(super) input: BytesMut,
    pub(super) framing: Framing,
    pub(super) join: MessageJoin,
    pub(super) protection: Protection,
    /// TLS 1.3: the secret of the keys in force, from which the next come.
    pub(super) traffic: Option<TrafficSecret>,
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
    /// before the present ones.
    next: Vec<Waiting>,
    /// By the rules of TLS 1.3.
    tls13: bool,
}

/// Keys that wait, and what they are for.
pub(super) struct Waiting {
    pub(super) level: KeyLevel,
    pub(super) cipher: Cipher,
    pub(super) opener: Opener,
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
    /// The cipher of the keys that were waiting, where they opened it: they are in force now.
    pub(super) changed: Option<(Cipher, KeyLevel)>,
    /// It was encrypted.
    pub(super) protected: bool,
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
        self.next = Vec::new();
        self.tls13 = false;
    }

    /// The same in TLS 1.3, where only what looks like application data is protected (RFC 8446 §5).
    pub(super) fn set_tls13(&mut self, opener: Result<Opener, SealedWhy>) {
        self.set(opener);
        self.tls13 = true;
    }

    /// Keys that come into force when the first record fits one of them.
    pub(super) fn set_next(&mut self, next: Vec<Waiting>) {
        self.next = next;
    }

    /// The same beside those that wait already.
    pub(super) fn add_next(&mut self, next: Option<Waiting>) {
        self.next.extend(next);
    }

    /// What follows cannot be read.
    pub(super) fn seal(&mut self, why: SealedWhy) {
        if !self.is_plain() {
            self.now = Now::Sealed(why);
            self.next = Vec::new();
        }
    }

    /// The content of a record; `Err` where it cannot be read.
    pub(super) fn open(&mut self, record: ObservedRecord) -> Result<Opened, SealedWhy> {
        let content_type = record.content_type;
        let in_the_clear = self.tls13 && content_type != ContentType::APPLICATION_DATA;
        if self.is_plain() || in_the_clear {
            let content = record.fragment;
            return Ok(Opened { content, content_type, changed: None, protected: false });
        }
        if let Some(opened) = self.open_with_next(&record) {
            return Ok(opened);
        }
        let opener = match &mut self.now {
            Now::Plain => return Err(SealedWhy::NoKeys),
            Now::Sealed(why) => return Err(*why),
            Now::Open(opener) => opener,
        };
        if let Ok((content_type, content)) = opener.open(record) {
            return Ok(Opened { content, content_type, changed: None, protected: true });
        }
        if self.next.is_empty() {
            self.now = Now::Sealed(SealedWhy::NotAuthentic);
        }
        Err(SealedWhy::NotAuthentic)
    }

    fn open_with_next(&mut self, record: &ObservedRecord) -> Option<Opened> {
        for place in 0..self.next.len() {
            let again = ObservedRecord { fragment: record.fragment.clone(), ..*record };
            let Waiting { level, cipher, opener } = self.next.get_mut(place)?;
            let (level, cipher) = (*level, *cipher);
            if let Ok((content_type, content)) = opener.open(again) {
                self.now = Now::Open(self.next.swap_remove(place).opener);
                // Behind early data those of the handshake are still to come.
                let is_early = level == KeyLevel::EarlyData;
                self.next.retain(|waiting| is_early && waiting.level != KeyLevel::EarlyData);
                let changed = Some((cipher, level));
                return Some(Opened { content, content_type, changed, protected: true });
            }
        }
        None
    }
}
