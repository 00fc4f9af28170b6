//! `WaitSignature` of TLS 1.3: the driver has signed the handshake; the server's flight goes on to
//! its end (RFC 8446 §4.4.3).

use alloc::{boxed::Box, string::String, vec::Vec};

use super::{State, finishing::Finishing, flight::HandshakeKeys, serving::Serving};
use crate::{
    action::Actions,
    crypto::SignatureScheme,
    fault::Fault,
    handshake::signature,
    wire::{CertificateVerify, HandshakeType},
};

/// A server that has asked for a signature.
pub(crate) struct WaitSignature {
    pub(super) serving: Box<Serving>,
    pub(super) keys: Box<HandshakeKeys>,
    pub(super) scheme: SignatureScheme,
}

impl WaitSignature {
    pub(super) fn on_signature(
        self,
        answer: Result<Vec<u8>, String>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut serving, keys, scheme } = self;
        let signature = signature::from_answer(answer)?;
        actions.send(HandshakeType::CERTIFICATE_VERIFY, &mut serving.transcript, |writer| {
            CertificateVerify::encode(writer, Some(scheme), &signature);
        });
        Finishing::send(serving, *keys, actions)
    }
}
