//! `WaitChangeCipherSpec`: the server changes its keys (RFC 5246 §7.1).

use alloc::boxed::Box;

use super::{Proving, State, WaitFinished};
use crate::action::Actions;

/// A client that knows the keys.
pub(crate) struct WaitChangeCipherSpec {
    pub(super) proving: Box<Proving>,
}

impl WaitChangeCipherSpec {
    pub(super) fn on_change_cipher_spec(self, actions: &mut Actions<'_>) -> State {
        let Self { mut proving } = self;
        if let Some(keys) = proving.keys.server_write.take() {
            actions.read_keys(keys, &proving.flight.agreed.agreed.record_limits);
        }
        State::WaitFinished(WaitFinished { proving })
    }
}
