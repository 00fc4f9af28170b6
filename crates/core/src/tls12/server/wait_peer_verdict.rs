//! `WaitPeerVerdict` of a server: the driver has judged the client's certificates. That the client
//! has their key it proves later (RFC 5246 §7.4.8).

use alloc::boxed::Box;

use super::{Serving, State, WaitClientKeyExchange};
use crate::{
    fault::Fault,
    request::{AcceptedPeer, RejectedPeer},
};

/// A server that has asked about the client's certificates.
pub(crate) struct WaitPeerVerdict {
    pub(super) serving: Box<Serving>,
}

impl WaitPeerVerdict {
    pub(super) fn on_peer_verdict(
        self,
        verdict: Result<AcceptedPeer, RejectedPeer>,
    ) -> Result<State, Fault> {
        let Self { mut serving } = self;
        let peer = verdict?;
        serving.peer = Some(peer);
        Ok(State::WaitClientKeyExchange(WaitClientKeyExchange { serving }))
    }
}
