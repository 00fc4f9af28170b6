//! `WaitCertificateRequest`: the server may ask for the client's certificate (RFC 5246 §7.4.4).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitServerHelloDone, wait_server_key_exchange::ServerParams};
use crate::{fault::Fault, handshake::ClientAgreed, wire::CertificateRequest};

/// A client that holds the server's parameters.
pub(crate) struct WaitCertificateRequest {
    pub(super) agreed: Box<ClientAgreed>,
    pub(super) chain: Vec<Bytes>,
    pub(super) params: ServerParams,
}

impl WaitCertificateRequest {
    /// The server asks. We have no certificate to show, which an empty one will say
    /// (RFC 5246 §7.4.6).
    pub(super) fn on_certificate_request(
        mut self,
        raw: &Bytes,
        message: CertificateRequest<'_>,
    ) -> Result<State, Fault> {
        message.decode(true)?;
        self.agreed.transcript.add(raw);
        Ok(State::WaitServerHelloDone(self.done(true)))
    }

    /// The server does not ask.
    pub(super) fn no_request(self) -> WaitServerHelloDone {
        self.done(false)
    }

    fn done(self, certificate_requested: bool) -> WaitServerHelloDone {
        let Self { agreed, chain, params } = self;
        WaitServerHelloDone { agreed, chain, params, certificate_requested }
    }
}
