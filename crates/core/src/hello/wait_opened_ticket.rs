//! `WaitOpenedTicket`: the driver has opened the client's ticket, or could not (RFC 5077 §3.4).

use super::{respond, server::Next, wait_configuration::Served};
use crate::{
    action::Actions, event::Resumption, fault::Fault, request::OpenedTicket, resume::Session,
};

/// A server that has asked for a ticket to be opened.
pub(crate) struct WaitOpenedTicket {
    pub(super) served: Served,
}

impl WaitOpenedTicket {
    /// Resumes, or goes on as if there had been no ticket.
    pub(super) fn on_opened_ticket(
        self,
        answer: Option<&OpenedTicket>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let renew = answer.is_some_and(|opened| opened.renew);
        let session = answer.and_then(|opened| Session::decode(&opened.session));
        respond::with(&self.served, session, Resumption::Ticket, renew, actions)
    }
}
