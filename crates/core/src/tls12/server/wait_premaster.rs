//! `WaitPremaster`: the driver has decrypted the client's secret, or could not. What comes of it
//! looks the same from outside (RFC 5246 §7.4.7.1).

use alloc::{boxed::Box, string::String};

use super::{Keys, Serving, State};
use crate::{action::Actions, crypto::Secret, fault::Fault, tls12::pre_master};

/// A server that has asked for a decryption.
pub(crate) struct WaitPremaster {
    pub(super) serving: Box<Serving>,
}

impl WaitPremaster {
    /// The reason of a failure goes nowhere: not to the peer, and not to a log that the peer might
    /// see.
    pub(super) fn on_premaster(
        self,
        answer: Result<Secret, String>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { serving } = self;
        let padded = answer.ok();
        let offered = serving.agreed.offered_version;
        let pre_master = pre_master::rsa_decrypted(padded.as_ref(), offered, actions.random)?;
        Keys::exchange(serving, pre_master, actions)
    }
}
