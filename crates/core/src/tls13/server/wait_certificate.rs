//! `WaitCertificate` of a TLS 1.3 server: the client was asked, and shows its certificates or none
//! (RFC 8446 §4.4.2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, WaitCertificateVerify, WaitFinished, finishing::Finishing};
use crate::{
    config::ClientAuthentication,
    fault::{Fault, FaultKind},
    wire::Certificate13,
};

/// A server that has asked for a certificate.
pub(crate) struct WaitCertificate {
    pub(super) finishing: Box<Finishing>,
}

impl WaitCertificate {
    pub(super) fn on_certificate(
        self,
        raw: &Bytes,
        message: Certificate13<'_>,
    ) -> Result<State, Fault> {
        let Self { mut finishing } = self;
        let serving = &mut finishing.serving;
        if !message.context.is_empty() {
            return Err(Fault::new(FaultKind::BadRequestContext)
                .came(alloc::format!("a context of {} bytes", message.context.len()))
                .expected("none, as in our request"));
        }
        // RFC 8446 §4.4.2: our request asks for no extension of a certificate.
        if let Some((kind, _)) = message.entries().find_map(|entry| entry.extensions.iter().next())
        {
            return Err(Fault::new(FaultKind::UnsolicitedExtension).came(alloc::format!("{kind}")));
        }
        serving.chain = message.entries().map(|entry| raw.slice_ref(entry.certificate)).collect();
        serving.transcript.add(raw);
        if !serving.chain.is_empty() {
            return Ok(State::WaitCertificateVerify(WaitCertificateVerify { finishing }));
        }
        if serving.config.client_authentication() == ClientAuthentication::Required {
            return Err(FaultKind::ClientCertificateRequired.into());
        }
        Ok(State::WaitFinished(WaitFinished { finishing }))
    }
}
