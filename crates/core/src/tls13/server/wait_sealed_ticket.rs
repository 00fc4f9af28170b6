//! `WaitSealedTicket` of TLS 1.3: the driver has sealed the session into a ticket, or could not
//! (RFC 8446 §4.6.1).

use super::{
    State,
    tickets::{Making, Tickets},
};
use crate::{action::Actions, fault::Fault, request::SealedTicket};

/// A server that has asked for a ticket.
pub(crate) struct WaitSealedTicket {
    pub(super) tickets: Tickets,
    pub(super) making: Making,
}

impl WaitSealedTicket {
    /// Sends the ticket. Whoever could not seal one is asked for no more.
    pub(super) fn on_sealed_ticket(
        self,
        answer: Option<&SealedTicket>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { tickets, making } = self;
        match answer {
            Some(SealedTicket { ticket, lifetime_hint }) => {
                tickets.send(&making, ticket, *lifetime_hint, actions)
            }
            None => Ok(tickets.connected(actions)),
        }
    }
}
