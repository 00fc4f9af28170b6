//! `WaitCredential`: the driver has chosen what the client proves itself with
//! (RFC 5246 §7.4.4, §7.4.6).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{
    Flight, Proving, State, WaitSignature,
    exchange::{self, Material},
};
use crate::{
    action::Actions,
    config::Credential,
    crypto::{Authentication, SignatureScheme},
    fault::{Fault, FaultKind, list},
    hello::certificate_types,
    request::{AcceptedPeer, Request, SelectCredentialRequest, SignRequest},
    wire::{Certificate, CertificateRequest, CertificateRequestParts, HandshakeType, U16List},
};

/// A client that has asked what to prove itself with.
pub(crate) struct WaitCredential {
    pub(super) flight: Box<Flight>,
    pub(super) peer: AcceptedPeer,
}

impl WaitCredential {
    /// Sends the certificates and the key exchange, and asks for the signature over them; with
    /// no credential sends an empty list, and lets the server decide.
    pub(super) fn on_credential(
        self,
        credential: Option<Credential>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight, peer } = self;
        let proof = match credential {
            Some(credential) => {
                let scheme = scheme(&flight, &credential)?;
                Some((credential, scheme))
            }
            None => None,
        };
        let kind = flight.certificate_type();
        let chain = proof.as_ref().map_or(&[][..], |(credential, _)| credential.chain());
        actions.send(HandshakeType::CERTIFICATE, &mut flight.agreed.transcript, |writer| {
            Certificate::encode(writer, kind, chain);
        });
        let material = Material { peer: Some(&peer), psk: None };
        let master = exchange::keys(&mut flight, &material, actions)?;
        let message = flight.agreed.transcript.take_messages();
        let mut proving = Proving::start(flight, master, actions)?;
        let Some((credential, scheme)) = proof else { return proving.finish(actions) };
        actions.ask(Request::Sign(SignRequest { credential: credential.clone(), scheme, message }));
        proving.credential = Some(credential);
        proving.client_scheme = Some(scheme);
        Ok(State::WaitSignature(WaitSignature { proving, scheme }))
    }
}

/// What the driver is asked, with the credentials of the configuration that fit.
pub(super) fn request(
    flight: &Flight,
    asked: CertificateRequestParts<'_>,
) -> SelectCredentialRequest {
    let body = flight.request.clone().unwrap_or_default();
    let authorities: Vec<Bytes> = asked.authorities().map(|name| body.slice_ref(name)).collect();
    let fits = |credential: &&Credential| {
        scheme(flight, credential).is_ok() && credential.is_known_to(&authorities)
    };
    let credentials = flight.agreed.config.credentials();
    let fitting = credentials.iter().filter(fits).cloned().collect();
    SelectCredentialRequest {
        certificate_type: flight.certificate_type(),
        server_name: flight.agreed.server_name.clone(),
        schemes: asked
            .signature_algorithms
            .map(|list| list.iter().map(SignatureScheme).collect())
            .unwrap_or_default(),
        authorities,
        fitting,
    }
}

/// The scheme to sign with: our order decides among those that the server can verify.
fn scheme(flight: &Flight, credential: &Credential) -> Result<SignatureScheme, Fault> {
    let asked = flight.asked().ok_or(FaultKind::ProviderFailed)?;
    certificate_types::check_own(credential, flight.certificate_type())?;
    let of_kind = |scheme: &&SignatureScheme| match scheme.authentication() {
        Some(Authentication::Rsa) => {
            asked.certificate_types.contains(&CertificateRequest::RSA_SIGN)
        }
        Some(Authentication::Ecdsa) => {
            asked.certificate_types.contains(&CertificateRequest::ECDSA_SIGN)
        }
        None => false,
    };
    let accepted = |scheme: &&SignatureScheme| match asked.signature_algorithms {
        Some(list) => list.contains(scheme.0) && !scheme.is_before_tls12(),
        None => scheme.is_before_tls12(),
    };
    let policy = flight.agreed.config.policy();
    let in_policy =
        |scheme: &&SignatureScheme| policy.schemes.contains(scheme) || scheme.is_before_tls12();
    let own = credential.schemes().iter();
    own.filter(of_kind).filter(accepted).find(in_policy).copied().ok_or_else(|| {
        let theirs = asked.signature_algorithms.into_iter().flat_map(U16List::iter);
        Fault::new(FaultKind::NoCommonScheme)
            .came(alloc::format!("asked for {}", list(theirs.map(SignatureScheme))))
            .expected(list(credential.schemes()))
    })
}
