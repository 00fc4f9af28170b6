//! `WaitCertificate`: the server shows its certificates (RFC 5246 §7.4.2).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Flight, State, WaitCertificateStatus};
use crate::{
    fault::{Fault, FaultKind},
    hello::certificate_types,
    wire::Certificate,
};

/// A client that knows what was agreed in the hellos.
pub(crate) struct WaitCertificate {
    pub(super) flight: Box<Flight>,
}

impl WaitCertificate {
    /// Keeps the chain; it is judged when all that may belong to it has come.
    pub(super) fn on_certificate(
        self,
        raw: &Bytes,
        message: Certificate<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight } = self;
        let kind = flight.agreed.agreed.certificate_types.server;
        certificate_types::check(kind, flight.agreed.config.policy())?;
        flight.chain = message.chain(kind)?.map(|certificate| raw.slice_ref(certificate)).collect();
        certificate_types::check_shown(kind, &flight.chain)?;
        if flight.chain.is_empty() {
            return Err(FaultKind::CertificateMissing.into());
        }
        flight.agreed.transcript.add(raw);
        if flight.agreed.status_possible {
            return Ok(State::WaitCertificateStatus(WaitCertificateStatus { flight }));
        }
        Ok(flight.behind_certificate())
    }
}
