//! `WaitConfiguration`: the driver has chosen who serves the client.

use alloc::boxed::Box;

use super::{choose, server::Next};
use crate::{
    OfferedHello,
    action::Actions,
    config::ServerConfig,
    event::Event,
    fault::{Fault, FaultKind},
    handshake::{Agreed, ServerAgreed, Transcript},
    request::{RefuseHello, RefusedHello},
    wire::{ProtocolVersion, RANDOM_LEN, extension::ExtensionType},
};

/// A server that has asked about a `ClientHello`.
pub(crate) struct WaitConfiguration {
    pub(super) offered: OfferedHello,
    pub(super) secure_renegotiation: bool,
    pub(super) extended_master_secret: bool,
}

impl WaitConfiguration {
    /// Chooses version, suite, group, scheme and protocol.
    pub(super) fn on_configuration(
        self,
        answer: Result<ServerConfig, RefusedHello>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let config = answer.map_err(refused)?;
        let hello = self.offered.decode()?;
        let choice = choose::choose(&hello, &config)?;
        if config.policy().require_extended_master_secret && !self.extended_master_secret {
            return Err(FaultKind::ExtendedMasterSecretMissing.into());
        }
        let mut server_random = [0; RANDOM_LEN];
        actions.random.fill(&mut server_random)?;
        let agreed = Agreed {
            encrypt_then_mac: false,
            version: ProtocolVersion::TLS12,
            suite: choice.suite,
            client_random: *hello.random,
            server_random,
            extended_master_secret: self.extended_master_secret,
            secure_renegotiation: self.secure_renegotiation,
            protocol: choice.protocol,
        };
        // The configuration was refused if the provider lacked this hash.
        let hash = config.provider().hash(choice.suite.hash).ok_or(FaultKind::ProviderFailed)?;
        let transcript = Transcript::start(hash, self.offered.raw());
        actions.emit(Event::Negotiated(agreed.summary()));
        Ok(Next::Tls12(Box::new(ServerAgreed {
            config,
            agreed,
            group: choice.group,
            credential: choice.credential,
            scheme: choice.scheme,
            transcript,
            acknowledge_name: hello.server_name()?.is_some(),
            acknowledge_point_formats: hello
                .extensions
                .get(ExtensionType::EC_POINT_FORMATS)
                .is_some(),
        })))
    }
}

fn refused(refused: RefusedHello) -> Fault {
    let kind = match refused.why {
        RefuseHello::NameNotServed => FaultKind::NameNotServed,
        RefuseHello::Declined => FaultKind::Declined,
    };
    Fault::new(kind).came(refused.reason)
}
