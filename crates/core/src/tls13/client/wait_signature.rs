//! `WaitSignature`: the driver has signed (RFC 8446 §4.4.3).

use alloc::{string::String, vec::Vec};

use super::{Proof, Shown, State};
use crate::{action::Actions, fault::Fault, handshake::signature};

/// A client that has asked for a signature.
pub(crate) struct WaitSignature {
    pub(super) proof: Proof,
    pub(super) shown: Shown,
}

impl WaitSignature {
    pub(super) fn on_signature(
        self,
        answer: Result<Vec<u8>, String>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { mut proof, shown } = self;
        let signature = signature::from_answer(answer)?;
        proof.send_certificate_verify(&shown, &signature, actions);
        proof.finish(shown, actions)
    }
}
