//! `WaitSignature`: the driver has signed the key exchange; the server's flight goes on
//! (RFC 5246 §7.4.3, §7.4.5).

use alloc::{boxed::Box, string::String, vec::Vec};

use super::{State, WaitClientKeyExchange};
use crate::{
    action::Actions,
    crypto::EphemeralKey,
    fault::{Fault, FaultKind},
    handshake::ServerAgreed,
    wire::{HandshakeType, ServerKeyExchange},
};

/// A server that has asked for a signature.
pub(crate) struct WaitSignature {
    pub(super) server: Box<ServerAgreed>,
    pub(super) key: Box<dyn EphemeralKey>,
}

impl WaitSignature {
    pub(super) fn on_signature(
        mut self,
        answer: Result<Vec<u8>, String>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let signature = answer
            .and_then(|signature| match u16::try_from(signature.len()) {
                Ok(1..) => Ok(signature),
                _ => Err(String::from("the signature is empty or longer than 65535 bytes")),
            })
            .map_err(|reason| Fault::new(FaultKind::SigningFailed).came(reason))?;
        let ServerAgreed { scheme, transcript, group, .. } = &mut *self.server;
        let public_key = self.key.public_key();
        actions.send(HandshakeType::SERVER_KEY_EXCHANGE, transcript, |writer| {
            ServerKeyExchange::encode_ecdhe_params(writer, *group, public_key);
            ServerKeyExchange::encode_signature(writer, Some(*scheme), &signature);
        });
        actions.send(HandshakeType::SERVER_HELLO_DONE, transcript, |_| {});
        Ok(State::WaitClientKeyExchange(WaitClientKeyExchange {
            server: self.server,
            key: self.key,
        }))
    }
}
