//! `WaitCertificate` of a server: the client was asked, and shows its certificates or none
//! (RFC 5246 §7.4.6).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Serving, State, WaitClientKeyExchange, WaitPeerVerdict};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    handshake::Role,
    hello::certificate_types,
    request::{PeerKeyUsage, Request, VerifyPeerRequest},
    wire::{Certificate, extension::certificate_type::CertificateType},
};

/// A server that has asked for a certificate.
pub(crate) struct WaitCertificate {
    pub(super) serving: Box<Serving>,
    /// Without one the handshake ends.
    pub(super) required: bool,
}

impl WaitCertificate {
    pub(super) fn on_certificate(
        self,
        raw: &Bytes,
        message: Certificate<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut serving, required } = self;
        let kind = serving.agreed.agreed.certificate_types.client.unwrap_or(CertificateType::X509);
        serving.chain =
            message.chain(kind)?.map(|certificate| raw.slice_ref(certificate)).collect();
        certificate_types::check_shown(kind, &serving.chain)?;
        serving.agreed.transcript.add(raw);
        if serving.chain.is_empty() {
            if required {
                return Err(FaultKind::ClientCertificateMissing.into());
            }
            serving.agreed.transcript.forget_messages();
            return Ok(State::WaitClientKeyExchange(WaitClientKeyExchange { serving }));
        }
        actions.ask(Request::VerifyPeer(VerifyPeerRequest {
            peer: Role::Client,
            certificate_type: kind,
            chain: serving.chain.clone(),
            usage: PeerKeyUsage::Signs,
            ocsp_response: None,
            server_name: None,
            now: actions.now,
        }));
        Ok(State::WaitPeerVerdict(WaitPeerVerdict { serving }))
    }
}
