//! `WaitServerKeyExchange`: the server's half of the key exchange (RFC 5246 §7.4.3).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitCertificateRequest};
use crate::{
    crypto::{NamedGroup, SignatureScheme},
    fault::{Fault, FaultKind, list},
    handshake::ClientAgreed,
    wire::{self, ParamsForm, ServerKeyExchange, ServerKeyExchangeForm, SignatureForm},
};

/// The form of every suite so far: ECDHE, signed.
const FORM: ServerKeyExchangeForm = ServerKeyExchangeForm {
    psk_identity_hint: false,
    params: ParamsForm::Ecdhe,
    signature: SignatureForm::WithScheme,
};

/// A client that holds the server's certificates.
pub(crate) struct WaitServerKeyExchange {
    pub(super) agreed: Box<ClientAgreed>,
    pub(super) chain: Vec<Bytes>,
}

/// What the server wants to exchange keys with, not proven yet.
pub(super) struct ServerParams {
    pub(super) group: NamedGroup,
    pub(super) public_key: Bytes,
    /// The parameters as they lay: what was signed, behind both randoms.
    pub(super) signed: Bytes,
    pub(super) scheme: SignatureScheme,
    pub(super) signature: Bytes,
}

impl WaitServerKeyExchange {
    /// Checks that what was chosen had been offered. The signature waits for the verdict on the
    /// certificate: a key that is not the server's proves nothing.
    pub(super) fn on_server_key_exchange(
        mut self,
        raw: &Bytes,
        message: ServerKeyExchange<'_>,
    ) -> Result<State, Fault> {
        let parts = message.decode(FORM)?;
        let (wire::ServerParams::Ecdhe { group, public_key }, Some(scheme)) =
            (parts.params, parts.scheme)
        else {
            // What was decoded has the form that was asked for.
            return Err(FaultKind::Malformed.into());
        };
        let policy = self.agreed.config.policy();
        if !policy.groups.contains(&group) {
            return Err(Fault::new(FaultKind::GroupNotOffered)
                .came(alloc::format!("{group}"))
                .expected(list(&policy.groups)));
        }
        let authentication = self.agreed.agreed.suite.authentication;
        if !policy.schemes.contains(&scheme) || scheme.authentication() != Some(authentication) {
            return Err(Fault::new(FaultKind::SchemeNotOffered)
                .came(alloc::format!("{scheme} for an {authentication} suite"))
                .expected(list(
                    policy
                        .schemes
                        .iter()
                        .filter(|scheme| scheme.authentication() == Some(authentication)),
                )));
        }
        let params = ServerParams {
            group,
            public_key: raw.slice_ref(public_key),
            signed: raw.slice_ref(parts.signed),
            scheme,
            signature: raw.slice_ref(parts.signature),
        };
        self.agreed.transcript.add(raw);
        let Self { agreed, chain } = self;
        Ok(State::WaitCertificateRequest(WaitCertificateRequest { agreed, chain, params }))
    }
}
