//! `WaitPreSharedKey`: the driver has the secret that both sides share (RFC 4279 §2).

use alloc::boxed::Box;

use super::{
    Flight, Proving, State,
    exchange::{self, Material},
};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    limits::MAX_PSK_IDENTITY,
    request::PreSharedKey,
};

/// A client that has asked for its pre-shared key.
pub(crate) struct WaitPreSharedKey {
    pub(super) flight: Box<Flight>,
}

impl WaitPreSharedKey {
    pub(super) fn on_pre_shared_key(
        self,
        answer: Option<PreSharedKey>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut flight } = self;
        let psk = answer.ok_or(FaultKind::PreSharedKeyMissing)?;
        if psk.identity.len() > MAX_PSK_IDENTITY || !psk.is_usable() {
            return Err(Fault::new(FaultKind::PreSharedKeyMissing)
                .came("a key or an identity that is empty or too long"));
        }
        let material = Material { peer: None, psk: Some(&psk) };
        let master = exchange::keys(&mut flight, &material, actions)?;
        let mut proving = Proving::start(flight, master, actions)?;
        proving.psk_identity = Some(psk.identity);
        proving.finish(actions)
    }
}
