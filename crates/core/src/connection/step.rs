//! Gives an input to the state that waits for it, and carries out what the state wants.

use super::{Connection, Surroundings, closing::Stop, perform};
#[cfg(feature = "tls12")]
use crate::tls12;
#[cfg(feature = "tls13")]
use crate::tls13;
use crate::{
    action::Actions,
    fault::Fault,
    handshake::{
        Cursor, Input,
        order::{self, InputKind},
    },
    hello,
    request::Answer,
};

/// The state, by the rules that are in force.
pub(super) enum Phase {
    ClientHello(hello::client::State),
    ServerHello(hello::server::State),
    #[cfg(feature = "tls12")]
    Tls12Client(tls12::client::State),
    #[cfg(feature = "tls12")]
    Tls12Server(tls12::server::State),
    #[cfg(feature = "tls13")]
    Tls13Client(tls13::client::State),
    #[cfg(feature = "tls13")]
    Tls13Server(tls13::server::State),
    /// The connection has failed: all secrets are gone. The cursor says where it stood.
    Over(Cursor),
}

impl Phase {
    pub(super) fn cursor(&self) -> Cursor {
        match self {
            Self::ClientHello(state) => state.cursor(),
            Self::ServerHello(state) => state.cursor(),
            #[cfg(feature = "tls12")]
            Self::Tls12Client(state) => state.cursor(),
            #[cfg(feature = "tls12")]
            Self::Tls12Server(state) => state.cursor(),
            #[cfg(feature = "tls13")]
            Self::Tls13Client(state) => state.cursor(),
            #[cfg(feature = "tls13")]
            Self::Tls13Server(state) => state.cursor(),
            Self::Over(cursor) => *cursor,
        }
    }

    /// True for a client that has not begun.
    pub(super) fn wants_begin(&self) -> bool {
        matches!(self, Self::ClientHello(_))
            && order::find(self.cursor(), InputKind::Begin).is_some()
    }

    fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        use hello::{client, server};
        Ok(match self {
            Self::ClientHello(state) => match state.step(input, actions)? {
                client::Next::Wait(state) => Self::ClientHello(state),
                #[cfg(feature = "tls12")]
                client::Next::Tls12(agreed) => {
                    Self::Tls12Client(tls12::client::State::new(agreed, actions)?)
                }
                #[cfg(feature = "tls13")]
                client::Next::Tls13(offered, hello) => {
                    Self::Tls13Client(tls13::client::State::new(offered, &hello, actions)?)
                }
            },
            Self::ServerHello(state) => match state.step(input, actions)? {
                server::Next::Wait(state) => Self::ServerHello(state),
                #[cfg(feature = "tls12")]
                server::Next::Tls12(agreed) => {
                    Self::Tls12Server(tls12::server::State::new(agreed, actions)?)
                }
                #[cfg(feature = "tls12")]
                server::Next::Tls12Resumed(agreed, session) => {
                    Self::Tls12Server(tls12::server::State::resumed(agreed, session, actions)?)
                }
                #[cfg(feature = "tls13")]
                server::Next::Tls13(served) => {
                    Self::Tls13Server(tls13::server::State::new(served, actions)?)
                }
            },
            #[cfg(feature = "tls12")]
            Self::Tls12Client(state) => Self::Tls12Client(state.step(input, actions)?),
            #[cfg(feature = "tls12")]
            Self::Tls12Server(state) => Self::Tls12Server(state.step(input, actions)?),
            #[cfg(feature = "tls13")]
            Self::Tls13Client(state) => Self::Tls13Client(state.step(input, actions)?),
            #[cfg(feature = "tls13")]
            Self::Tls13Server(state) => Self::Tls13Server(state.step(input, actions)?),
            Self::Over(cursor) => {
                return Err(order::unexpected(cursor, alloc::format!("{}", input.kind())));
            }
        })
    }
}

impl Connection {
    pub(super) fn on_begin(&mut self, surroundings: &mut Surroundings<'_>) -> Result<(), Stop> {
        self.step(Input::Begin, surroundings)
    }

    pub(super) fn on_answer(
        &mut self,
        answer: Answer,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        order::gate(self.known.cursor, InputKind::Answer(answer.kind()))?;
        if matches!(answer, Answer::Session(None)) {
            self.known.session = None;
        }
        self.step(Input::Answer(answer), surroundings)
    }

    /// The input has passed the gate.
    pub(super) fn step(
        &mut self,
        input: Input<'_>,
        surroundings: &mut Surroundings<'_>,
    ) -> Result<(), Stop> {
        let at = self.known.cursor;
        let kind = input.kind();
        let phase = core::mem::replace(&mut self.phase, Phase::Over(at));
        self.actions.clear();
        self.flight.clear();
        let mut actions = Actions::new(
            surroundings.random,
            surroundings.now,
            &mut self.actions,
            &mut self.flight,
        );
        self.phase = phase.step(input, &mut actions)?;
        self.known.cursor = self.phase.cursor();
        debug_assert!(
            order::find(at, kind).is_some_and(|row| {
                row.next.contains(&(self.known.cursor.era, self.known.cursor.state))
            }),
            "{at}: {kind} led to {}, which is not in the table",
            self.known.cursor
        );
        perform::perform(self, surroundings)
    }
}
