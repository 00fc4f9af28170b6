//! What the extensions of a `ServerHello` say before TLS 1.3, all of them (RFC 5246 §7.4.1.4).

use super::{
    answered::{check_point_formats, protocol, record_limits},
    certificate_types,
};
use crate::{
    config::{ClientConfig, ProtocolName},
    crypto::{RecordCipher, SuiteFacts},
    fault::{Fault, FaultKind},
    handshake::{CertificateTypes, RecordLimits},
    wire::extension::{
        ExtensionType, Extensions, encrypt_then_mac, extended_master_secret, renegotiation_info,
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
    pub(super) certificate_types: CertificateTypes,
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
            certificate_types: certificate_types::answered(extensions, config)?,
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
