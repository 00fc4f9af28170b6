//! `WaitChangeCipherSpec`: the server changes its keys (RFC 5246 §7.1).

use alloc::boxed::Box;

use super::{State, WaitFinished};
use crate::{
    action::Actions,
    crypto::{NamedGroup, SignatureScheme, TrafficKeys},
    handshake::ClientAgreed,
    tls12::master_secret::MasterSecret,
};

/// A client that has sent its Finished.
pub(crate) struct WaitChangeCipherSpec {
    pub(super) agreed: Box<ClientAgreed>,
    pub(super) group: NamedGroup,
    pub(super) scheme: SignatureScheme,
    pub(super) master: MasterSecret,
    pub(super) read_keys: TrafficKeys,
}

impl WaitChangeCipherSpec {
    pub(super) fn on_change_cipher_spec(self, actions: &mut Actions<'_>) -> State {
        let Self { agreed, group, scheme, master, read_keys } = self;
        actions.read_keys(read_keys);
        State::WaitFinished(WaitFinished { agreed, group, scheme, master })
    }
}
