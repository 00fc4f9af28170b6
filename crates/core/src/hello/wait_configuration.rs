//! `WaitConfiguration`: the driver has chosen who serves the client.

#[cfg(feature = "tls12")]
use super::bring;
use super::{choose, server::Next, transport};
use crate::{
    OfferedHello,
    action::Actions,
    config::{ProtocolName, ServerConfig, Transport},
    crypto::SuiteFacts,
    fault::{Fault, FaultKind},
    request::{RefuseHello, RefusedHello},
    resume::Binding,
    wire::{ClientHello, ProtocolVersion},
};

/// A server that has asked about a `ClientHello`.
pub(crate) struct WaitConfiguration {
    pub(super) offered: OfferedHello,
    pub(super) secure_renegotiation: bool,
    pub(super) transport: Transport,
}

/// A client's hello, and who serves it in which version.
pub(crate) struct Served {
    pub(crate) offered: OfferedHello,
    #[cfg_attr(not(feature = "tls12"), expect(dead_code, reason = "TLS 1.3 does not ask"))]
    pub(super) secure_renegotiation: bool,
    pub(crate) config: ServerConfig,
    #[cfg_attr(not(feature = "tls12"), expect(dead_code, reason = "TLS 1.3 does not ask"))]
    pub(super) version: ProtocolVersion,
}

impl WaitConfiguration {
    /// Chooses the version, and goes on as it wants.
    pub(super) fn on_configuration(
        self,
        answer: Result<ServerConfig, RefusedHello>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let config = answer.map_err(refused)?;
        let Self { offered, secure_renegotiation, transport } = self;
        let hello = offered.decode()?;
        let config = transport::serve(config, transport, &offered, &hello, actions)?;
        let version = choose::version(&hello, &config)?;
        let served = Served { offered, secure_renegotiation, config, version };
        match version {
            #[cfg(feature = "tls13")]
            ProtocolVersion::TLS13 => Ok(Next::Tls13(served)),
            #[cfg(feature = "tls12")]
            _ => bring::serve(served, actions),
            // No configuration has one that is not built in.
            #[cfg(not(feature = "tls12"))]
            other => Err(Fault::new(FaultKind::NoCommonVersion).came(alloc::format!("{other}"))),
        }
    }
}

fn refused(refused: RefusedHello) -> Fault {
    let kind = match refused.why {
        RefuseHello::NameNotServed => FaultKind::NameNotServed,
        RefuseHello::Declined => FaultKind::Declined,
    };
    Fault::new(kind).came(refused.reason)
}

/// What a server's session is bound to.
pub(crate) fn binding(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
    suite: &SuiteFacts,
    protocol: Option<&ProtocolName>,
) -> Result<Binding, Fault> {
    // The configuration was refused if the provider lacked this hash.
    let hash = config.provider().hash(suite.hash).ok_or(FaultKind::ProviderFailed)?;
    let name = hello.server_name()?.unwrap_or_default().to_ascii_lowercase();
    let protocol = protocol.map_or(&[][..], ProtocolName::as_bytes);
    let asked = [config.client_authentication() as u8];
    let authorities = config.client_authorities().concat();
    let context = config.session_context();
    Ok(Binding::new(hash, &[name.as_bytes(), protocol, &asked, &authorities, context]))
}
