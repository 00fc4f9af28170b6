//! The keys of a sealer: one that seals, and older ones that still open.

use std::{collections::VecDeque, sync::Arc};

use super::{
    format::SealingKey,
    key::{NAME, TicketKey},
};

/// How many keys open tickets besides the one that seals. A ticket may bring any name, so that
/// this bounds what looking for it costs.
const MAX_OLDER: usize = 64;

/// A key with its history.
struct Held {
    key: Arc<SealingKey>,
    /// From when on it seals, or, of an older one, only opens: seconds since 1970.
    since: u32,
    /// How many tickets it has sealed.
    sealed: u64,
}

/// Times are compared by their distance in either direction: a clock that goes back a little, as
/// between two threads, changes nothing, and one that was far ahead keeps no key alive.
#[derive(Default)]
pub(super) struct Keys {
    current: Option<Held>,
    /// The newest first.
    older: VecDeque<Held>,
}

impl Keys {
    /// Makes `key` the one that seals. One that is here already goes on counting its tickets.
    pub(super) fn rotate(&mut self, key: SealingKey, now: u32) {
        if self.current.as_ref().is_some_and(|held| held.key.key.is(&key.key)) {
            return;
        }
        let sealed = self.take_older(&key.key).map_or(0, |held| held.sealed);
        let next = Held { key: Arc::new(key), since: now, sealed };
        if let Some(last) = self.current.replace(next) {
            self.add_older(Held { since: now, ..last });
        }
    }

    /// Lets `key` open tickets from now on.
    pub(super) fn accept(&mut self, key: SealingKey, now: u32) {
        if self.current.as_ref().is_some_and(|held| held.key.key.is(&key.key)) {
            return;
        }
        let sealed = self.take_older(&key.key).map_or(0, |held| held.sealed);
        self.add_older(Held { key: Arc::new(key), since: now, sealed });
    }

    /// Drops older keys that have had their time.
    pub(super) fn expire(&mut self, now: u32, accept_for: u32) {
        self.older.retain(|held| held.since.abs_diff(now) < accept_for);
    }

    /// True where no key seals, or the one that does has done so for `every` seconds.
    pub(super) fn is_due(&self, now: u32, every: u32) -> bool {
        self.current.as_ref().is_none_or(|held| held.since.abs_diff(now) >= every)
    }

    /// True where the key has sealed as many tickets as it may.
    pub(super) fn is_spent(&self, most: u64) -> bool {
        self.current.as_ref().is_some_and(|held| held.sealed >= most)
    }

    /// The key that seals, for one ticket.
    pub(super) fn sealing(&mut self, most: u64) -> Option<Arc<SealingKey>> {
        let held = self.current.as_mut().filter(|held| held.sealed < most)?;
        held.sealed += 1;
        Some(held.key.clone())
    }

    /// The key of that name, and whether it is the one that seals.
    ///
    /// Names are compared in variable time: they are in the clear in every ticket.
    pub(super) fn named(&self, name: &[u8; NAME]) -> Option<(Arc<SealingKey>, bool)> {
        let current = self.current.iter().map(|held| (held, true));
        let older = self.older.iter().map(|held| (held, false));
        let (held, seals) = current.chain(older).find(|(held, _)| held.key.key.name() == name)?;
        Some((held.key.clone(), seals))
    }

    /// The one that seals, then the older ones.
    pub(super) fn all(&self) -> Vec<TicketKey> {
        self.current.iter().chain(&self.older).map(|held| held.key.key.clone()).collect()
    }

    fn take_older(&mut self, key: &TicketKey) -> Option<Held> {
        let at = self.older.iter().position(|held| held.key.key.is(key))?;
        self.older.remove(at)
    }

    fn add_older(&mut self, held: Held) {
        self.older.push_front(held);
        self.older.truncate(MAX_OLDER);
    }
}
