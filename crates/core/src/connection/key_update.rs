//! Our side's keys change: RFC 8446 §4.6.3.

use super::{Connection, Surroundings, closing::Stop, perform, step::Phase};
use crate::{
    action::Actions,
    error::{CallError, Misuse},
};

impl Connection {
    /// TLS 1.3: changes the keys that we send under; with `request_peer` asks the peer to change
    /// its own too. Long before a key is used up (RFC 8446 §5.5) this is done unasked.
    ///
    /// [`Misuse::NoKeyUpdate`] before the handshake is complete, and in versions before.
    pub fn update_keys(
        &mut self,
        request_peer: bool,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), CallError> {
        self.check_sending()?;
        if !(self.known.connected && self.is_tls13()) {
            return Err(Misuse::NoKeyUpdate.into());
        }
        let changed =
            self.flush(surroundings).and_then(|()| self.change_keys(request_peer, surroundings));
        self.sent(changed.map(|()| 0), surroundings).map(drop)
    }

    /// Sends a `KeyUpdate`, and what comes behind it under the next keys.
    pub(super) fn change_keys(
        &mut self,
        request_peer: bool,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        self.actions.clear();
        self.flight.clear();
        let mut actions = Actions::new(
            surroundings.random,
            surroundings.now,
            &mut self.actions,
            &mut self.flight,
        );
        match &mut self.phase {
            Phase::Tls13Client(state) => state.update_keys(request_peer, &mut actions)?,
            Phase::Tls13Server(state) => state.update_keys(request_peer, &mut actions)?,
            _ => {}
        }
        perform::perform(self, surroundings)
    }
}
