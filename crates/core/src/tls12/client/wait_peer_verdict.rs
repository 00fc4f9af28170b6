//! `WaitPeerVerdict`: the driver has judged the server's certificates; the client checks the
//! server's signature, and goes on to what it proves itself with (RFC 5246 §7.4.6).

use alloc::boxed::Box;

use super::{
    Flight, Proving, State, WaitCredential,
    exchange::{self, Material},
};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    handshake::signature,
    request::{AcceptedPeer, RejectedPeer, Request},
    tls12::signed_params,
    wire::{Certificate, HandshakeType, extension::certificate_type::CertificateType},
};

/// A client that has asked about the server's certificates.
pub(crate) struct WaitPeerVerdict {
    pub(super) flight: Box<Flight>,
}

impl WaitPeerVerdict {
    /// Goes on only with an accepted certificate whose key signed the parameters, or will have
    /// to decrypt our secret.
    pub(super) fn on_peer_verdict(
        self,
        verdict: Result<AcceptedPeer, RejectedPeer>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight } = self;
        let peer = verdict?;
        if let Some(scheme) = flight.half.scheme {
            signature::verify(
                flight.agreed.config.provider(),
                &peer.public_key,
                scheme,
                &signed_params::content(&flight.agreed.agreed, &flight.half.signed),
                &flight.half.signature,
                FaultKind::BadSignature,
            )?;
        }
        let select = flight.asked().filter(|_| !flight.agreed.config.credentials().is_empty());
        if let Some(asked) = select {
            let request = super::wait_credential::request(&flight, asked);
            actions.ask(Request::SelectCredential(request));
            return Ok(State::WaitCredential(WaitCredential { flight, peer }));
        }
        if flight.request.is_some() {
            let transcript = &mut flight.agreed.transcript;
            actions.send(HandshakeType::CERTIFICATE, transcript, |writer| {
                Certificate::encode(writer, CertificateType::X509, &[]);
            });
        }
        let material = Material { peer: Some(&peer), psk: None };
        let master = exchange::keys(&mut flight, &material, actions)?;
        Proving::start(flight, master, actions)?.finish(actions)
    }
}
