//! `WaitCertificate`: the server shows its certificates (RFC 8446 §4.4.2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Course, State, WaitCertificateVerify};
use crate::{
    fault::{Fault, FaultKind},
    hello::certificate_types,
    tls13::certificate,
    wire::{Certificate13, CertificateEntry, CompressedCertificate, extension::ExtensionType},
};

/// A client that waits for the server's certificates.
pub(crate) struct WaitCertificate {
    pub(super) course: Box<Course>,
}

impl WaitCertificate {
    pub(super) fn on_certificate(
        self,
        raw: &Bytes,
        message: &Certificate13<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course } = self;
        course.transcript.add(raw);
        course.show(raw, message)
    }

    /// RFC 8879 §4: what is inside is taken as the message itself; the transcript has what came.
    pub(super) fn on_compressed_certificate(
        self,
        raw: &Bytes,
        message: &CompressedCertificate<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course } = self;
        course.transcript.add(raw);
        let config = &course.config;
        let ways = config.certificate_compressions();
        let body = certificate::decompress(message, ways, config.policy())?;
        let inner = Certificate13::decode(&body)?;
        course.show(&body, &inner)
    }
}

impl Course {
    /// RFC 8446 §4.4.2: what is said of a certificate answers the `ClientHello`.
    fn check_entry(&self, entry: &CertificateEntry<'_>) -> Result<(), Fault> {
        let asked = |kind| kind == ExtensionType::STATUS_REQUEST && self.config.requests_ocsp();
        match entry.extensions.iter().find(|(kind, _)| !asked(*kind)) {
            Some((kind, _)) => Err(Fault::new(FaultKind::UnsolicitedExtension)
                .came(alloc::format!("{kind} in a CertificateEntry"))),
            None => Ok(()),
        }
    }

    /// Keeps what is in a `Certificate`, which lies in `within`.
    fn show(
        mut self: Box<Self>,
        within: &Bytes,
        message: &Certificate13<'_>,
    ) -> Result<State, Fault> {
        if !message.context.is_empty() {
            return Err(Fault::new(FaultKind::BadRequestContext)
                .came(alloc::format!("{} bytes", message.context.len()))
                .expected("none in a server's Certificate"));
        }
        let kind = self.agreed.certificate_types.server;
        certificate_types::check(kind, self.config.policy())?;
        message.check(kind)?;
        for entry in message.entries() {
            self.check_entry(&entry)?;
            if let (Some(status), true) = (entry.status()?, self.chain.is_empty()) {
                self.ocsp_response = Some(within.slice_ref(status.response));
            }
            self.chain.push(within.slice_ref(entry.certificate));
        }
        certificate_types::check_shown(kind, &self.chain)?;
        if self.chain.is_empty() {
            return Err(FaultKind::CertificateMissing.into());
        }
        Ok(State::WaitCertificateVerify(WaitCertificateVerify { course: self }))
    }
}
