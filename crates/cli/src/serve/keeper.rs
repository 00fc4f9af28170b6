//! Keeps the sessions of a server in memory, found by id or by ticket: a ticket is nothing but a
//! number that nobody guesses.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use countersign::{
    FindSessionRequest, OpenTicketRequest, OpenedTicket, SealTicketRequest, SealedTicket,
    SessionKey, Sessions, StoreSession,
    crypto::{Random, Secret},
    pki_types::UnixTime,
};

/// Sessions that are kept; then the oldest are forgotten.
const MOST: usize = 4096;

/// Length of a ticket in bytes.
const TICKET: usize = 32;

/// One session.
struct Kept {
    key: Vec<u8>,
    session: Secret,
    until: u64,
}

/// All sessions, the oldest first.
#[derive(Default)]
pub(super) struct Keeper(Mutex<VecDeque<Kept>>);

impl Keeper {
    fn kept(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, key: &[u8], session: &Secret, lifetime: u32, now: UnixTime) {
        let mut kept = self.kept();
        kept.retain(|old| old.until > now.as_secs() && old.key != key);
        while kept.len() >= MOST {
            kept.pop_front();
        }
        let until = now.as_secs() + Duration::from_secs(lifetime.into()).as_secs();
        kept.push_back(Kept { key: key.to_vec(), session: session.clone(), until });
    }

    fn look_up(&self, key: &[u8], now: UnixTime) -> Option<Secret> {
        let kept = self.kept();
        let found = kept.iter().find(|one| one.key == key && one.until > now.as_secs());
        found.map(|one| one.session.clone())
    }
}

impl Sessions for Keeper {
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        match &request.key {
            SessionKey::Id(id) => self.look_up(id, request.now),
            SessionKey::ServerName(_) => None,
        }
    }

    fn store(&self, session: &StoreSession) {
        if let SessionKey::Id(id) = &session.key {
            self.keep(id, &session.session, session.lifetime, session.now);
        }
    }

    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        let session = self.look_up(&request.ticket, request.now)?;
        Some(OpenedTicket { session, renew: false })
    }

    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        let mut ticket = vec![0; TICKET];
        random.fill(&mut ticket).ok()?;
        self.keep(&ticket, &request.session, request.lifetime, request.now);
        Some(SealedTicket { ticket, lifetime_hint: request.lifetime })
    }
}
