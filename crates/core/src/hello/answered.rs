//! What extensions answer to what the client offered, in the message that each version has for it
//! (RFC 5246 §7.4.1.4, RFC 8446 §4.3.1).

use crate::{
    config::{ClientConfig, ProtocolName},
    fault::{Fault, FaultKind, list},
    handshake::RecordLimits,
    limits::HANDSHAKE_HEADER,
    wire::{
        ClientHello,
        extension::{
            ExtensionType, Extensions, alpn, ec_point_formats, max_fragment_length,
            record_size_limit,
        },
        is_grease,
    },
};

/// A server answers only what stood in our `hello` (RFC 5246 §7.4.1.4, RFC 8446 §4.2), and nothing
/// that does not exist (RFC 8701 §3.1). A cookie it gives unasked: no other message than a
/// `HelloRetryRequest` may have one.
pub(crate) fn check_solicited(hello: &[u8], extensions: Extensions<'_>) -> Result<(), Fault> {
    let hello = ClientHello::decode_again(hello.get(HANDSHAKE_HEADER..).unwrap_or_default())?;
    let solicited = |kind: ExtensionType| {
        kind == ExtensionType::COOKIE
            || (hello.extensions.get(kind).is_some() && !is_grease(kind.0))
    };
    match extensions.iter().find(|(kind, _)| !solicited(*kind)) {
        Some((kind, _)) => {
            Err(Fault::new(FaultKind::UnsolicitedExtension).came(alloc::format!("{kind}")))
        }
        None => Ok(()),
    }
}

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

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::wire::{Reader, extension::Carrier};

    #[test]
    fn only_what_was_asked_and_exists() {
        // TLS_AES_128_GCM_SHA256, and two empty extensions: 0x0a0a of RFC 8701, and 42.
        let extensions = [0, 8, 0x0a, 0x0a, 0, 0, 0, 42, 0, 0];
        let body = [&[3, 3][..], &[7; 32], &[0, 0, 2, 0x13, 1, 1, 0], &extensions].concat();
        let hello: Vec<u8> = [&[1, 0, 0, 51], &body[..]].concat();
        let answer = |kind: u16| {
            let bytes = [&[0, 4], &kind.to_be_bytes()[..], &[0, 0]].concat();
            let extensions = Extensions::decode(
                Reader::new("EncryptedExtensions", &bytes),
                Carrier::EncryptedExtensions,
            )
            .unwrap();
            check_solicited(&hello, extensions).map_err(|fault| fault.kind)
        };
        assert_eq!(answer(42), Ok(()));
        for unsolicited in [0x0a0a, 0x1a1a, 0] {
            assert_eq!(answer(unsolicited), Err(FaultKind::UnsolicitedExtension));
        }
    }
}
