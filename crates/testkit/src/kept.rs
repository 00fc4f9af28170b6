//! Sessions in a map, and tickets that are a number: what a test needs of their keepers.

use std::{
    collections::{HashMap, HashSet},
    sync::Mutex,
};

use countersign::{
    EarlyDataRequest, FindSessionRequest, OpenTicketRequest, OpenedTicket, SealTicketRequest,
    SealedTicket, SessionKey, Sessions, StoreSession,
    bytes::Bytes,
    crypto::{Random, Secret},
};

/// Keeps everything for ever, and takes early data once. A ticket is `ticket` and the number under
/// which its session lies.
#[derive(Debug, Default)]
pub struct Kept {
    inner: Mutex<Inner>,
    /// Say of every ticket that opens that it is to be renewed.
    pub renew: bool,
}

#[derive(Debug, Default)]
struct Inner {
    by_key: HashMap<SessionKey, Secret>,
    tickets: Vec<Secret>,
    binders: HashSet<Bytes>,
}

/// What stands before the number.
const MARK: &[u8] = b"ticket ";

impl Kept {
    /// How many sessions are kept, under keys and in tickets.
    ///
    /// # Panics
    /// Where another test has panicked while it held the lock.
    pub fn counts(&self) -> (usize, usize) {
        let inner = self.lock();
        (inner.by_key.len(), inner.tickets.len())
    }

    /// Forgets everything, as after a restart.
    ///
    /// # Panics
    /// Where another test has panicked while it held the lock.
    pub fn clear(&self) {
        *self.lock() = Inner::default();
    }

    /// Changes every session that is kept.
    ///
    /// # Panics
    /// Where another test has panicked while it held the lock.
    pub fn change(&self, change: impl Fn(&mut Vec<u8>)) {
        let mut inner = self.lock();
        let Inner { by_key, tickets, .. } = &mut *inner;
        for session in by_key.values_mut().chain(tickets) {
            let mut bytes = session.expose().to_vec();
            change(&mut bytes);
            *session = Secret::new(&bytes);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.inner.lock().expect("no test has panicked with it")
    }
}

impl Sessions for Kept {
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        self.lock().by_key.get(&request.key).cloned()
    }

    fn store(&self, session: &StoreSession) {
        self.lock().by_key.insert(session.key.clone(), session.session.clone());
    }

    fn forget(&self, key: &SessionKey) {
        self.lock().by_key.remove(key);
    }

    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        let number = std::str::from_utf8(request.ticket.strip_prefix(MARK)?).ok()?;
        let number: usize = number.parse().ok()?;
        let session = self.lock().tickets.get(number)?.clone();
        Some(OpenedTicket { session, renew: self.renew })
    }

    fn accept_early_data(&self, request: &EarlyDataRequest) -> bool {
        self.lock().binders.insert(request.binder.clone())
    }

    fn seal_ticket(&self, request: &SealTicketRequest, _: &mut dyn Random) -> Option<SealedTicket> {
        let mut inner = self.lock();
        let ticket = [MARK, inner.tickets.len().to_string().as_bytes()].concat();
        inner.tickets.push(request.session.clone());
        Some(SealedTicket { ticket, lifetime_hint: request.lifetime })
    }
}
