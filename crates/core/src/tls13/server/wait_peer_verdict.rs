//! `WaitPeerVerdict` of a TLS 1.3 server: the driver has judged the client's certificates; now its
//! signature can be checked (RFC 8446 §4.4.3).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitFinished, finishing::Finishing};
use crate::{
    crypto::SignatureScheme,
    fault::Fault,
    request::{AcceptedPeer, RejectedPeer},
    tls13::signed_content,
};

/// A server that has asked about the client's certificates.
pub(crate) struct WaitPeerVerdict {
    pub(super) finishing: Box<Finishing>,
    pub(super) scheme: SignatureScheme,
    /// What was signed.
    pub(super) content: Vec<u8>,
    pub(super) signature: Bytes,
}

impl WaitPeerVerdict {
    pub(super) fn on_peer_verdict(
        self,
        verdict: Result<AcceptedPeer, RejectedPeer>,
    ) -> Result<State, Fault> {
        let Self { mut finishing, scheme, content, signature } = self;
        let peer = verdict?;
        let provider = finishing.serving.config.provider();
        signed_content::verify(provider, &peer.public_key, scheme, &content, &signature)?;
        finishing.serving.client_scheme = Some(scheme);
        Ok(State::WaitFinished(WaitFinished { finishing }))
    }
}
