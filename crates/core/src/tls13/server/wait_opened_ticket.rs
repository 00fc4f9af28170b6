//! `WaitOpenedTicket` of TLS 1.3: the driver has opened the client's ticket, or could not
//! (RFC 8446 §4.2.11).

use super::{
    State,
    search::{Search, Source},
};
use crate::{action::Actions, event::Resumption, fault::Fault, request::OpenedTicket};

/// A server that has asked for a ticket to be opened.
pub(crate) struct WaitOpenedTicket {
    pub(super) search: Search,
}

impl WaitOpenedTicket {
    /// Resumes, or looks for what else the identity may be. Whether the ticket is to be renewed
    /// says nothing here: each handshake gives new ones.
    pub(super) fn on_opened_ticket(
        self,
        answer: Option<&OpenedTicket>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        match answer {
            Some(opened) => self.search.on_session(&opened.session, Resumption::Ticket, actions),
            None => self.search.ask(Source::Session, actions),
        }
    }
}
