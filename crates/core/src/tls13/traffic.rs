//! The traffic after the handshake: the secrets of both directions, and how they change
//! (RFC 8446 §4.6.3, §7.2).

use crate::{
    action::{Actions, Repeated},
    config::{ClientConfig, ServerConfig},
    crypto::SuiteFacts,
    fault::{Fault, FaultKind},
    quic::Keys,
    schedule::TrafficSecret,
    wire::{HandshakeType, KeyUpdate, KeyUpdateRequest},
};

/// The configuration of either role.
pub(super) enum Config {
    Client(ClientConfig),
    Server(ServerConfig),
}

impl Config {
    fn keys(&self, secret: &TrafficSecret, suite: &'static SuiteFacts) -> Result<Keys, Fault> {
        Ok(match self {
            Self::Client(config) => Keys::client(config, secret, suite)?,
            Self::Server(config) => Keys::server(config, secret, suite)?,
        })
    }

    fn is_quic(&self) -> bool {
        match self {
            Self::Client(config) => config.transport().is_quic(),
            Self::Server(config) => config.transport().is_quic(),
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
    pub(super) fn read_keys(&self) -> Result<Keys, Fault> {
        self.config.keys(&self.read, self.suite)
    }

    /// The keys of our secret, as it is now.
    pub(super) fn write_keys(&self) -> Result<Keys, Fault> {
        self.config.keys(&self.write, self.suite)
    }

    /// What we send under.
    pub(super) fn write_secret(&self) -> &TrafficSecret {
        &self.write
    }

    /// True where the traffic is somebody else's.
    pub(super) fn is_quic(&self) -> bool {
        self.config.is_quic()
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
