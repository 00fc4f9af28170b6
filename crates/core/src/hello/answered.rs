//! What extensions answer to what the client offered, in the message that each version has for it
//! (RFC 5246 §7.4.1.4, RFC 8446 §4.3.1).

use crate::{
    config::{ClientConfig, ProtocolName},
    fault::{Fault, FaultKind, list},
    handshake::RecordLimits,
    wire::extension::{
        ExtensionType, Extensions, alpn, ec_point_formats, max_fragment_length, record_size_limit,
    },
};

pub(crate) fn protocol(
    extensions: Extensions<'_>,
    config: &ClientConfig,
) -> Result<Option<ProtocolName>, Fault> {
    let Some(data) = extensions.get(ExtensionType::ALPN) else { return Ok(None) };
    let name = alpn::decode_answer(data)?;
    let offered = config.protocols();
    match offered.iter().find(|protocol| protocol.as_bytes() == name) {
        Some(protocol) => Ok(Some(protocol.clone())),
        None => Err(Fault::new(FaultKind::ProtocolNotOffered)
            .came(alloc::format!("{}", name.escape_ascii()))
            .expected(list(offered))),
    }
}

/// RFC 6066 §4: the answer repeats what was asked for. RFC 8449 §4: it is the server's own limit;
/// §5: with it goes no length of fragments.
pub(crate) fn record_limits(
    extensions: Extensions<'_>,
    config: &ClientConfig,
) -> Result<RecordLimits, Fault> {
    let mut limits = RecordLimits::default();
    if let Some(data) = extensions.get(ExtensionType::MAX_FRAGMENT_LENGTH) {
        let length = max_fragment_length::decode(data)?;
        if Some(length) != config.policy().max_fragment_length {
            return Err(Fault::new(FaultKind::BadFragmentLength)
                .came(alloc::format!("number {}", length.0)));
        }
        limits.fragment = length.bytes();
    }
    if let Some(data) = extensions.get(ExtensionType::RECORD_SIZE_LIMIT) {
        if limits.fragment.is_some() {
            return Err(Fault::new(FaultKind::BadRecordSizeLimit)
                .came("max_fragment_length and record_size_limit in one answer"));
        }
        limits.send = Some(peer_record_size_limit(data)?);
        limits.receive = config.policy().record_size_limit.map(usize::from);
    }
    Ok(limits)
}

/// What the peer takes in a protected record (RFC 8449 §4).
pub(crate) fn peer_record_size_limit(data: &[u8]) -> Result<usize, Fault> {
    let limit = record_size_limit::decode(data)?;
    limit.bytes().ok_or_else(|| {
        Fault::new(FaultKind::BadRecordSizeLimit)
            .came(alloc::format!("{} bytes", limit.0))
            .expected("64 bytes or more")
    })
}

/// RFC 8422 §5.1.2: whoever sends the list knows the uncompressed format.
pub(super) fn check_point_formats(extensions: Extensions<'_>) -> Result<(), Fault> {
    match extensions.get(ExtensionType::EC_POINT_FORMATS).map(ec_point_formats::decode) {
        Some(formats) if !formats?.contains(&ec_point_formats::UNCOMPRESSED) => {
            Err(FaultKind::NoUncompressedPoints.into())
        }
        _ => Ok(()),
    }
}
