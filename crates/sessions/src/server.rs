//! A store and a sealer, as one.

use countersign::{
    FindSessionRequest, OpenTicketRequest, OpenedTicket, SealTicketRequest, SealedTicket,
    SessionKey, Sessions, StoreSession,
    crypto::{Random, Secret},
};

use crate::{SessionStore, TicketSealer};

/// All that a server asks about sessions: ids go to the store, tickets to the sealer. Without one
/// of them its questions are answered with nothing, and handshakes are made in full.
///
/// Who wants only one of them gives it as it is, since each answers [`Sessions`] by itself.
///
/// Either may be a pointer, such as an `Arc`, so that others can rotate keys or forget sessions.
#[derive(Clone, Debug)]
pub struct ServerSessions<S = SessionStore, T = TicketSealer> {
    /// Keeps sessions under ids.
    pub store: Option<S>,
    /// Seals sessions into tickets.
    pub tickets: Option<T>,
}

impl<S: Sessions, T: Sessions> Sessions for ServerSessions<S, T> {
    fn find(&self, request: &FindSessionRequest) -> Option<Secret> {
        self.store.as_ref()?.find(request)
    }

    fn store(&self, session: &StoreSession) {
        if let Some(store) = &self.store {
            store.store(session);
        }
    }

    fn forget(&self, key: &SessionKey) {
        if let Some(store) = &self.store {
            store.forget(key);
        }
    }

    fn open_ticket(&self, request: &OpenTicketRequest) -> Option<OpenedTicket> {
        self.tickets.as_ref()?.open_ticket(request)
    }

    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        self.tickets.as_ref()?.seal_ticket(request, random)
    }
}
