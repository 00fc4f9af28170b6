//! A store, a sealer and a register of early data, as one.

use std::sync::Arc;

use countersign::{
    EarlyDataRequest, FindSessionRequest, OpenTicketRequest, OpenedTicket, SealTicketRequest,
    SealedTicket, SessionKey, Sessions, StoreSession,
    crypto::{Random, Secret},
};

use crate::{SessionStore, StrikeRegister, TicketSealer};

/// All that a server asks about sessions: ids go to the store, tickets to the sealer, early data to
/// the register. Without one of them its questions are answered with nothing: handshakes are made
/// in full, early data refused.
///
/// Who wants only one of them gives it as it is, since each answers [`Sessions`] by itself.
///
/// Store and sealer may be pointers, such as an `Arc`, so that others can rotate keys or forget
/// sessions. The register always is one: whoever opens the same tickets shares it.
#[derive(Clone, Debug)]
pub struct ServerSessions<S = SessionStore, T = TicketSealer> {
    /// Keeps sessions under ids.
    pub store: Option<S>,
    /// Seals sessions into tickets.
    pub tickets: Option<T>,
    /// Says whether early data are new.
    pub early_data: Option<Arc<StrikeRegister>>,
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

    fn accept_early_data(&self, request: &EarlyDataRequest) -> bool {
        self.early_data.as_ref().is_some_and(|register| register.accept_early_data(request))
    }

    fn seal_ticket(
        &self,
        request: &SealTicketRequest,
        random: &mut dyn Random,
    ) -> Option<SealedTicket> {
        self.tickets.as_ref()?.seal_ticket(request, random)
    }
}
