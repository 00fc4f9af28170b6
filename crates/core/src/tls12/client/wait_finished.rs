//! `WaitFinished`: the server proves the handshake (RFC 5246 §7.4.9).

use alloc::boxed::Box;

use super::State;
use crate::{
    action::Actions,
    crypto::{NamedGroup, SignatureScheme},
    event::{ConnectionSummary, Event},
    fault::Fault,
    handshake::{ClientAgreed, Role},
    tls12::{connected::Connected, finished, master_secret::MasterSecret},
    wire::Finished,
};

/// A client that reads under the server's keys.
pub(crate) struct WaitFinished {
    pub(super) agreed: Box<ClientAgreed>,
    pub(super) group: NamedGroup,
    pub(super) scheme: SignatureScheme,
    pub(super) master: MasterSecret,
}

impl WaitFinished {
    pub(super) fn on_finished(
        self,
        message: Finished<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        finished::check(&message, &self.master, Role::Server, &self.agreed.transcript)?;
        actions.emit(Event::Connected(ConnectionSummary {
            role: Role::Client,
            hello: self.agreed.agreed.summary(),
            group: self.group,
            scheme: self.scheme,
        }));
        Ok(State::Connected(Connected))
    }
}
