//! `WaitCertificateRequest`: the server may ask for a certificate before it shows its own
//! (RFC 8446 §4.3.2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Course, State, WaitCertificate};
use crate::{
    fault::{Fault, FaultKind},
    limits::HANDSHAKE_HEADER,
    wire::CertificateRequest13,
};

/// A client that does not know yet whether it will be asked.
pub(crate) struct WaitCertificateRequest {
    pub(super) course: Box<Course>,
}

impl WaitCertificateRequest {
    pub(super) fn on_certificate_request(
        self,
        raw: &Bytes,
        message: &CertificateRequest13<'_>,
    ) -> Result<State, Fault> {
        let Self { mut course } = self;
        check(message)?;
        if !message.context.is_empty() {
            return Err(Fault::new(FaultKind::BadRequestContext)
                .came(alloc::format!("{} bytes", message.context.len()))
                .expected("none during the handshake"));
        }
        course.transcript.add(raw);
        course.request = Some(raw.slice(HANDSHAKE_HEADER.min(raw.len())..));
        Ok(State::WaitCertificate(WaitCertificate { course }))
    }

    /// The server shows its certificate at once.
    pub(super) fn no_request(self) -> WaitCertificate {
        WaitCertificate { course: self.course }
    }
}

/// Everything that is understood is decoded once; filters by object identifier are read, and
/// left to the server to enforce (RFC 8446 §4.2.5).
pub(super) fn check(message: &CertificateRequest13<'_>) -> Result<(), Fault> {
    if message.schemes()?.is_none() {
        return Err(Fault::new(FaultKind::MissingExtension)
            .came("a CertificateRequest without signature_algorithms"));
    }
    message.certificate_schemes()?;
    message.authorities()?;
    message.oid_filters()?;
    message.status_request()?;
    message.compression_algorithms()?;
    Ok(())
}
