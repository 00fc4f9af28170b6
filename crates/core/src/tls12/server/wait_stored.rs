//! `WaitStored`: the driver has kept the session, so that the client finds it from its next
//! connection on (RFC 5246 §7.3).

use alloc::boxed::Box;

use super::{Keys, State};
use crate::{action::Actions, fault::Fault};

/// A server that has asked for its session to be stored.
pub(crate) struct WaitStored {
    pub(super) keys: Box<Keys>,
}

impl WaitStored {
    pub(super) fn on_stored(self, actions: &mut Actions<'_>) -> Result<State, Fault> {
        let Self { mut keys } = self;
        keys.send_finished(actions)?;
        Ok(keys.connected(actions))
    }
}
