//! `WaitCertificate` of a TLS 1.3 server: the client was asked, and shows its certificates or none
//! (RFC 8446 §4.4.2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, WaitCertificateVerify, WaitFinished, finishing::Finishing};
use crate::{
    config::ClientAuthentication,
    fault::{Fault, FaultKind},
    hello::certificate_types,
    tls13::certificate,
    wire::{Certificate13, CompressedCertificate},
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
        finishing.serving.transcript.add(raw);
        Self { finishing }.show(raw, message)
    }

    /// RFC 8879 §4: what is inside is taken as the message itself; the transcript has what came.
    pub(super) fn on_compressed_certificate(
        self,
        raw: &Bytes,
        message: &CompressedCertificate<'_>,
    ) -> Result<State, Fault> {
        let Self { mut finishing } = self;
        finishing.serving.transcript.add(raw);
        let config = &finishing.serving.config;
        let ways = config.certificate_compressions();
        let body = certificate::decompress(message, ways, config.policy())?;
        let inner = Certificate13::decode(&body)?;
        Self { finishing }.show(&body, inner)
    }

    /// Takes what is in a `Certificate`, which lies in `within`.
    fn show(self, within: &Bytes, message: Certificate13<'_>) -> Result<State, Fault> {
        let Self { mut finishing } = self;
        let serving = &mut finishing.serving;
        if !message.context.is_empty() {
            return Err(Fault::new(FaultKind::BadRequestContext)
                .came(alloc::format!("a context of {} bytes", message.context.len()))
                .expected("none, as in our request"));
        }
        message.check(serving.certificate_type())?;
        // RFC 8446 §4.4.2: our request asks for no extension of a certificate.
        if let Some((kind, _)) = message.entries().find_map(|entry| entry.extensions.iter().next())
        {
            return Err(Fault::new(FaultKind::UnsolicitedExtension).came(alloc::format!("{kind}")));
        }
        let certificates = message.entries().map(|entry| within.slice_ref(entry.certificate));
        serving.chain = certificates.collect();
        certificate_types::check_shown(serving.certificate_type(), &serving.chain)?;
        if !serving.chain.is_empty() {
            return Ok(State::WaitCertificateVerify(WaitCertificateVerify { finishing }));
        }
        if serving.config.client_authentication() == ClientAuthentication::Required {
            return Err(FaultKind::ClientCertificateRequired.into());
        }
        Ok(State::WaitFinished(WaitFinished { finishing }))
    }
}
