//! `WaitChangeCipherSpec`: the client changes its keys (RFC 5246 §7.1).

use alloc::boxed::Box;

use super::{State, WaitFinished};
use crate::{
    action::Actions,
    handshake::ServerAgreed,
    tls12::{key_block::KeyBlock, master_secret::MasterSecret},
};

/// A server that knows the keys.
pub(crate) struct WaitChangeCipherSpec {
    pub(super) server: Box<ServerAgreed>,
    pub(super) master: MasterSecret,
    pub(super) keys: KeyBlock,
}

impl WaitChangeCipherSpec {
    pub(super) fn on_change_cipher_spec(self, actions: &mut Actions<'_>) -> State {
        let Self { server, master, keys } = self;
        actions.read_keys(keys.client_write);
        State::WaitFinished(WaitFinished { server, master, write_keys: keys.server_write })
    }
}
