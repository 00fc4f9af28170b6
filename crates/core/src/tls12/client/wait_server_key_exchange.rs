//! `WaitServerKeyExchange`: the server's half of the key exchange (RFC 5246 §7.4.3).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{State, WaitCertificateRequest};
use crate::{
    crypto::{NamedGroup, SignatureScheme},
    fault::{Fault, FaultKind, list},
    handshake::ClientAgreed,
    wire::ServerKeyExchange,
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
        let params = message.ecdhe()?;
        let policy = self.agreed.config.policy();
        if !policy.groups.contains(&params.group) {
            return Err(Fault::new(FaultKind::GroupNotOffered)
                .came(alloc::format!("{}", params.group))
                .expected(list(&policy.groups)));
        }
        let authentication = self.agreed.agreed.suite.authentication;
        if !policy.schemes.contains(&params.scheme)
            || params.scheme.authentication() != authentication
        {
            return Err(Fault::new(FaultKind::SchemeNotOffered)
                .came(alloc::format!("{} for {}", params.scheme, self.agreed.agreed.suite.name))
                .expected(list(
                    policy
                        .schemes
                        .iter()
                        .filter(|scheme| scheme.authentication() == authentication),
                )));
        }
        let params = ServerParams {
            group: params.group,
            public_key: raw.slice_ref(params.public_key),
            signed: raw.slice_ref(params.signed),
            scheme: params.scheme,
            signature: raw.slice_ref(params.signature),
        };
        self.agreed.transcript.add(raw);
        let Self { agreed, chain } = self;
        Ok(State::WaitCertificateRequest(WaitCertificateRequest { agreed, chain, params }))
    }
}
