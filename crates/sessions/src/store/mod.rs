//! A server's sessions, found by their ids (RFC 5246 §7.3).

mod log;
mod record;
mod ring;
#[cfg(test)]
mod tests;

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use countersign::{
    FindSessionRequest, SessionKey, Sessions, StoreSession, crypto::Secret, pki_types::UnixTime,
};

use crate::span::Span;
use log::Log;

/// How many sessions [`SessionStore::wipe_expired`] wipes before it lets others in between.
const WIPED_AT_ONCE: usize = 64;

/// Sessions of a server, in memory of a size that is fixed.
///
/// - **Bounded.** The memory is allocated by [`SessionStore::new`]; nothing is allocated later
///   but the copies that are handed out. A session takes its own length, its id's, and 17 bytes:
///   8,400 sessions fit a MiB, with ids of 32 bytes and without clients' certificates.
/// - **First in, first out.** Where memory is full the oldest sessions make room. Those are the
///   next to expire, since all of a server's have the same lifetime.
/// - **Constant time per call**, whoever chooses the ids: the hash is keyed for each store.
/// - **Wiped** when evicted, freed, found to be over, or dropped. Each call wipes a few that are
///   over; a server that may be idle for long calls [`SessionStore::wipe_expired`] now and then.
/// - **Shared** by threads behind one lock. With two million sessions a call was measured to hold
///   it for one to three microseconds, which is little beside any handshake.
///
/// Ids are compared in variable time: they go over the network in the clear, and who has seen
/// one cannot resume its session without the secrets in it.
///
/// Keys by [`SessionKey::ServerName`] are not kept: [`crate::ClientCache`] is for those.
pub struct SessionStore {
    log: Mutex<Log>,
}

impl SessionStore {
    /// Takes `memory` bytes, of which more than 4 GiB are not used. Where the system hands
    /// out memory at its first use, they are not resident before.
    pub fn new(memory: usize) -> Self {
        Self { log: Mutex::new(Log::new(memory.saturating_sub(size_of::<Self>()))) }
    }

    /// How many sessions there are, with those that are over and not yet wiped.
    pub fn len(&self) -> usize {
        self.log().sessions()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets a session; true where there was one. RFC 5246 §7.2.2 wants that after a fatal
    /// alert.
    pub fn remove(&self, id: &[u8]) -> bool {
        self.log().remove(id)
    }

    /// Wipes what has expired by now. Not needed for the bounds: it keeps secrets no longer in
    /// memory than they are of use.
    pub fn wipe_expired(&self, now: UnixTime) {
        while self.log().wipe_some(now, WIPED_AT_ONCE) {}
    }

    /// Nothing in this crate panics with the lock in hand, so a poisoned lock is sound.
    fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions for SessionStore {
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        let SessionKey::Id(id) = &request.key else { return None };
        self.log().get(id, request.now)
    }

    fn store(&self, session: &StoreSession) {
        let SessionKey::Id(id) = &session.key else { return };
        let span = Span::new(session.now, session.lifetime);
        self.log().insert(id, session.session.expose(), span, session.now);
    }

    fn forget(&self, key: &SessionKey) {
        if let SessionKey::Id(id) = key {
            self.remove(id);
        }
    }
}

/// Shown by their number alone.
impl fmt::Debug for SessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionStore").field("sessions", &self.len()).finish_non_exhaustive()
    }
}
