//! The order of a TLS 1.2 server (RFC 5246 §7.3). The flights are drawn in `tls12/client`.

mod start;
mod wait_change_cipher_spec;
mod wait_client_key_exchange;
mod wait_finished;
mod wait_signature;

use alloc::boxed::Box;

use wait_change_cipher_spec::WaitChangeCipherSpec;
use wait_client_key_exchange::WaitClientKeyExchange;
use wait_finished::WaitFinished;
use wait_signature::WaitSignature;

use super::connected::Connected;
use crate::{
    action::Actions,
    fault::Fault,
    handshake::{Cursor, Era, Input, Role, ServerAgreed, StateName, order},
    request::Answer,
    wire::Message,
};

/// The states.
pub(crate) enum State {
    WaitSignature(WaitSignature),
    WaitClientKeyExchange(WaitClientKeyExchange),
    WaitChangeCipherSpec(WaitChangeCipherSpec),
    WaitFinished(WaitFinished),
    Connected(Connected),
}

impl State {
    /// Goes on after the choice: sends the first half of the server's flight.
    pub(crate) fn new(agreed: Box<ServerAgreed>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        start::send_hello(agreed, actions).map(Self::WaitSignature)
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::WaitSignature(_) => StateName::WaitSignature,
            Self::WaitClientKeyExchange(_) => StateName::WaitClientKeyExchange,
            Self::WaitChangeCipherSpec(_) => StateName::WaitChangeCipherSpec,
            Self::WaitFinished(_) => StateName::WaitFinished,
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Server, era: Era::Tls12, state }
    }

    /// THE MATCH: one line for each legal pair.
    #[rustfmt::skip]
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        match (self, input) {
            (Self::WaitSignature(s), Input::Answer(Answer::Signature(a))) => s.on_signature(a, actions),
            (Self::WaitClientKeyExchange(s), Input::Message(raw, Message::ClientKeyExchange(m))) => s.on_client_key_exchange(raw, m),
            (Self::WaitChangeCipherSpec(s), Input::ChangeCipherSpec) => Ok(s.on_change_cipher_spec(actions)),
            (Self::WaitFinished(s), Input::Message(raw, Message::Finished(m))) => s.on_finished(raw, m, actions),
            (Self::Connected(s), Input::Message(_, Message::ClientHello(_))) => Ok(Self::Connected(s.refuse_renegotiation(actions))),
            (state, input) => Err(order::unexpected(state.cursor(), alloc::format!("{}", input.kind()))),
        }
    }
}
