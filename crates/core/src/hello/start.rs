//! `Start`: the client opens the handshake.

use pki_types::ServerName;

use super::{
    client::{Next, State},
    say_hello,
    wait_session::WaitSession,
};
use crate::{
    action::Actions,
    config::ClientConfig,
    fault::Fault,
    request::{FindSessionRequest, Request, SessionKey},
};

/// A client that has sent nothing yet.
pub(crate) struct Start {
    pub(super) config: ClientConfig,
    pub(super) server_name: ServerName<'static>,
}

impl Start {
    /// Asks for a session to resume, or sends the `ClientHello`.
    pub(super) fn on_begin(self, actions: &mut Actions<'_>) -> Result<Next, Fault> {
        let Self { config, server_name } = self;
        if !config.resumes() {
            return say_hello::begin(config, server_name, None, actions);
        }
        actions.ask(Request::FindSession(FindSessionRequest {
            key: SessionKey::ServerName(server_name.clone()),
            now: actions.now,
        }));
        Ok(Next::Wait(State::WaitSession(WaitSession { config, server_name })))
    }
}
