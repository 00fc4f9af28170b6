//! What a server looks at in a `ClientHello` by what it runs over: RFC 9001 §8.

use crate::{
    OfferedHello,
    action::Actions,
    config::{ServerConfig, Transport},
    event::Event,
    fault::{Fault, FaultKind},
    wire::{ClientHello, extension::ExtensionType},
};

/// Gives the configuration that serves the client there, and tells the client's transport
/// parameters.
pub(super) fn serve(
    config: ServerConfig,
    transport: Transport,
    offered: &OfferedHello,
    hello: &ClientHello<'_>,
    actions: &mut Actions<'_>,
) -> Result<ServerConfig, Fault> {
    let parameters = hello.extensions.get(ExtensionType::QUIC_TRANSPORT_PARAMETERS);
    if !transport.is_quic() {
        return match parameters {
            None => Ok(config),
            Some(_) => Err(FaultKind::QuicExtension.into()),
        };
    }
    let config = config
        .over(transport)
        .map_err(|error| Fault::new(FaultKind::NotForQuic).came(alloc::format!("{error}")))?;
    if !hello.session_id.is_empty() {
        return Err(Fault::new(FaultKind::CompatibilityInQuic)
            .came(alloc::format!("a session id of {} bytes", hello.session_id.len()))
            .expected("an empty one"));
    }
    if hello.extensions.get(ExtensionType::ALPN).is_none() {
        return Err(Fault::new(FaultKind::NoCommonProtocol)
            .came("a ClientHello over QUIC without application_layer_protocol_negotiation"));
    }
    let parameters = parameters.ok_or_else(|| {
        Fault::new(FaultKind::MissingExtension)
            .came("a ClientHello over QUIC")
            .expected("quic_transport_parameters too")
    })?;
    actions.emit(Event::TransportParameters(offered.raw().slice_ref(parameters)));
    Ok(config)
}
