//! `WaitSession` of a server: the driver has looked for the session that the client names
//! (RFC 5246 §7.3).

use super::{respond, server::Next, wait_configuration::Served};
use crate::{action::Actions, crypto::Secret, event::Resumption, fault::Fault, resume::Session};

/// A server that has asked for a session.
pub(crate) struct WaitFoundSession {
    pub(super) served: Served,
}

impl WaitFoundSession {
    /// Resumes, or goes on as if there had been no id.
    pub(super) fn on_session(
        self,
        answer: Option<&Secret>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let session = answer.and_then(Session::decode);
        respond::with(&self.served, session, Resumption::SessionId, false, actions)
    }
}
