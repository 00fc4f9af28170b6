//! A client's sessions, found by the servers that they were made with.

#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
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

/// How many tickets of TLS 1.3 are kept for a name: twice what servers give by default.
const MAX_TICKETS: usize = 4;

/// Sessions of a client by the server's name. The name that was least recently used makes room for
/// a new one.
///
/// A session of TLS 1.2 may be resumed any number of times: the newest is kept, and finding it
/// leaves it there. A ticket of TLS 1.3 is to be used once (RFC 8446 appendix C.4), and servers
/// give several: the newest four are kept, and finding one takes it out, the newest first. Who
/// opens more connections at once makes a full handshake for those.
///
/// A session is some two KiB with its server's certificate and ticket, and 33 KiB at most:
/// whatever servers send, the cache holds no more than four times so much for each of its names.
/// Sessions are wiped when they are replaced, taken, evicted, found to be over, or dropped.
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

/// What is kept for a name; never nothing.
struct Entry {
    held: Held,
    last_use: u64,
}

/// Of which version the server speaks there are sessions.
enum Held {
    /// Up to TLS 1.2: for any number of uses.
    Lasting(Dated),
    /// TLS 1.3: each for one use, the newest last.
    Once(VecDeque<Dated>),
}

struct Dated {
    session: Secret,
    span: Span,
}

impl Held {
    /// A session to use now; a ticket is taken out. Tickets that are over go too.
    fn find(&mut self, now: UnixTime) -> Option<Secret> {
        match self {
            Self::Lasting(kept) => kept.span.holds(now).then(|| kept.session.clone()),
            Self::Once(tickets) => {
                tickets.retain(|ticket| !ticket.span.is_over(now));
                let usable = tickets.iter().rposition(|ticket| ticket.span.holds(now))?;
                tickets.remove(usable).map(|ticket| ticket.session)
            }
        }
    }

    /// True where nothing is left that may be of use later.
    fn is_over(&self, now: UnixTime) -> bool {
        match self {
            Self::Lasting(kept) => kept.span.is_over(now),
            Self::Once(tickets) => tickets.iter().all(|ticket| ticket.span.is_over(now)),
        }
    }

    /// Of two versions the newer session tells which one the server speaks now.
    fn add(&mut self, newer: Self) {
        match (self, newer) {
            (Self::Once(tickets), Self::Once(newer)) => {
                tickets.extend(newer);
                while tickets.len() > MAX_TICKETS {
                    tickets.pop_front();
                }
            }
            (held, newer) => *held = newer,
        }
    }
}

impl ClientCache {
    /// For so many servers.
    pub fn new(names: usize) -> Self {
        Self { names, kept: Mutex::default() }
    }

    /// For how many servers there are sessions, those included that are over.
    pub fn len(&self) -> usize {
        self.kept().by_name.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all sessions with a server; true where there was one. RFC 5246 §7.2.2 wants that
    /// after a fatal alert; drivers do it by [`Sessions::forget`].
    pub fn remove(&self, name: &ServerName<'static>) -> bool {
        self.kept().remove(name)
    }

    /// Wipes what has expired by now. Not needed for the bounds: it keeps secrets no longer in
    /// memory than they are of use.
    pub fn wipe_expired(&self, now: UnixTime) {
        let mut kept = self.kept();
        let Kept { by_name, by_use, .. } = &mut *kept;
        by_name.retain(|_, entry| !entry.held.is_over(now));
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
        let is_long = session.session.expose().len() > MAX_SESSION;
        let is_wanted = self.names > 0 && !is_long && span.holds(session.now);
        let mut kept = self.kept();
        if session.is_single_use() {
            if is_wanted {
                let ticket = Dated { session: session.session.clone(), span };
                kept.insert(name, Held::Once(VecDeque::from([ticket])), self.names);
            }
            return;
        }
        // The one before is out of date, whatever becomes of this one.
        kept.remove(name);
        if is_wanted {
            let lasting = Dated { session: session.session.clone(), span };
            kept.insert(name, Held::Lasting(lasting), self.names);
        }
    }

    fn forget(&self, key: &SessionKey) {
        if let SessionKey::ServerName(name) = key {
            self.remove(name);
        }
    }
}

impl Kept {
    fn find(&mut self, name: &ServerName<'static>, now: UnixTime) -> Option<Secret> {
        let entry = self.by_name.get_mut(name)?;
        let found = entry.held.find(now);
        if entry.held.is_over(now) {
            self.remove(name);
        } else if found.is_some() {
            self.touch(name);
        }
        found
    }

    /// Adds to what there is for a name, which may be a new one.
    fn insert(&mut self, name: &ServerName<'static>, held: Held, names: usize) {
        if let Some(entry) = self.by_name.get_mut(name) {
            entry.held.add(held);
            self.touch(name);
            return;
        }
        if self.by_name.len() >= names {
            self.remove_least_used();
        }
        self.by_use.insert(self.uses, name.clone());
        self.by_name.insert(name.clone(), Entry { held, last_use: self.uses });
        self.uses += 1;
    }

    /// It is the most recently used from here on.
    fn touch(&mut self, name: &ServerName<'static>) {
        let Some(entry) = self.by_name.get_mut(name) else { return };
        if let Some(name) = self.by_use.remove(&entry.last_use) {
            entry.last_use = self.uses;
            self.by_use.insert(self.uses, name);
            self.uses += 1;
        }
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
        f.debug_struct("ClientCache").field("servers", &self.len()).finish_non_exhaustive()
    }
}
