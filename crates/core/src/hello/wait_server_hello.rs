//! `WaitServerHello`: the client sees what the server chose (RFC 5246 §7.4.1.3).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;
use pki_types::ServerName;

use super::client::Next;
use crate::{
    action::Actions,
    config::{ClientConfig, ProtocolName},
    crypto::SuiteFacts,
    event::Event,
    fault::{Fault, FaultKind, list},
    handshake::{Agreed, ClientAgreed, Transcript},
    limits::HANDSHAKE_HEADER,
    wire::{
        ClientHello, NULL_COMPRESSION, ProtocolVersion, RANDOM_LEN, ServerHello,
        extension::{
            ExtensionType, Extensions, alpn, ec_point_formats, extended_master_secret,
            renegotiation_info, server_name, supported_versions,
        },
    },
};

/// A client that has sent its `ClientHello`.
pub(crate) struct WaitServerHello {
    pub(super) config: ClientConfig,
    pub(super) server_name: ServerName<'static>,
    pub(super) random: [u8; RANDOM_LEN],
    /// The `ClientHello` with its header: it waits for the hash function to be known.
    pub(super) hello: Vec<u8>,
}

impl WaitServerHello {
    pub(super) fn on_server_hello(
        self,
        raw: &Bytes,
        message: &ServerHello<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        self.check_version(message)?;
        let suite = self.suite(message)?;
        if message.compression_method != NULL_COMPRESSION {
            return Err(Fault::new(FaultKind::CompressionNotOffered)
                .came(alloc::format!("method {}", message.compression_method))
                .expected("method 0, none"));
        }
        self.check_solicited(message.extensions)?;
        let agreed = Agreed {
            encrypt_then_mac: false,
            version: ProtocolVersion::TLS12,
            suite,
            client_random: self.random,
            server_random: *message.random,
            extended_master_secret: self.extended_master_secret(message.extensions)?,
            secure_renegotiation: self.secure_renegotiation(message.extensions)?,
            protocol: self.protocol(message.extensions)?,
        };
        if let Some(data) = message.extensions.get(ExtensionType::SERVER_NAME) {
            server_name::decode_answer(data)?;
        }
        check_point_formats(message.extensions)?;
        // The configuration was refused if the provider lacked this hash.
        let hash = self.config.provider().hash(suite.hash).ok_or(FaultKind::ProviderFailed)?;
        let mut transcript = Transcript::start(hash, &self.hello);
        transcript.add(raw);
        actions.emit(Event::Negotiated(agreed.summary()));
        let Self { config, server_name, .. } = self;
        Ok(Next::Tls12(Box::new(ClientAgreed { config, server_name, agreed, transcript })))
    }

    /// A version that was offered, in the field that is for it: the extension is for TLS 1.3
    /// and later only (RFC 8446 §4.2.1).
    fn check_version(&self, message: &ServerHello<'_>) -> Result<(), Fault> {
        let offered = &self.config.policy().versions;
        let listed = message
            .extensions
            .get(ExtensionType::SUPPORTED_VERSIONS)
            .map(supported_versions::decode_answer)
            .transpose()?;
        if let Some(version) = listed.filter(|version| *version < ProtocolVersion::TLS13) {
            return Err(
                Fault::new(FaultKind::VersionInWrongField).came(alloc::format!("{version}"))
            );
        }
        let chosen = listed.unwrap_or(message.legacy_version);
        if offered.contains(&chosen) {
            return Ok(());
        }
        Err(Fault::new(FaultKind::VersionNotOffered)
            .came(alloc::format!("{chosen}"))
            .expected(list(offered)))
    }

    fn suite(&self, message: &ServerHello<'_>) -> Result<&'static SuiteFacts, Fault> {
        self.config
            .suites()
            .iter()
            .find(|facts| facts.suite == message.cipher_suite)
            .copied()
            .ok_or_else(|| {
                Fault::new(FaultKind::SuiteNotOffered)
                    .came(alloc::format!("{}", message.cipher_suite))
                    .expected(list(&self.config.policy().suites))
            })
    }

    /// A server answers only what was offered (RFC 5246 §7.4.1.4).
    fn check_solicited(&self, extensions: Extensions<'_>) -> Result<(), Fault> {
        let offered =
            ClientHello::decode_again(self.hello.get(HANDSHAKE_HEADER..).unwrap_or_default())?;
        match extensions.iter().find(|(kind, _)| offered.extensions.get(*kind).is_none()) {
            Some((kind, _)) => {
                Err(Fault::new(FaultKind::UnsolicitedExtension).came(alloc::format!("{kind}")))
            }
            None => Ok(()),
        }
    }

    fn extended_master_secret(&self, extensions: Extensions<'_>) -> Result<bool, Fault> {
        match extensions.get(ExtensionType::EXTENDED_MASTER_SECRET) {
            Some(data) => extended_master_secret::decode(data).map(|()| true).map_err(Fault::from),
            None if self.config.policy().require_extended_master_secret => {
                Err(FaultKind::ExtendedMasterSecretMissing.into())
            }
            None => Ok(false),
        }
    }

    /// RFC 5746 §3.4: the answer to a first handshake is empty.
    fn secure_renegotiation(&self, extensions: Extensions<'_>) -> Result<bool, Fault> {
        match extensions.get(ExtensionType::RENEGOTIATION_INFO) {
            Some(data) if renegotiation_info::decode(data)?.is_empty() => Ok(true),
            Some(_) => Err(FaultKind::BadRenegotiationInfo.into()),
            None if self.config.policy().require_secure_renegotiation => {
                Err(FaultKind::SecureRenegotiationMissing.into())
            }
            None => Ok(false),
        }
    }

    fn protocol(&self, extensions: Extensions<'_>) -> Result<Option<ProtocolName>, Fault> {
        let Some(data) = extensions.get(ExtensionType::ALPN) else { return Ok(None) };
        let name = alpn::decode_answer(data)?;
        let offered = self.config.protocols();
        match offered.iter().find(|protocol| protocol.as_bytes() == name) {
            Some(protocol) => Ok(Some(protocol.clone())),
            None => Err(Fault::new(FaultKind::ProtocolNotOffered)
                .came(alloc::format!("{}", name.escape_ascii()))
                .expected(list(offered))),
        }
    }
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
