//! `Start`: the client opens the handshake.

use pki_types::ServerName;

use super::{
    client::{Next, State},
    offer,
    wait_server_hello::WaitServerHello,
};
use crate::{
    action::Actions,
    config::ClientConfig,
    fault::Fault,
    wire::{HandshakeType, RANDOM_LEN},
};

/// A client that has sent nothing yet.
pub(crate) struct Start {
    pub(super) config: ClientConfig,
    pub(super) server_name: ServerName<'static>,
}

impl Start {
    /// Sends the `ClientHello`.
    pub(super) fn on_begin(self, actions: &mut Actions<'_>) -> Result<Next, Fault> {
        let mut random = [0; RANDOM_LEN];
        actions.random.fill(&mut random)?;
        let hello = actions
            .send_first(HandshakeType::CLIENT_HELLO, |writer| {
                offer::client_hello(writer, &self.config, &self.server_name, &random);
            })
            .to_vec();
        let Self { config, server_name } = self;
        Ok(Next::Wait(State::WaitServerHello(WaitServerHello {
            config,
            server_name,
            random,
            hello,
        })))
    }
}
