//! The tickets that a server gives at the end of the handshake, one after the other
//! (RFC 8446 §4.6.1).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, WaitSealedTicket, WaitStored, search::SESSION_ID, serving::Serving};
use crate::{
    action::Actions,
    event::Event,
    fault::Fault,
    limits::{self, MAX_TICKETS_GIVEN},
    request::{Request, SealTicketRequest, SessionKey, StoreSession},
    schedule::ResumptionSecret,
    tls13::connected::{Connected, Kept},
    wire::{HandshakeType, NewSessionTicket13, extension::early_data},
};

/// What stands in a `NewSessionTicket` besides the ticket, bytes, at most.
const AROUND: usize = 64;

/// What is left of the handshake.
pub(super) struct Tickets {
    serving: Box<Serving>,
    kept: Box<Kept>,
    resumption: ResumptionSecret,
    /// How many were given.
    given: u8,
}

/// What goes with a ticket that is being made.
pub(super) struct Making {
    nonce: u8,
    age_add: u32,
    lifetime: u32,
}

impl Tickets {
    pub(super) fn new(
        serving: Box<Serving>,
        kept: Box<Kept>,
        resumption: ResumptionSecret,
    ) -> Self {
        Self { serving, kept, resumption, given: 0 }
    }

    /// Asks for the next ticket; where there is none left the handshake is complete.
    pub(super) fn give(self, actions: &mut Actions<'_>) -> Result<State, Fault> {
        let config = &self.serving.config;
        let (now, seals) = (actions.now, config.gives_tickets());
        let lifetime = self.serving.ticket_lifetime(now);
        if self.given >= config.policy().tickets.min(MAX_TICKETS_GIVEN) || lifetime == 0 {
            return Ok(self.connected(actions));
        }
        let mut age_add = [0; 4];
        actions.random.fill(&mut age_add)?;
        let making = Making { nonce: self.given, age_add: u32::from_be_bytes(age_add), lifetime };
        let psk = self.resumption.psk(&[making.nonce]);
        let Some(session) = self.serving.session(psk, making.age_add, now) else {
            return Ok(self.connected(actions));
        };
        let session = session.encode();
        if seals {
            actions.ask(Request::SealTicket(SealTicketRequest { session, lifetime, now }));
            return Ok(State::WaitSealedTicket(WaitSealedTicket { tickets: self, making }));
        }
        let mut id = [0; SESSION_ID];
        actions.random.fill(&mut id)?;
        let id = Bytes::copy_from_slice(&id);
        let key = SessionKey::Id(id.clone());
        actions.ask(Request::StoreSession(StoreSession { key, session, lifetime, now }));
        Ok(State::WaitStored(WaitStored { tickets: self, making, id }))
    }

    /// Sends a ticket, unless it is longer than clients take; then goes on.
    pub(super) fn send(
        mut self,
        making: &Making,
        ticket: &[u8],
        lifetime_hint: u32,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let most = limits::handshake_message(HandshakeType::NEW_SESSION_TICKET) - AROUND;
        if ticket.is_empty() || ticket.len() > most {
            return Ok(self.connected(actions));
        }
        let max_early_data = self.serving.config.max_early_data();
        actions.send_first(HandshakeType::NEW_SESSION_TICKET, |writer| {
            let lifetime = lifetime_hint.min(making.lifetime);
            let nonce = [making.nonce];
            NewSessionTicket13::encode(
                writer,
                lifetime,
                making.age_add,
                &nonce,
                ticket,
                |writer| {
                    if max_early_data > 0 {
                        early_data::encode_max_size(writer, max_early_data);
                    }
                },
            );
        });
        self.given = self.given.saturating_add(1);
        self.give(actions)
    }

    /// Both sides have proven the handshake.
    pub(super) fn connected(self, actions: &mut Actions<'_>) -> State {
        let Self { serving, kept, .. } = self;
        actions.emit(Event::Connected(Box::new(serving.summary())));
        State::Connected(Connected { kept, more: () })
    }
}

impl Making {
    pub(super) fn lifetime(&self) -> u32 {
        self.lifetime
    }
}
