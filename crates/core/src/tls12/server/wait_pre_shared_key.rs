//! `WaitPreSharedKey` of a server: the driver knows the identity, or does not (RFC 4279 §2).

use alloc::boxed::Box;

use super::{Keys, Serving, State};
use crate::{
    action::Actions,
    crypto::Secret,
    fault::{Fault, FaultKind},
    request::PreSharedKey,
    tls12::pre_master,
};

/// A server that has asked for a pre-shared key.
pub(crate) struct WaitPreSharedKey {
    pub(super) serving: Box<Serving>,
    /// What an ephemeral key exchange beside it gave.
    pub(super) shared: Option<Secret>,
}

impl WaitPreSharedKey {
    pub(super) fn on_pre_shared_key(
        self,
        answer: Option<PreSharedKey>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { serving, shared } = self;
        let Some(psk) = answer.filter(PreSharedKey::is_usable) else {
            let identity = serving.psk_identity.as_deref().unwrap_or_default().escape_ascii();
            return Err(
                Fault::new(FaultKind::UnknownPskIdentity).came(crate::fault::list([identity]))
            );
        };
        Keys::exchange(serving, pre_master::psk(shared.as_ref(), &psk.key), actions)
    }
}
