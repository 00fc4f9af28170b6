//! `WaitPeerVerdict`: the driver has judged the server's certificates; the client proves the
//! server's signature and answers with its own flight (RFC 5246 §7.4.6 to §7.4.9).

use alloc::boxed::Box;

use super::{State, WaitChangeCipherSpec, wait_server_key_exchange::ServerParams};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    handshake::{ClientAgreed, Role},
    request::{AcceptedPeer, RejectedPeer},
    tls12::{finished, key_block::KeyBlock, master_secret::MasterSecret, signed_params},
    wire::{Certificate, ClientKeyExchange, HandshakeType},
};

/// A client that has asked about the server's certificates.
pub(crate) struct WaitPeerVerdict {
    pub(super) agreed: Box<ClientAgreed>,
    pub(super) params: ServerParams,
    pub(super) certificate_requested: bool,
}

impl WaitPeerVerdict {
    /// Goes on only with an accepted certificate whose key signed the parameters.
    pub(super) fn on_peer_verdict(
        mut self,
        verdict: Result<AcceptedPeer, RejectedPeer>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let peer =
            verdict.map_err(|rejected| Fault::new(rejected.fault.kind()).came(rejected.reason))?;
        let (provider, agreed) = (self.agreed.config.provider(), &self.agreed.agreed);
        signed_params::verify(
            provider,
            &peer.public_key,
            self.params.scheme,
            &signed_params::content(agreed, &self.params.signed),
            &self.params.signature,
        )?;
        if self.certificate_requested {
            actions.send(HandshakeType::CERTIFICATE, &mut self.agreed.transcript, |writer| {
                Certificate::encode(writer, &[]);
            });
        }
        let master = self.exchange_keys(actions)?;
        let config = &self.agreed.config;
        let keys =
            KeyBlock::expand(config.provider(), config.policy(), &self.agreed.agreed, &master)?;
        actions.send_change_cipher_spec();
        actions.write_keys(keys.client_write);
        let proof = finished::verify_data(&master, Role::Client, &self.agreed.transcript);
        actions.send(HandshakeType::FINISHED, &mut self.agreed.transcript, |writer| {
            writer.bytes(&proof);
        });
        Ok(State::WaitChangeCipherSpec(WaitChangeCipherSpec {
            agreed: self.agreed,
            group: self.params.group,
            scheme: self.params.scheme,
            master,
            read_keys: keys.server_write,
        }))
    }

    /// RFC 5246 §7.4.7: our half of the key exchange, and the secret that both make.
    fn exchange_keys(&mut self, actions: &mut Actions<'_>) -> Result<MasterSecret, Fault> {
        let ClientAgreed { config, agreed, transcript, .. } = &mut *self.agreed;
        let provider = config.provider();
        // The group was offered, and the configuration refused if the provider lacked it.
        let group = provider.group(self.params.group).ok_or(FaultKind::ProviderFailed)?;
        let key = group.start(actions.random).map_err(Fault::from)?;
        actions.send(HandshakeType::CLIENT_KEY_EXCHANGE, transcript, |writer| {
            ClientKeyExchange::encode_ecdhe(writer, key.public_key());
        });
        let pre_master = key.agree(&self.params.public_key).map_err(|_| {
            Fault::new(FaultKind::BadKeyShare).came(alloc::format!("for {}", self.params.group))
        })?;
        MasterSecret::derive(provider, agreed, pre_master, transcript)
    }
}
