//! `WaitSignature`: the driver has signed the key exchange; the server's flight goes on
//! (RFC 5246 §7.4.3).

use alloc::{boxed::Box, string::String, vec::Vec};

use super::{Serving, State, start};
use crate::{
    action::Actions,
    crypto::SignatureScheme,
    fault::Fault,
    handshake::signature,
    wire::{HandshakeType, ServerKeyExchange},
};

/// A server that has asked for a signature.
pub(crate) struct WaitSignature {
    pub(super) serving: Box<Serving>,
    pub(super) scheme: SignatureScheme,
    /// What is signed, behind both randoms.
    pub(super) params: Vec<u8>,
}

impl WaitSignature {
    pub(super) fn on_signature(
        self,
        answer: Result<Vec<u8>, String>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut serving, scheme, params } = self;
        let signature = signature::from_answer(answer)?;
        let scheme = (!serving.agreed.agreed.is_before_tls12()).then_some(scheme);
        let transcript = &mut serving.agreed.transcript;
        actions.send(HandshakeType::SERVER_KEY_EXCHANGE, transcript, |writer| {
            writer.bytes(&params);
            ServerKeyExchange::encode_signature(writer, scheme, &signature);
        });
        Ok(start::end_flight(serving, actions))
    }
}
