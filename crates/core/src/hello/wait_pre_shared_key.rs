//! `WaitPreSharedKey` before the hello: TLS 1.3 offers keys that both sides were given at once
//! (RFC 8446 §4.2.11).

use alloc::boxed::Box;

use pki_types::ServerName;

use super::{
    client::{Next, State},
    say_hello,
};
use crate::{
    action::Actions,
    config::ClientConfig,
    fault::{Fault, FaultKind},
    request::{PreSharedKey, PreSharedKeyRequest, Request},
    resume::ClientSession,
};

/// A client that has asked for a pre-shared key.
pub(crate) struct WaitPreSharedKey {
    config: ClientConfig,
    server_name: ServerName<'static>,
    session: Option<ClientSession>,
}

/// Asks for a key.
pub(super) fn ask(
    config: ClientConfig,
    server_name: ServerName<'static>,
    session: Option<ClientSession>,
    actions: &mut Actions<'_>,
) -> Next {
    let request = PreSharedKeyRequest::ForServer { server_name: server_name.clone(), hint: None };
    actions.ask(Request::PreSharedKey(request));
    let state = WaitPreSharedKey { config, server_name, session };
    Next::Wait(State::WaitPreSharedKey(Box::new(state)))
}

impl WaitPreSharedKey {
    /// Says hello with the key, or without.
    pub(super) fn on_pre_shared_key(
        self: Box<Self>,
        answer: Option<PreSharedKey>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let Self { config, server_name, session } = *self;
        if answer.as_ref().is_some_and(|key| !key.can_be_offered()) {
            return Err(Fault::new(FaultKind::PreSharedKeyMissing)
                .came("a key that cannot be offered")
                .expected("an identity of 1 to 16384 bytes, a key that is not empty"));
        }
        say_hello::say_hello(config, server_name, session, answer, actions)
    }
}
