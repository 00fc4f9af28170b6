//! `EncryptedExtensions`: what the server answers besides keys (RFC 8446 §4.3.1).

use super::serving::Serving;
use crate::{
    action::Actions,
    config::ServerConfig,
    event::EarlyData,
    fault::{Fault, FaultKind},
    handshake::RecordLimits,
    hello::{certificate_types, peer_record_size_limit},
    limits::MAX_PLAINTEXT,
    wire::{
        ClientHello, EncryptedExtensions, HandshakeType,
        extension::{
            ExtensionType, alpn, early_data,
            max_fragment_length::{self, MaxFragmentLength},
            quic_transport_parameters,
            record_size_limit::{self, RecordSizeLimit},
            server_name,
        },
    },
};

/// What records may hold, and what is answered about it.
pub(super) struct Limits {
    pub(super) records: RecordLimits,
    fragment: Option<MaxFragmentLength>,
    record_size: Option<RecordSizeLimit>,
}

/// RFC 8449 §4: each side tells its own limit, the type of the content included; §5: with it goes
/// no length of fragments. Both hold from the keys on: the hello before them is short.
pub(super) fn limits(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<Limits, Fault> {
    const CONTENT_TYPE: usize = 1;
    let mut records = RecordLimits::default();
    if config.transport().is_quic() {
        return Ok(Limits { records, fragment: None, record_size: None });
    }
    if let Some(theirs) = hello.extensions.get(ExtensionType::RECORD_SIZE_LIMIT) {
        let most = u16::try_from(MAX_PLAINTEXT + CONTENT_TYPE).unwrap_or(u16::MAX);
        let ours = config.policy().record_size_limit.unwrap_or(most);
        records.send = Some(peer_record_size_limit(theirs)? - CONTENT_TYPE);
        records.receive = Some(usize::from(ours).saturating_sub(CONTENT_TYPE));
        return Ok(Limits { records, fragment: None, record_size: Some(RecordSizeLimit(ours)) });
    }
    let Some(length) = hello.max_fragment_length()? else {
        return Ok(Limits { records, fragment: None, record_size: None });
    };
    let Some(bytes) = length.bytes() else {
        return Err(Fault::new(FaultKind::BadFragmentLength)
            .came(alloc::format!("number {}", length.0))
            .expected("1 to 4"));
    };
    records.send = Some(bytes);
    records.receive = Some(bytes);
    Ok(Limits { records, fragment: Some(length), record_size: None })
}

/// Sends the answers to what the client offered, and to nothing else.
pub(super) fn send(serving: &mut Serving, limits: &Limits, actions: &mut Actions<'_>) {
    let Serving { config, agreed, transcript, server_name: name, early_data: early, .. } = serving;
    actions.send(HandshakeType::ENCRYPTED_EXTENSIONS, transcript, |writer| {
        EncryptedExtensions::encode(writer, |writer| {
            // RFC 6066 §3: not where a session is resumed.
            if name.is_some() && agreed.resumption.is_none() {
                server_name::encode_answer(writer);
            }
            if let Some(length) = limits.fragment {
                max_fragment_length::encode_length(writer, length);
            }
            if let Some(limit) = limits.record_size {
                record_size_limit::encode_limit(writer, limit);
            }
            if let Some(protocol) = &agreed.protocol {
                alpn::encode_answer(writer, protocol);
            }
            certificate_types::answer(writer, agreed.certificate_types);
            if *early == EarlyData::Accepted {
                early_data::encode_empty(writer);
            }
            if let Some(parameters) = config.transport().parameters() {
                quic_transport_parameters::encode_parameters(writer, parameters);
            }
        });
    });
}
