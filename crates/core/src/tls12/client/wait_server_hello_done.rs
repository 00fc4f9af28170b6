//! `WaitServerHelloDone`: the server's flight ends (RFC 5246 §7.4.5).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitPeerVerdict, wait_server_key_exchange::ServerParams};
use crate::{
    action::Actions,
    handshake::{ClientAgreed, Role},
    request::{Request, VerifyPeerRequest},
};

/// A client that waits for nothing more of the server's flight.
pub(crate) struct WaitServerHelloDone {
    pub(super) agreed: Box<ClientAgreed>,
    pub(super) chain: Vec<Bytes>,
    pub(super) params: ServerParams,
    pub(super) certificate_requested: bool,
}

impl WaitServerHelloDone {
    /// Asks for the verdict on the certificates.
    pub(super) fn on_server_hello_done(mut self, raw: &Bytes, actions: &mut Actions<'_>) -> State {
        self.agreed.transcript.add(raw);
        let Self { agreed, chain, params, certificate_requested } = self;
        actions.ask(Request::VerifyPeer(VerifyPeerRequest {
            peer: Role::Server,
            chain,
            server_name: Some(agreed.server_name.clone()),
            now: actions.now,
        }));
        State::WaitPeerVerdict(WaitPeerVerdict { agreed, params, certificate_requested })
    }
}
