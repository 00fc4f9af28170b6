//! `WaitServerHelloDone`: the server's flight ends (RFC 5246 §7.4.5).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Flight, State, WaitPeerVerdict, WaitPreSharedKey};
use crate::{
    action::Actions,
    crypto::KeyExchange,
    handshake::Role,
    request::{PeerKeyUsage, PreSharedKeyRequest, Request, VerifyPeerRequest},
};

/// A client that waits for nothing more of the server's flight.
pub(crate) struct WaitServerHelloDone {
    pub(super) flight: Box<Flight>,
}

impl WaitServerHelloDone {
    /// Asks for the verdict on the certificates, or for the pre-shared key.
    pub(super) fn on_server_hello_done(self, raw: &Bytes, actions: &mut Actions<'_>) -> State {
        let Self { mut flight } = self;
        flight.agreed.transcript.add(raw);
        let server_name = flight.agreed.server_name.clone();
        if flight.exchange().uses_psk() {
            let hint = flight.half.psk_hint.clone();
            actions
                .ask(Request::PreSharedKey(PreSharedKeyRequest::ForServer { server_name, hint }));
            return State::WaitPreSharedKey(WaitPreSharedKey { flight });
        }
        let usage = match flight.exchange() {
            KeyExchange::Rsa => PeerKeyUsage::EnciphersKeys,
            _ => PeerKeyUsage::Signs,
        };
        actions.ask(Request::VerifyPeer(VerifyPeerRequest {
            peer: Role::Server,
            certificate_type: flight.agreed.agreed.certificate_types.server,
            chain: flight.chain.clone(),
            usage,
            ocsp_response: flight.ocsp_response.clone(),
            server_name: Some(server_name),
            now: actions.now,
        }));
        State::WaitPeerVerdict(WaitPeerVerdict { flight })
    }
}
