//! `WaitPeerVerdict`: the driver has judged the server's certificates (RFC 8446 §4.4.3).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{Course, State, WaitFinished};
use crate::{
    crypto::SignatureScheme,
    fault::Fault,
    request::{AcceptedPeer, RejectedPeer},
    tls13::signed_content,
};

/// A client that has asked about its server.
pub(crate) struct WaitPeerVerdict {
    pub(super) course: Box<Course>,
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
        let Self { course, scheme, content, signature } = self;
        let peer = verdict?;
        let provider = course.config.provider();
        signed_content::verify(provider, &peer.public_key, scheme, &content, &signature)?;
        Ok(State::WaitFinished(WaitFinished { course }))
    }
}
