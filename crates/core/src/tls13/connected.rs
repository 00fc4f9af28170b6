//! `Connected` of TLS 1.3: the handshake is over. Of the secrets those of the traffic are left,
//! for keys to come, and what can be exported.

use alloc::boxed::Box;

use super::{established::Established, traffic::Traffic};
use crate::{
    action::Actions,
    fault::Fault,
    wire::{KeyUpdate, KeyUpdateRequest},
};

/// Either side after the handshake; `More` is what a role has besides.
pub(crate) struct Connected<More> {
    pub(super) kept: Box<Kept>,
    pub(super) more: More,
}

/// What both sides keep.
pub(super) struct Kept {
    pub(super) traffic: Traffic,
    pub(super) established: Established,
}

impl<More> Connected<More> {
    /// RFC 8446 §4.6.3.
    pub(super) fn on_key_update(
        mut self,
        message: KeyUpdate,
        actions: &mut Actions<'_>,
    ) -> Result<Self, Fault> {
        self.kept.traffic.on_key_update(message, actions)?;
        Ok(self)
    }

    /// Our keys change because we want it.
    pub(super) fn update_keys(
        &mut self,
        request_peer: bool,
        actions: &mut Actions<'_>,
    ) -> Result<(), Fault> {
        let request = if request_peer {
            KeyUpdateRequest::UPDATE_REQUESTED
        } else {
            KeyUpdateRequest::UPDATE_NOT_REQUESTED
        };
        self.kept.traffic.update_write(request, actions)
    }
}
