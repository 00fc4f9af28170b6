//! The order of a TLS 1.3 server (RFC 8446 appendix A.2).

use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    handshake::{Cursor, Era, Input, Role, StateName, order},
    hello::Served,
};

use super::{Established, connected::Connected};

/// The states.
pub(crate) enum State {
    Connected(Connected<()>),
}

impl State {
    /// Goes on after the first hello.
    pub(crate) fn new(served: Served, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        let _ = (served, actions);
        Err(FaultKind::ProviderFailed.into())
    }

    pub(crate) fn cursor(&self) -> Cursor {
        let state = match self {
            Self::Connected(_) => StateName::Connected,
        };
        Cursor { role: Role::Server, era: Era::Tls13, state }
    }

    /// What can be exported, once connected.
    pub(crate) fn established(&self) -> Option<&Established> {
        match self {
            Self::Connected(connected) => Some(&connected.kept.established),
        }
    }

    /// Our keys change because we want it.
    pub(crate) fn update_keys(
        &mut self,
        request_peer: bool,
        actions: &mut Actions<'_>,
    ) -> Result<(), Fault> {
        match self {
            Self::Connected(connected) => connected.update_keys(request_peer, actions),
        }
    }

    /// THE MATCH: one line for each legal pair.
    pub(crate) fn step(self, input: Input<'_>, actions: &mut Actions<'_>) -> Result<Self, Fault> {
        let _ = actions;
        Err(order::unexpected(self.cursor(), alloc::format!("{}", input.kind())))
    }
}
