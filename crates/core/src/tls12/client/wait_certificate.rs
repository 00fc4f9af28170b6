//! `WaitCertificate`: the server shows its certificates (RFC 5246 §7.4.2).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitServerKeyExchange};
use crate::{
    fault::{Fault, FaultKind},
    handshake::ClientAgreed,
    wire::Certificate,
};

/// A client that knows what was agreed in the hellos.
pub(crate) struct WaitCertificate {
    pub(super) agreed: Box<ClientAgreed>,
}

impl WaitCertificate {
    /// Keeps the chain; it is judged when all that may belong to it has come.
    pub(super) fn on_certificate(
        mut self,
        raw: &Bytes,
        message: Certificate<'_>,
    ) -> Result<State, Fault> {
        let chain: Vec<_> = message.iter().map(|certificate| raw.slice_ref(certificate)).collect();
        if chain.is_empty() {
            return Err(FaultKind::CertificateMissing.into());
        }
        self.agreed.transcript.add(raw);
        Ok(State::WaitServerKeyExchange(WaitServerKeyExchange { agreed: self.agreed, chain }))
    }
}
