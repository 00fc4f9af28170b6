//! `WaitSealedTicket`: the driver has sealed the session into a ticket, or could not
//! (RFC 5077 §3.3).

use alloc::boxed::Box;

use super::{Keys, State, WaitChangeCipherSpec, start};
use crate::{
    action::Actions,
    fault::Fault,
    request::SealedTicket,
    wire::{HandshakeType, NewSessionTicket},
};

/// A server that has asked for a ticket.
pub(crate) struct WaitSealedTicket {
    pub(super) keys: Box<Keys>,
}

impl WaitSealedTicket {
    /// In a full handshake it ends the server's part; when a session is resumed it is part of
    /// the server's only flight (RFC 5077 §3.1).
    pub(super) fn on_sealed_ticket(
        self,
        answer: Option<SealedTicket>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut keys } = self;
        let resumed = keys.serving.agreed.agreed.resumption.is_some();
        if resumed {
            start::send_hello(&mut keys.serving.agreed, actions);
        }
        // One that does not fit is as good as none, which is said by an empty one.
        let answer = answer.filter(|sealed| u16::try_from(sealed.ticket.len()).is_ok());
        let (ticket, lifetime_hint) = answer
            .as_ref()
            .map_or((&[][..], 0), |sealed| (&sealed.ticket[..], sealed.lifetime_hint));
        let transcript = &mut keys.serving.agreed.transcript;
        actions.send(HandshakeType::NEW_SESSION_TICKET, transcript, |writer| {
            NewSessionTicket { lifetime_hint, ticket }.encode(writer);
        });
        keys.send_finished(actions)?;
        if resumed {
            return Ok(State::WaitChangeCipherSpec(WaitChangeCipherSpec { keys }));
        }
        Ok(keys.connected(actions))
    }
}
