//! Which of the client's pre-shared keys is known: each is looked for in its order, as a ticket,
//! as the id of a session, and as a key that both sides were given (RFC 8446 §4.2.11).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{
    State, WaitOpenedTicket, WaitPreSharedKey, WaitSession, early, flight, greeted::Greeted,
    selected::Selected,
};
use crate::{
    action::Actions,
    crypto::Secret,
    event::Resumption,
    fault::Fault,
    request::{FindSessionRequest, OpenTicketRequest, PreSharedKeyRequest, Request, SessionKey},
    resume::Session,
};

/// Length of the ids that we give to sessions, in bytes.
pub(super) const SESSION_ID: usize = 32;

/// A server that looks for one of the client's keys.
pub(super) struct Search {
    pub(super) greeted: Box<Greeted>,
    /// Which one, counted from 0.
    pub(super) place: u16,
}

/// What an identity may be, in the order in which it is tried.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    Ticket,
    Session,
    Given,
}

/// Asks for the first of the client's keys, if it brings some that may be used.
pub(super) fn begin(greeted: Box<Greeted>, actions: &mut Actions<'_>) -> Result<State, Fault> {
    if greeted.psk_mode.is_none() {
        return flight::in_full(greeted, actions);
    }
    Search { greeted, place: 0 }.ask(Source::Ticket, actions)
}

impl Search {
    /// Asks for the key as what it may still be, and for those behind it; where there is none
    /// left the handshake is a full one.
    pub(super) fn ask(
        mut self,
        mut from: Source,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let now = actions.now;
        while let Some(identity) = self.identity()? {
            let config = &self.greeted.config;
            if from <= Source::Ticket && config.gives_tickets() {
                actions.ask(Request::OpenTicket(OpenTicketRequest { ticket: identity, now }));
                return Ok(State::WaitOpenedTicket(WaitOpenedTicket { search: self }));
            }
            if from <= Source::Session && config.keeps_sessions() && identity.len() == SESSION_ID {
                let key = SessionKey::Id(identity);
                actions.ask(Request::FindSession(FindSessionRequest { key, now }));
                return Ok(State::WaitSession(WaitSession { search: self }));
            }
            if config.has_pre_shared_keys() {
                let request = PreSharedKeyRequest::OfIdentity { identity: identity.clone() };
                actions.ask(Request::PreSharedKey(request));
                return Ok(State::WaitPreSharedKey(WaitPreSharedKey { search: self, identity }));
            }
            self.place = self.place.saturating_add(1);
            from = Source::Ticket;
        }
        flight::in_full(self.greeted, actions)
    }

    /// The next of the client's keys.
    pub(super) fn ask_next(self, actions: &mut Actions<'_>) -> Result<State, Fault> {
        let place = self.place.saturating_add(1);
        Self { place, ..self }.ask(Source::Ticket, actions)
    }

    /// Takes a session that was found, where it may be resumed; else goes on.
    pub(super) fn on_session(
        self,
        session: &Secret,
        how: Resumption,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Some(session) = Session::decode(session) else { return self.ask_next(actions) };
        match Selected::of_session(&self.greeted, self.place, session, how, actions.now)? {
            Some(key) => self.take(key, actions),
            None => self.ask_next(actions),
        }
    }

    /// Goes on with the key, if the client has proven that it knows it.
    pub(super) fn take(self, key: Selected, actions: &mut Actions<'_>) -> Result<State, Fault> {
        key.check_binder(&self.greeted)?;
        early::decide(self.greeted, key, actions)
    }

    fn identity(&self) -> Result<Option<Bytes>, Fault> {
        let offered = &self.greeted.offered;
        let Some(psks) = offered.decode()?.psk()? else { return Ok(None) };
        let identity = psks.identities().nth(usize::from(self.place));
        Ok(identity.map(|psk| offered.raw().slice_ref(psk.identity)))
    }
}
