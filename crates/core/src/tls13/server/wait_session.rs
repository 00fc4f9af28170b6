//! `WaitSession` of a TLS 1.3 server: the driver has looked for the session that the client names
//! (RFC 8446 §4.6.1: a ticket may be the key of a look-up).

use super::{
    State,
    search::{Search, Source},
};
use crate::{action::Actions, crypto::Secret, event::Resumption, fault::Fault};

/// A server that has asked for a session.
pub(crate) struct WaitSession {
    pub(super) search: Search,
}

impl WaitSession {
    /// Resumes, or looks for what else the identity may be.
    pub(super) fn on_session(
        self,
        answer: Option<&Secret>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        match answer {
            Some(session) => self.search.on_session(session, Resumption::SessionId, actions),
            None => self.search.ask(Source::Given, actions),
        }
    }
}
