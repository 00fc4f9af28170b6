//! A client's sessions, found by the servers that they were made with.

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use countersign::{
    FindSessionRequest, SessionKey, Sessions, StoreSession,
    crypto::Secret,
    pki_types::{ServerName, UnixTime},
};

use crate::span::Span;

/// The longest session that is kept, in bytes: with a certificate and a ticket of 16 KiB each.
const MAX_SESSION: usize = 33 * 1024;

/// Sessions of a client, one for each server's name, the least recently used of which makes room
/// for a new one.
///
/// A session is some two KiB with its server's certificate and ticket, and 33 KiB at most:
/// whatever servers send, the cache holds no more than so much for each of its names. Sessions are
/// wiped when they are replaced, evicted, found to be over, or dropped.
///
/// Names are compared as DNS does, without regard to case. One name stands for one server, whatever
/// its port and whatever the application asks of it: who keeps those apart has a cache for each.
/// The same goes for connections with another verifier or another certificate of their own: a
/// server that resumes is not judged again, and takes the client for who it was.
///
/// Keys by [`SessionKey::Id`] are not kept: [`crate::SessionStore`] is for those.
pub struct ClientCache {
    names: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    by_name: HashMap<ServerName<'static>, Entry>,
    /// The least recently used first.
    by_use: BTreeMap<u64, ServerName<'static>>,
    uses: u64,
}

/// What is kept for a name. A session of TLS 1.2 may be resumed any number of times, so there is
/// one, and finding it leaves it here. Tickets to be used once (RFC 8446 appendix C.4) would be a
/// list here, and finding one would take it out.
struct Entry {
    session: Secret,
    span: Span,
    last_use: u64,
}

impl ClientCache {
    /// For so many servers.
    pub fn new(names: usize) -> Self {
        Self { names, kept: Mutex::default() }
    }

    /// For how many servers there is a session, those included that are over.
    pub fn len(&self) -> usize {
        self.kept().by_name.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets the session with a server; true where there was one. RFC 5246 §7.2.2 wants that
    /// after a fatal alert; drivers do it by [`Sessions::forget`].
    pub fn remove(&self, name: &ServerName<'static>) -> bool {
        self.kept().remove(name)
    }

    /// Wipes what has expired by now. Not needed for the bounds: it keeps secrets no longer in
    /// memory than they are of use.
    pub fn wipe_expired(&self, now: UnixTime) {
        let mut kept = self.kept();
        let Kept { by_name, by_use, .. } = &mut *kept;
        by_name.retain(|_, entry| !entry.span.is_over(now));
        by_use.retain(|_, name| by_name.contains_key(name));
    }

    /// Nothing in this crate panics with the lock in hand, so a poisoned lock is sound.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions for ClientCache {
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        let SessionKey::ServerName(name) = &request.key else { return None };
        self.kept().find(name, request.now)
    }

    fn store(&self, session: &StoreSession) {
        let SessionKey::ServerName(name) = &session.key else { return };
        let span = Span::new(session.now, session.lifetime);
        let mut kept = self.kept();
        kept.remove(name);
        let is_long = session.session.expose().len() > MAX_SESSION;
        if self.names == 0 || is_long || !span.holds(session.now) {
            return;
        }
        if kept.by_name.len() >= self.names {
            kept.remove_least_used();
        }
        kept.insert(name, session.session.clone(), span);
    }

    fn forget(&self, key: &SessionKey) {
        if let SessionKey::ServerName(name) = key {
            self.remove(name);
        }
    }
}

impl Kept {
    fn find(&mut self, name: &ServerName<'static>, now: UnixTime) -> Option<Secret> {
        let uses = self.uses;
        let entry = self.by_name.get_mut(name)?;
        if entry.span.is_over(now) {
            self.remove(name);
            return None;
        }
        if !entry.span.holds(now) {
            return None;
        }
        let session = entry.session.clone();
        if let Some(name) = self.by_use.remove(&entry.last_use) {
            entry.last_use = uses;
            self.by_use.insert(uses, name);
            self.uses += 1;
        }
        Some(session)
    }

    fn insert(&mut self, name: &ServerName<'static>, session: Secret, span: Span) {
        self.by_use.insert(self.uses, name.clone());
        self.by_name.insert(name.clone(), Entry { session, span, last_use: self.uses });
        self.uses += 1;
    }

    fn remove(&mut self, name: &ServerName<'static>) -> bool {
        let entry = self.by_name.remove(name);
        if let Some(entry) = &entry {
            self.by_use.remove(&entry.last_use);
        }
        entry.is_some()
    }

    fn remove_least_used(&mut self) {
        if let Some((_, name)) = self.by_use.pop_first() {
            self.by_name.remove(&name);
        }
    }
}

/// Shown by their number alone: with whom a client talks is not everybody's business.
impl fmt::Debug for ClientCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCache").field("sessions", &self.len()).finish_non_exhaustive()
    }
}
