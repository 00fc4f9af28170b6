//! `WaitClientHello`: the server sees what the client offers (RFC 5246 §7.4.1.2).

use bytes::Bytes;

use super::{
    server::{Next, State},
    wait_configuration::WaitConfiguration,
    wait_server_hello::check_point_formats,
};
use crate::{
    OfferedHello,
    action::Actions,
    crypto::CipherSuite,
    fault::{Fault, FaultKind},
    request::Request,
    wire::{
        ClientHello, NULL_COMPRESSION, ProtocolVersion,
        extension::{ExtensionType, Extensions, extended_master_secret, renegotiation_info},
    },
};

/// A server that has received nothing yet.
pub(crate) struct WaitClientHello;

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
        let extended_master_secret = extended_master_secret(message.extensions)?;
        let offered = OfferedHello::new(raw.clone())?;
        actions.ask(Request::ClientHello(offered.clone()));
        Ok(Next::Wait(State::WaitConfiguration(WaitConfiguration {
            offered,
            secure_renegotiation,
            extended_master_secret,
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

fn extended_master_secret(extensions: Extensions<'_>) -> Result<bool, Fault> {
    match extensions.get(ExtensionType::EXTENDED_MASTER_SECRET) {
        Some(data) => extended_master_secret::decode(data).map(|()| true).map_err(Fault::from),
        None => Ok(false),
    }
}
