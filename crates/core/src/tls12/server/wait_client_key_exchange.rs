//! `WaitClientKeyExchange`: the client's half of the key exchange (RFC 5246 §7.4.7).

use alloc::boxed::Box;

use bytes::Bytes;

use super::{State, WaitChangeCipherSpec};
use crate::{
    crypto::EphemeralKey,
    fault::{Fault, FaultKind},
    handshake::ServerAgreed,
    tls12::{key_block::KeyBlock, master_secret::MasterSecret},
    wire::ClientKeyExchange,
};

/// A server that has sent its first flight.
pub(crate) struct WaitClientKeyExchange {
    pub(super) server: Box<ServerAgreed>,
    pub(super) key: Box<dyn EphemeralKey>,
}

impl WaitClientKeyExchange {
    pub(super) fn on_client_key_exchange(
        self,
        raw: &Bytes,
        message: ClientKeyExchange<'_>,
    ) -> Result<State, Fault> {
        let Self { mut server, key } = self;
        let pre_master = key.agree(message.ecdhe()?).map_err(|_| {
            Fault::new(FaultKind::BadKeyShare).came(alloc::format!("for {}", server.group))
        })?;
        server.transcript.add(raw);
        let provider = server.config.provider();
        let master =
            MasterSecret::derive(provider, &server.agreed, pre_master, &server.transcript)?;
        let keys = KeyBlock::expand(provider, server.config.policy(), &server.agreed, &master)?;
        Ok(State::WaitChangeCipherSpec(WaitChangeCipherSpec { server, master, keys }))
    }
}
