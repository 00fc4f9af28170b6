//! `WaitPreSharedKey` of a TLS 1.3 server: the driver knows the identity, or does not
//! (RFC 8446 §4.2.11).

use bytes::Bytes;

use super::{State, search::Search, selected::Selected};
use crate::{action::Actions, fault::Fault, request::PreSharedKey};

/// A server that has asked for a pre-shared key.
pub(crate) struct WaitPreSharedKey {
    pub(super) search: Search,
    pub(super) identity: Bytes,
}

impl WaitPreSharedKey {
    /// Takes the key, or goes on with the client's next one.
    pub(super) fn on_pre_shared_key(
        self,
        answer: Option<&PreSharedKey>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { search, identity } = self;
        let Some(key) = answer else { return search.ask_next(actions) };
        match Selected::given(&search.greeted, search.place, identity, key)? {
            Some(key) => search.take(key, actions),
            None => search.ask_next(actions),
        }
    }
}
