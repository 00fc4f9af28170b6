//! The order of a client before the version is known.

#[cfg(feature = "tls13")]
use alloc::boxed::Box;

#[cfg(feature = "tls13")]
use bytes::Bytes;
use pki_types::ServerName;

#[cfg(feature = "tls13")]
use super::{offered::Offered, wait_pre_shared_key::WaitPreSharedKey};
use super::{start::Start, wait_server_hello::WaitServerHello, wait_session::WaitSession};
use crate::{
    action::{Actions, Repeated},
    config::ClientConfig,
    fault::Fault,
    handshake::{Cursor, Era, Input, Role, StateName, order},
    request::Answer,
    wire::Message,
};

/// The states.
pub(crate) enum State {
    Start(Start),
    WaitSession(WaitSession),
    #[cfg(feature = "tls13")]
    WaitPreSharedKey(Box<WaitPreSharedKey>),
    WaitServerHello(WaitServerHello),
}

/// Where a step leads.
#[cfg_attr(
    feature = "tls12",
    expect(clippy::large_enum_variant, reason = "it is taken apart at once")
)]
pub(crate) enum Next {
    /// Another state of this page.
    Wait(State),
    /// TLS 1.2 or before goes on with these facts.
    #[cfg(feature = "tls12")]
    Tls12(crate::handshake::ClientAgreed),
    /// TLS 1.3 goes on with what was offered, and this `ServerHello` or `HelloRetryRequest`.
    #[cfg(feature = "tls13")]
    Tls13(Box<Offered>, Bytes),
}

impl State {
    /// A client that has sent nothing yet.
    pub(crate) fn new(config: ClientConfig, server_name: ServerName<'static>) -> Self {
        Self::Start(Start { config, server_name })
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::Start(_) => StateName::Start,
            Self::WaitSession(_) => StateName::WaitSession,
            #[cfg(feature = "tls13")]
            Self::WaitPreSharedKey(_) => StateName::WaitPreSharedKey,
            Self::WaitServerHello(_) => StateName::WaitServerHello,
        };
        Cursor { role: Role::Client, era: Era::Hello, state }
    }

    /// THE MATCH: one line for each legal pair.
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Next, Fault> {
        match (self, input) {
            (Self::Start(s), Input::Begin) => s.on_begin(actions),
            (Self::WaitSession(s), Input::Answer(Answer::Session(a))) => {
                s.on_session(a.as_ref(), actions)
            }
            #[cfg(feature = "tls13")]
            (Self::WaitPreSharedKey(s), Input::Answer(Answer::PreSharedKey(a))) => {
                s.on_pre_shared_key(a, actions)
            }
            (Self::WaitServerHello(s), Input::Message(raw, Message::ServerHello(m))) => {
                s.on_server_hello(raw, &m, actions)
            }
            (state @ Self::WaitServerHello(_), Input::Message(_, Message::HelloRequest)) => {
                actions.count(Repeated::Renegotiation);
                Ok(Next::Wait(state))
            }
            (state, input) => {
                Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind())))
            }
        }
    }
}
