//! `WaitFinished`: the server proves the handshake (RFC 5246 §7.4.9).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Proving, State};
use crate::{
    action::Actions,
    event::Event,
    fault::Fault,
    handshake::Role,
    tls12::{Established, connected::Connected, finished},
    wire::Finished,
};

/// A client that reads under the server's keys.
pub(crate) struct WaitFinished {
    pub(super) proving: Box<Proving>,
}

impl WaitFinished {
    pub(super) fn on_finished(
        self,
        raw: &Bytes,
        message: Finished<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut proving } = self;
        let transcript = &mut proving.flight.agreed.transcript;
        let proof = finished::check(&message, &proving.master, Role::Server, transcript)?;
        transcript.add(raw);
        let first_finished = *proving.first_finished.get_or_insert(proof);
        if proving.resumed_from.is_some() {
            proving.send_finished(actions)?;
        }
        // First, so that whoever stops at the other event has this one too.
        if let Some(session) = proving.session(actions) {
            actions.emit(session);
        }
        actions.emit(Event::Connected(Box::new(proving.summary())));
        let Proving { flight, master, .. } = *proving;
        let established = Box::new(Established::new(master, &flight.agreed.agreed, first_finished));
        Ok(State::Connected(Connected { established }))
    }
}
