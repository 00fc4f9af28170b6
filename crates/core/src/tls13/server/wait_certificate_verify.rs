//! `WaitCertificateVerify` of a TLS 1.3 server: the client signs the handshake; whether by a key
//! that is welcome is asked first (RFC 8446 §4.4.3).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, WaitPeerVerdict, finishing::Finishing};
use crate::{
    action::Actions,
    fault::Fault,
    handshake::Role,
    request::{PeerKeyUsage, Request, VerifyPeerRequest},
    tls13::signed_content,
    wire::DigitallySigned,
};

/// A server that has seen a client's certificates.
pub(crate) struct WaitCertificateVerify {
    pub(super) finishing: Box<Finishing>,
}

impl WaitCertificateVerify {
    pub(super) fn on_certificate_verify(
        self,
        raw: &Bytes,
        message: DigitallySigned<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut finishing } = self;
        let serving = &mut finishing.serving;
        let scheme = signed_content::scheme(&message, &serving.config.policy().schemes)?;
        let content = signed_content::content(Role::Client, serving.transcript.current().as_ref());
        serving.transcript.add(raw);
        actions.ask(Request::VerifyPeer(VerifyPeerRequest {
            peer: Role::Client,
            certificate_type: serving.certificate_type(),
            chain: serving.chain.clone(),
            usage: PeerKeyUsage::Signs,
            ocsp_response: None,
            server_name: None,
            now: actions.now,
        }));
        let signature = raw.slice_ref(message.signature);
        Ok(State::WaitPeerVerdict(WaitPeerVerdict { finishing, scheme, content, signature }))
    }
}
