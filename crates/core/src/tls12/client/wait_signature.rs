//! `WaitSignature`: the driver has signed the handshake; the client's flight ends
//! (RFC 5246 §7.4.8).

use alloc::{boxed::Box, string::String, vec::Vec};

use super::{Proving, State};
use crate::{
    action::Actions,
    crypto::SignatureScheme,
    fault::Fault,
    handshake::signature,
    wire::{CertificateVerify, HandshakeType},
};

/// A client that has asked for a signature.
pub(crate) struct WaitSignature {
    pub(super) proving: Box<Proving>,
    pub(super) scheme: SignatureScheme,
}

impl WaitSignature {
    pub(super) fn on_signature(
        self,
        answer: Result<Vec<u8>, String>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut proving, scheme } = self;
        let signature = signature::from_answer(answer)?;
        let agreed = &mut proving.flight.agreed;
        let scheme = (!agreed.agreed.is_before_tls12()).then_some(scheme);
        actions.send(HandshakeType::CERTIFICATE_VERIFY, &mut agreed.transcript, |writer| {
            CertificateVerify::encode(writer, scheme, &signature);
        });
        proving.finish(actions)
    }
}
