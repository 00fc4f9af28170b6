//! `WaitCredential`: the driver has chosen what to prove ourselves with (RFC 8446 §4.4.2).

use super::{Asked, Proof, Shown, State, WaitSignature};
use crate::{
    action::Actions,
    config::Credential,
    fault::Fault,
    request::{Request, SignRequest},
};

/// A client that has asked for a credential.
pub(crate) struct WaitCredential {
    pub(super) asked: Asked,
    pub(super) proof: Proof,
}

impl WaitCredential {
    /// With no credential an empty list goes out, and the server decides.
    pub(super) fn on_credential(
        self,
        credential: Option<Credential>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Self { asked, mut proof } = self;
        let scheme = match &credential {
            Some(credential) => Some(asked.scheme(&proof, credential)?),
            None => None,
        };
        proof.send_certificate(&asked, credential.as_ref(), actions);
        let (Some(credential), Some(scheme)) = (credential, scheme) else {
            return proof.finish(Shown::default(), actions);
        };
        let message = proof.content();
        actions.ask(Request::Sign(SignRequest { credential: credential.clone(), scheme, message }));
        let shown = Shown { credential: Some(credential), scheme: Some(scheme) };
        Ok(State::WaitSignature(WaitSignature { proof, shown }))
    }
}
