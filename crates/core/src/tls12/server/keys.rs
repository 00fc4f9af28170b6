//! What a server holds from the key exchange to the end of the handshake.

use alloc::boxed::Box;

use super::{Serving, State, WaitCertificateVerify, WaitChangeCipherSpec};
use crate::{
    action::Actions,
    crypto::Secret,
    event::Event,
    fault::Fault,
    handshake::Role,
    tls12::{
        Established, connected::Connected, finished, key_block::KeyBlock,
        master_secret::MasterSecret,
    },
    wire::HandshakeType,
};

/// The secrets, with what they are for.
pub(super) struct Keys {
    pub(super) serving: Box<Serving>,
    pub(super) master: MasterSecret,
    pub(super) block: KeyBlock,
    /// The `Finished` that came first (RFC 5929 §3.1).
    pub(super) first_finished: Option<[u8; finished::LEN]>,
}

impl Keys {
    /// From the key exchange: the client proves its certificate, or changes its keys.
    pub(super) fn exchange(
        mut serving: Box<Serving>,
        pre_master: Secret,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let provider = serving.agreed.config.provider();
        let (agreed, transcript) = (&serving.agreed.agreed, &serving.agreed.transcript);
        let master = MasterSecret::derive(provider, agreed, pre_master, transcript)?;
        let peer = serving.peer.take();
        let keys = Self::expand(serving, master, actions)?;
        Ok(match peer {
            Some(peer) => State::WaitCertificateVerify(WaitCertificateVerify { keys, peer }),
            None => State::WaitChangeCipherSpec(WaitChangeCipherSpec { keys }),
        })
    }

    pub(super) fn expand(
        serving: Box<Serving>,
        master: MasterSecret,
        actions: &mut Actions<'_>,
    ) -> Result<Box<Self>, Fault> {
        let (config, agreed) = (&serving.agreed.config, &serving.agreed.agreed);
        if config.logs_keys() {
            actions.emit(master.key_log(agreed));
        }
        let block = KeyBlock::expand(config.provider(), config.policy(), agreed, &master)?;
        Ok(Box::new(Self { serving, master, block, first_finished: None }))
    }

    /// Our keys change, and our proof goes out (RFC 5246 §7.1, §7.4.9).
    pub(super) fn send_finished(&mut self, actions: &mut Actions<'_>) -> Result<(), Fault> {
        actions.send_change_cipher_spec();
        let agreed = &mut self.serving.agreed;
        actions.write_keys(self.block.take_server_write()?, &agreed.agreed.record_limits);
        let proof = finished::verify_data(&self.master, Role::Server, &agreed.transcript);
        actions.send(HandshakeType::FINISHED, &mut agreed.transcript, |writer| {
            writer.bytes(&proof);
        });
        self.first_finished.get_or_insert(proof);
        Ok(())
    }

    /// Both sides have proven the handshake.
    pub(super) fn connected(self, actions: &mut Actions<'_>) -> State {
        let Self { mut serving, master, first_finished, .. } = self;
        actions.emit(Event::Connected(Box::new(serving.summary())));
        let first_finished = first_finished.unwrap_or_default();
        let established =
            Box::new(Established::new(master, &serving.agreed.agreed, first_finished));
        State::Connected(Connected { established })
    }
}
