//! What a server asks a client to prove itself with, in the handshake or later
//! (RFC 8446 §4.3.2, §4.6.2).

use alloc::vec::Vec;

use bytes::Bytes;

use super::{Proof, Shown, State, WaitCredential};
use crate::{
    action::Actions,
    config::Credential,
    crypto::SignatureScheme,
    fault::{Fault, FaultKind, list},
    hello::certificate_types,
    request::{Request, SelectCredentialRequest},
    wire::{CertificateRequest13, OpaqueList, U16List},
};

/// The request.
pub(super) struct Asked {
    /// What the answer repeats.
    pub(super) context: Bytes,
    /// What the server can verify, preferred first.
    schemes: Vec<SignatureScheme>,
    /// The names (DER) of the authorities that it accepts; empty means any.
    authorities: Vec<Bytes>,
    /// Numbers of the ways to compress that it can undo (RFC 8879 §3).
    pub(super) compressions: Vec<u16>,
}

impl Asked {
    /// From the body of a `CertificateRequest` that was checked before.
    pub(super) fn read(body: &Bytes) -> Result<Self, Fault> {
        let message = CertificateRequest13::decode(body)?;
        let schemes = message.schemes()?.into_iter().flat_map(U16List::iter);
        let authorities = message.authorities()?.into_iter().flat_map(OpaqueList::iter);
        let compressions = message.compression_algorithms()?.into_iter().flat_map(U16List::iter);
        Ok(Self {
            context: body.slice_ref(message.context),
            schemes: schemes.map(SignatureScheme).collect(),
            authorities: authorities.map(|name| body.slice_ref(name)).collect(),
            compressions: compressions.collect(),
        })
    }

    /// Asks the driver, where there is a choice; else shows that there is nothing.
    pub(super) fn answer(
        self,
        mut proof: Proof,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        if proof.config().credentials().is_empty() {
            proof.send_certificate(&self, None, actions);
            return proof.finish(Shown::default(), actions);
        }
        let request = self.request(&proof);
        actions.ask(Request::SelectCredential(request));
        Ok(State::WaitCredential(WaitCredential { asked: self, proof }))
    }

    /// What the driver is asked, with the credentials of the configuration that fit.
    fn request(&self, proof: &Proof) -> SelectCredentialRequest {
        let config = proof.config();
        let fits = |credential: &&Credential| {
            self.scheme(proof, credential).is_ok() && credential.is_known_to(&self.authorities)
        };
        SelectCredentialRequest {
            server_name: proof.server_name().clone(),
            certificate_type: proof.certificate_type(),
            schemes: self.schemes.clone(),
            authorities: self.authorities.clone(),
            fitting: config.credentials().iter().filter(fits).cloned().collect(),
        }
    }

    /// The scheme to sign with: the credential's order decides among those that the server can
    /// verify.
    pub(super) fn scheme(
        &self,
        proof: &Proof,
        credential: &Credential,
    ) -> Result<SignatureScheme, Fault> {
        certificate_types::check_own(credential, proof.certificate_type())?;
        let usable = |scheme: &&SignatureScheme| {
            scheme.is_for_tls13()
                && self.schemes.contains(scheme)
                && proof.config().policy().schemes.contains(scheme)
        };
        credential.schemes().iter().find(usable).copied().ok_or_else(|| {
            Fault::new(FaultKind::NoCommonScheme)
                .came(alloc::format!("asked for {}", list(&self.schemes)))
                .expected(list(credential.schemes()))
        })
    }
}
