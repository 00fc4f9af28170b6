//! `WaitFinished`: the client proves the handshake; the session is kept, and the server answers
//! with its own proof (RFC 5246 §7.4.9).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Keys, State, WaitSealedTicket, WaitStored};
use crate::{
    action::Actions,
    fault::Fault,
    handshake::Role,
    request::{Request, SealTicketRequest, SessionKey, StoreSession},
    tls12::finished,
    wire::Finished,
};

/// A server that reads under the client's keys.
pub(crate) struct WaitFinished {
    pub(super) keys: Box<Keys>,
}

impl WaitFinished {
    pub(super) fn on_finished(
        self,
        raw: &Bytes,
        message: Finished<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut keys } = self;
        let transcript = &mut keys.serving.agreed.transcript;
        let proof = finished::check(&message, &keys.master, Role::Client, transcript)?;
        transcript.add(raw);
        keys.first_finished.get_or_insert(proof);
        let agreed = &keys.serving.agreed;
        if agreed.agreed.resumption.is_some() {
            // Ours went out before.
            return Ok(keys.connected(actions));
        }
        let lifetime = agreed.config.policy().session_lifetime;
        let now = actions.now;
        let session = keys.serving.session(&keys.master, now).map(|session| session.encode());
        let Some(session) = session else {
            keys.send_finished(actions)?;
            return Ok(keys.connected(actions));
        };
        if agreed.answers.ticket {
            actions.ask(Request::SealTicket(SealTicketRequest { session, lifetime, now }));
            return Ok(State::WaitSealedTicket(WaitSealedTicket { keys }));
        }
        let key = SessionKey::Id(agreed.session_id.clone());
        actions.ask(Request::StoreSession(StoreSession { key, session, lifetime, now }));
        Ok(State::WaitStored(WaitStored { keys }))
    }
}
