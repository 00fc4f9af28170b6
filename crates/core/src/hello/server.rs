//! The order of a server before the version is known.

#[cfg(feature = "tls13")]
use super::wait_configuration::Served;
use super::{wait_client_hello::WaitClientHello, wait_configuration::WaitConfiguration};
#[cfg(feature = "tls12")]
use super::{wait_found_session::WaitFoundSession, wait_opened_ticket::WaitOpenedTicket};
use crate::{
    action::Actions,
    config::Transport,
    fault::Fault,
    handshake::{Cursor, Era, Input, Role, StateName, order},
    request::Answer,
    wire::Message,
};
#[cfg(feature = "tls12")]
use crate::{handshake::ServerAgreed, resume::Session};

/// The states.
#[cfg_attr(
    feature = "tls12",
    expect(clippy::enum_variant_names, reason = "states are named for what they wait for")
)]
pub(crate) enum State {
    WaitClientHello(WaitClientHello),
    WaitConfiguration(WaitConfiguration),
    #[cfg(feature = "tls12")]
    WaitOpenedTicket(WaitOpenedTicket),
    #[cfg(feature = "tls12")]
    WaitSession(WaitFoundSession),
}

/// Where a step leads.
pub(crate) enum Next {
    /// Another state of this page.
    Wait(State),
    /// TLS 1.2 or before goes on with these facts.
    #[cfg(feature = "tls12")]
    Tls12(ServerAgreed),
    /// It resumes this session.
    #[cfg(feature = "tls12")]
    Tls12Resumed(ServerAgreed, Session),
    /// TLS 1.3 goes on with this hello and configuration.
    #[cfg(feature = "tls13")]
    Tls13(Served),
}

impl State {
    /// A server that has received nothing yet.
    pub(crate) fn new(transport: Transport) -> Self {
        Self::WaitClientHello(WaitClientHello { transport })
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitClientHello(_) => StateName::WaitClientHello,
            Self::WaitConfiguration(_) => StateName::WaitConfiguration,
            #[cfg(feature = "tls12")]
            Self::WaitOpenedTicket(_) => StateName::WaitOpenedTicket,
            #[cfg(feature = "tls12")]
            Self::WaitSession(_) => StateName::WaitSession,
        };
        Cursor { role: Role::Server, era: Era::Hello, state }
    }

    /// THE MATCH: one line for each legal pair.
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Next, Fault> {
        match (self, input) {
            (Self::WaitClientHello(s), Input::Message(raw, Message::ClientHello(m))) => {
                s.on_client_hello(raw, &m, actions)
            }
            (Self::WaitConfiguration(s), Input::Answer(Answer::Configuration(a))) => {
                s.on_configuration(a, actions)
            }
            #[cfg(feature = "tls12")]
            (Self::WaitOpenedTicket(s), Input::Answer(Answer::OpenedTicket(a))) => {
                s.on_opened_ticket(a.as_ref(), actions)
            }
            #[cfg(feature = "tls12")]
            (Self::WaitSession(s), Input::Answer(Answer::Session(a))) => {
                s.on_session(a.as_ref(), actions)
            }
            (state, input) => {
                Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind())))
            }
        }
    }
}
