//! The traffic after the handshake: the secrets of both directions, and how they change
//! (RFC 8446 §4.6.3, §7.2).

use crate::{
    action::{Actions, Repeated},
    config::{ClientConfig, Policy, ServerConfig},
    crypto::{Provider, SuiteFacts, TrafficKeys},
    fault::{Fault, FaultKind},
    schedule::TrafficSecret,
    wire::{HandshakeType, KeyUpdate, KeyUpdateRequest},
};

/// The configuration of either role.
pub(super) enum Config {
    Client(ClientConfig),
    Server(ServerConfig),
}

impl Config {
    fn provider(&self) -> &Provider {
        match self {
            Self::Client(config) => config.provider(),
            Self::Server(config) => config.provider(),
        }
    }

    fn policy(&self) -> &Policy {
        match self {
            Self::Client(config) => config.policy(),
            Self::Server(config) => config.policy(),
        }
    }
}

/// Both directions.
pub(super) struct Traffic {
    config: Config,
    suite: &'static SuiteFacts,
    /// What the peer sends under.
    read: TrafficSecret,
    /// What we send under.
    write: TrafficSecret,
}

impl Traffic {
    pub(super) fn new(
        config: Config,
        suite: &'static SuiteFacts,
        read: TrafficSecret,
        write: TrafficSecret,
    ) -> Self {
        Self { config, suite, read, write }
    }

    /// The keys of the peer's secret, as it is now.
    pub(super) fn read_keys(&self) -> Result<TrafficKeys, Fault> {
        self.keys(&self.read)
    }

    /// The keys of our secret, as it is now.
    pub(super) fn write_keys(&self) -> Result<TrafficKeys, Fault> {
        self.keys(&self.write)
    }

    /// What we send under.
    pub(super) fn write_secret(&self) -> &TrafficSecret {
        &self.write
    }

    fn keys(&self, secret: &TrafficSecret) -> Result<TrafficKeys, Fault> {
        let (provider, policy) = (self.config.provider(), self.config.policy());
        Ok(secret.record_keys(provider, policy, self.suite)?)
    }

    /// Our keys change behind a `KeyUpdate`.
    pub(super) fn update_write(
        &mut self,
        request: KeyUpdateRequest,
        actions: &mut Actions<'_>,
    ) -> Result<(), Fault> {
        actions
            .send_first(HandshakeType::KEY_UPDATE, |writer| KeyUpdate { request }.encode(writer));
        self.write = self.write.next();
        actions.change_write_keys(self.write_keys()?);
        Ok(())
    }

    /// The peer's keys change behind this message; ours too, where it wants that.
    pub(super) fn on_key_update(
        &mut self,
        message: KeyUpdate,
        actions: &mut Actions<'_>,
    ) -> Result<(), Fault> {
        actions.count(Repeated::KeyUpdate);
        self.read = self.read.next();
        actions.change_read_keys(self.read_keys()?);
        match message.request {
            KeyUpdateRequest::UPDATE_NOT_REQUESTED => Ok(()),
            KeyUpdateRequest::UPDATE_REQUESTED => {
                self.update_write(KeyUpdateRequest::UPDATE_NOT_REQUESTED, actions)
            }
            other => Err(Fault::new(FaultKind::BadKeyUpdate).came(alloc::format!("{other}"))),
        }
    }
}
