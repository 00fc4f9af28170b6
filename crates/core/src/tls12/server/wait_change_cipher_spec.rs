//! `WaitChangeCipherSpec`: the client changes its keys (RFC 5246 §7.1).

use alloc::boxed::Box;

use super::{Keys, State, WaitFinished};
use crate::action::Actions;

/// A server that knows the keys.
pub(crate) struct WaitChangeCipherSpec {
    pub(super) keys: Box<Keys>,
}

impl WaitChangeCipherSpec {
    pub(super) fn on_change_cipher_spec(self, actions: &mut Actions<'_>) -> State {
        let Self { mut keys } = self;
        if let Some(read) = keys.block.client_write.take() {
            actions.read_keys(read, &keys.serving.agreed.agreed.record_limits);
        }
        State::WaitFinished(WaitFinished { keys })
    }
}
