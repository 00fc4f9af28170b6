//! `WaitCertificateStatus`: the server may staple an OCSP response; it may also leave it out,
//! though it has said that it knows the extension (RFC 6066 §8).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Flight, State};
use crate::wire::CertificateStatus;

/// A client that holds the server's certificates.
pub(crate) struct WaitCertificateStatus {
    pub(super) flight: Box<Flight>,
}

impl WaitCertificateStatus {
    /// Keeps the response; it is judged together with the certificates.
    pub(super) fn on_certificate_status(
        self,
        raw: &Bytes,
        message: CertificateStatus<'_>,
    ) -> State {
        let Self { mut flight } = self;
        flight.ocsp_response = Some(raw.slice_ref(message.response));
        flight.agreed.transcript.add(raw);
        flight.behind_certificate()
    }

    /// The server leaves it out.
    pub(super) fn without(self) -> Box<Flight> {
        self.flight
    }
}
