//! `WaitStored` of TLS 1.3: the driver has kept the session; the client is given the id by which it
//! is found, as a ticket (RFC 8446 §4.6.1).

use bytes::Bytes;

use super::{
    State,
    tickets::{Making, Tickets},
};
use crate::{action::Actions, fault::Fault};

/// A server that has asked for a session to be stored.
pub(crate) struct WaitStored {
    pub(super) tickets: Tickets,
    pub(super) making: Making,
    pub(super) id: Bytes,
}

impl WaitStored {
    pub(super) fn on_stored(self, actions: &mut Actions<'_>) -> Result<State, Fault> {
        let Self { tickets, making, id } = self;
        let lifetime = making.lifetime();
        tickets.send(&making, &id, lifetime, actions)
    }
}
