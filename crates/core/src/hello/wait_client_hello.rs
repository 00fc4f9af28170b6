//! `WaitClientHello`: the server sees what the client offers (RFC 5246 §7.4.1.2).

use bytes::Bytes;

use super::{
    answered::check_point_formats,
    server::{Next, State},
    wait_configuration::WaitConfiguration,
};
use crate::{
    OfferedHello,
    action::Actions,
    config::Transport,
    crypto::CipherSuite,
    fault::{Fault, FaultKind},
    request::Request,
    wire::{
        ClientHello, NULL_COMPRESSION, ProtocolVersion,
        extension::{ExtensionType, renegotiation_info},
    },
};

/// A server that has received nothing yet.
pub(crate) struct WaitClientHello {
    pub(super) transport: Transport,
}

impl WaitClientHello {
    /// Refuses what no configuration could serve, then asks which one is to serve the rest.
    pub(super) fn on_client_hello(
        self,
        raw: &Bytes,
        message: &ClientHello<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        if message.legacy_version <= ProtocolVersion::SSL3 {
            return Err(Fault::new(FaultKind::NoCommonVersion)
                .came(alloc::format!("{}", message.legacy_version))
                .expected("TLS 1.2 (SSL 3.0 and before are never spoken: RFC 7568)"));
        }
        if !message.compression_methods.contains(&NULL_COMPRESSION) {
            return Err(FaultKind::NullCompressionMissing.into());
        }
        check_point_formats(message.extensions)?;
        let secure_renegotiation = secure_renegotiation(message)?;
        let offered = OfferedHello::new(raw.clone())?;
        actions.ask(Request::ClientHello(offered.clone()));
        Ok(Next::Wait(State::WaitConfiguration(WaitConfiguration {
            offered,
            secure_renegotiation,
            transport: self.transport,
        })))
    }
}

/// RFC 5746 §3.6: said by the extension, which is empty in a first handshake, or by the suite.
fn secure_renegotiation(message: &ClientHello<'_>) -> Result<bool, Fault> {
    match message.extensions.get(ExtensionType::RENEGOTIATION_INFO) {
        Some(data) if renegotiation_info::decode(data)?.is_empty() => Ok(true),
        Some(_) => Err(FaultKind::BadRenegotiationInfo.into()),
        None => Ok(message.cipher_suites.contains(CipherSuite::EMPTY_RENEGOTIATION_INFO_SCSV.0)),
    }
}
