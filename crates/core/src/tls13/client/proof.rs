//! A client's proof: `Certificate`, `CertificateVerify` and `Finished`, in the handshake or when
//! the server asks later (RFC 8446 §4.4, §4.6.2).

use alloc::{boxed::Box, vec::Vec};

use pki_types::ServerName;

use super::{Asked, Later, Proving, Shown, State};
use crate::{
    action::Actions,
    config::{ClientConfig, Credential},
    fault::Fault,
    handshake::{Role, Transcript},
    tls13::{certificate::Showing, signed_content},
    wire::{CertificateVerify, HandshakeType, extension::certificate_type::CertificateType},
};

/// What the proof is for.
pub(super) enum Proof {
    /// The end of the handshake.
    Handshake(Box<Proving>),
    /// A connection that goes on.
    Later(Box<Later>),
}

impl Proof {
    pub(super) fn config(&self) -> &ClientConfig {
        match self {
            Self::Handshake(proving) => &proving.course.config,
            Self::Later(later) => &later.facts().config,
        }
    }

    pub(super) fn server_name(&self) -> &ServerName<'static> {
        match self {
            Self::Handshake(proving) => &proving.course.server_name,
            Self::Later(later) => &later.facts().server_name,
        }
    }

    /// What the server takes.
    pub(super) fn certificate_type(&self) -> CertificateType {
        let types = match self {
            Self::Handshake(proving) => proving.course.agreed.certificate_types,
            Self::Later(later) => later.facts().certificate_types,
        };
        types.client.unwrap_or(CertificateType::X509)
    }

    fn transcript(&mut self) -> &mut Transcript {
        match self {
            Self::Handshake(proving) => &mut proving.course.transcript,
            Self::Later(later) => &mut later.transcript,
        }
    }

    /// Shows a credential, or that there is none.
    pub(super) fn send_certificate(
        &mut self,
        asked: &Asked,
        credential: Option<&Credential>,
        actions: &mut Actions<'_>,
    ) {
        let showing = Showing {
            context: &asked.context,
            credential,
            response: None,
            compressions: self.config().certificate_compressions(),
            theirs: &asked.compressions,
        };
        showing.send(self.transcript(), actions);
    }

    /// What is to be signed.
    pub(super) fn content(&mut self) -> Vec<u8> {
        signed_content::content(Role::Client, self.transcript().current().as_ref())
    }

    pub(super) fn send_certificate_verify(
        &mut self,
        shown: &Shown,
        signature: &[u8],
        actions: &mut Actions<'_>,
    ) {
        actions.send(HandshakeType::CERTIFICATE_VERIFY, self.transcript(), |writer| {
            CertificateVerify::encode(writer, shown.scheme, signature);
        });
    }

    /// Ends it with a `Finished`.
    pub(super) fn finish(self, shown: Shown, actions: &mut Actions<'_>) -> Result<State, Fault> {
        match self {
            Self::Handshake(proving) => proving.finish(shown, actions),
            Self::Later(later) => Ok(later.finish(actions)),
        }
    }
}
