//! `WaitCertificateVerify`: the server proves that it has the key of its certificate
//! (RFC 8446 §4.4.3).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Course, State, WaitPeerVerdict};
use crate::{
    action::Actions,
    fault::Fault,
    handshake::Role,
    request::{PeerKeyUsage, Request, VerifyPeerRequest},
    tls13::signed_content,
    wire::DigitallySigned,
};

/// A client that has seen the server's certificates.
pub(crate) struct WaitCertificateVerify {
    pub(super) course: Box<Course>,
}

impl WaitCertificateVerify {
    /// Asks for the verdict: the signature is checked with a key that was accepted.
    pub(super) fn on_certificate_verify(
        self,
        raw: &Bytes,
        message: &DigitallySigned<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course } = self;
        let scheme = signed_content::scheme(message, &course.config.policy().schemes)?;
        let content = signed_content::content(Role::Server, course.transcript.current().as_ref());
        let signature = raw.slice_ref(message.signature);
        course.transcript.add(raw);
        course.scheme = Some(scheme);
        actions.ask(Request::VerifyPeer(VerifyPeerRequest {
            peer: Role::Server,
            certificate_type: course.agreed.certificate_types.server,
            chain: course.chain.clone(),
            usage: PeerKeyUsage::Signs,
            ocsp_response: course.ocsp_response.clone(),
            server_name: Some(course.server_name.clone()),
            now: actions.now,
        }));
        Ok(State::WaitPeerVerdict(WaitPeerVerdict { course, scheme, content, signature }))
    }
}
