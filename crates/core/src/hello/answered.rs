//! What the extensions of a `ServerHello` say to what the client offered (RFC 5246 §7.4.1.4).

use crate::{
    config::{ClientConfig, ProtocolName},
    crypto::{RecordCipher, SuiteFacts},
    fault::{Fault, FaultKind, list},
    handshake::RecordLimits,
    wire::extension::{
        ExtensionType, Extensions, alpn, ec_point_formats, encrypt_then_mac,
        extended_master_secret, max_fragment_length, record_size_limit, renegotiation_info,
        server_name, session_ticket, status_request,
    },
};

/// The answers.
pub(super) struct Answered {
    pub(super) extended_master_secret: bool,
    pub(super) encrypt_then_mac: bool,
    pub(super) secure_renegotiation: bool,
    pub(super) protocol: Option<ProtocolName>,
    pub(super) record_limits: RecordLimits,
    pub(super) ticket_expected: bool,
    pub(super) status_possible: bool,
}

impl Answered {
    /// Every extension was offered; whether it says what it may is checked here.
    pub(super) fn read(
        extensions: Extensions<'_>,
        config: &ClientConfig,
        suite: &SuiteFacts,
    ) -> Result<Self, Fault> {
        if let Some(data) = extensions.get(ExtensionType::SERVER_NAME) {
            server_name::decode_answer(data)?;
        }
        check_point_formats(extensions)?;
        let ticket = extensions.get(ExtensionType::SESSION_TICKET);
        let status = extensions.get(ExtensionType::STATUS_REQUEST);
        Ok(Self {
            extended_master_secret: extended_master_secret(extensions, config)?,
            encrypt_then_mac: encrypt_then_mac(extensions, suite)?,
            secure_renegotiation: secure_renegotiation(extensions, config)?,
            protocol: protocol(extensions, config)?,
            record_limits: record_limits(extensions, config)?,
            ticket_expected: ticket.map(session_ticket::decode_answer).transpose()?.is_some(),
            status_possible: status.map(status_request::decode_answer).transpose()?.is_some(),
        })
    }
}

fn extended_master_secret(
    extensions: Extensions<'_>,
    config: &ClientConfig,
) -> Result<bool, Fault> {
    match extensions.get(ExtensionType::EXTENDED_MASTER_SECRET) {
        Some(data) => extended_master_secret::decode(data).map(|()| true).map_err(Fault::from),
        None if config.policy().require_extended_master_secret => {
            Err(FaultKind::ExtendedMasterSecretMissing.into())
        }
        None => Ok(false),
    }
}

/// RFC 7366 §3: a server answers only where it chose a suite with CBC.
fn encrypt_then_mac(extensions: Extensions<'_>, suite: &SuiteFacts) -> Result<bool, Fault> {
    let Some(data) = extensions.get(ExtensionType::ENCRYPT_THEN_MAC) else { return Ok(false) };
    encrypt_then_mac::decode(data)?;
    match suite.cipher {
        RecordCipher::Cbc(..) => Ok(true),
        RecordCipher::Aead(_) => {
            Err(Fault::new(FaultKind::EncryptThenMacMisplaced).came(suite.name))
        }
    }
}

/// RFC 5746 §3.4: the answer to a first handshake is empty.
fn secure_renegotiation(extensions: Extensions<'_>, config: &ClientConfig) -> Result<bool, Fault> {
    match extensions.get(ExtensionType::RENEGOTIATION_INFO) {
        Some(data) if renegotiation_info::decode(data)?.is_empty() => Ok(true),
        Some(_) => Err(FaultKind::BadRenegotiationInfo.into()),
        None if config.policy().require_secure_renegotiation => {
            Err(FaultKind::SecureRenegotiationMissing.into())
        }
        None => Ok(false),
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
