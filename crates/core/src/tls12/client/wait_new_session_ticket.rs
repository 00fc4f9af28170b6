//! `WaitNewSessionTicket`: the server has said that it will send a ticket (RFC 5077 §3.3).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Proving, State, WaitChangeCipherSpec};
use crate::wire::NewSessionTicket;

/// A client that waits for a ticket.
pub(crate) struct WaitNewSessionTicket {
    pub(super) proving: Box<Proving>,
}

impl WaitNewSessionTicket {
    /// Keeps it; an empty one says that there is none after all.
    pub(super) fn on_new_session_ticket(self, raw: &Bytes, message: NewSessionTicket<'_>) -> State {
        let Self { mut proving } = self;
        proving.ticket = raw.slice_ref(message.ticket);
        proving.ticket_lifetime = message.lifetime_hint;
        proving.flight.agreed.transcript.add(raw);
        State::WaitChangeCipherSpec(WaitChangeCipherSpec { proving })
    }
}
