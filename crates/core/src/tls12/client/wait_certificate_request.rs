//! `WaitCertificateRequest`: the server may ask for the client's certificate (RFC 5246 §7.4.4).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Flight, State, WaitServerHelloDone};
use crate::{fault::Fault, wire::CertificateRequest};

/// A client that holds the server's half of the key exchange, if there is one.
pub(crate) struct WaitCertificateRequest {
    pub(super) flight: Box<Flight>,
}

impl WaitCertificateRequest {
    /// The server asks.
    pub(super) fn on_certificate_request(
        self,
        raw: &Bytes,
        message: CertificateRequest<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight } = self;
        message.decode(!flight.agreed.agreed.is_before_tls12())?;
        flight.request = Some(raw.slice_ref(message.body));
        flight.agreed.transcript.add(raw);
        Ok(State::WaitServerHelloDone(WaitServerHelloDone { flight }))
    }

    /// The server does not ask: nobody will sign the messages.
    pub(super) fn no_request(self) -> WaitServerHelloDone {
        let Self { mut flight } = self;
        flight.agreed.transcript.forget_messages();
        WaitServerHelloDone { flight }
    }
}
