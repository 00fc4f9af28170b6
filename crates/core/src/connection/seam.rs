//! The machine without its record layer: handshake bytes by level, and secrets as events
//! (RFC 9001 §4.1.3).

use bytes::{Bytes, BytesMut};
use pki_types::ServerName;

use super::{Connection, closing::Stop, step::Phase};
use crate::{
    config::{ClientConfig, ConfigError, ServerConfig, Transport},
    error::{CallError, Misuse},
    event::{Direction, Event},
    fault::{Fault, FaultKind},
    hello,
    limits::MAX_HANDSHAKE_INPUT,
    quic::{EncryptionLevel, HandshakeBytes, LevelSecret},
    wire::{HandshakeType, ProtocolVersion},
};

/// Where the handshake bytes of both directions belong.
#[derive(Clone, Copy)]
pub(super) struct Seam {
    read: EncryptionLevel,
    write: EncryptionLevel,
    /// The peer has sent bytes at a level that is over, or that carries none.
    misplaced: Option<EncryptionLevel>,
}

impl Default for Seam {
    fn default() -> Self {
        let level = EncryptionLevel::Initial;
        Self { read: level, write: level, misplaced: None }
    }
}

impl Seam {
    /// Whether the packets of a direction are under keys that the handshake has made.
    pub(super) fn protects(self, direction: Direction) -> bool {
        let level = match direction {
            Direction::Sent => self.write,
            Direction::Received => self.read,
        };
        level > EncryptionLevel::Initial
    }
}

impl Connection {
    /// A client over QUIC: without records, and with `transport_parameters`, which the server is
    /// given as they are (RFC 9001 §8.2). Nothing is told before the first
    /// [`Connection::poll`].
    ///
    /// The configuration has TLS 1.3 as its only version, and an application protocol.
    pub fn quic_client(
        config: &ClientConfig,
        server_name: ServerName<'static>,
        transport_parameters: &[u8],
    ) -> Result<Self, ConfigError> {
        let own = config.over(Transport::quic(transport_parameters)?)?;
        let phase = Phase::ClientHello(hello::client::State::new(own, server_name));
        Ok(Self::over_quic(Self::new(
            phase,
            ProtocolVersion::TLS12,
            config.policy(),
            config.traces(),
        )))
    }

    /// A server over QUIC. The configuration that answers [`crate::Request::ClientHello`] has to
    /// be such a one too.
    pub fn quic_server(
        config: &ServerConfig,
        transport_parameters: &[u8],
    ) -> Result<Self, ConfigError> {
        let transport = Transport::quic(transport_parameters)?;
        config.over(transport.clone())?;
        let phase = Phase::ServerHello(hello::server::State::new(transport));
        Ok(Self::over_quic(Self::new(
            phase,
            ProtocolVersion::TLS12,
            config.policy(),
            config.traces(),
        )))
    }

    fn over_quic(connection: Self) -> Self {
        Self { seam: Some(Seam::default()), ..connection }
    }

    /// Brings handshake bytes in: the content of the peer's CRYPTO frames of one level, in order
    /// and each byte once. Returns how many were taken: all of them, or as many as
    /// [`MAX_HANDSHAKE_INPUT`] has room for; poll on, then give the rest.
    ///
    /// Bytes of a level that is not read yet are the stack's to keep: [`Misuse::LevelNotReady`]
    /// changes nothing. Bytes of a level that is over, or of 0-RTT, break RFC 9001 §4.1.3, and
    /// the next poll ends the connection.
    pub fn handshake_input(
        &mut self,
        level: EncryptionLevel,
        bytes: &[u8],
    ) -> Result<usize, CallError> {
        if let Some(error) = &self.failure {
            return Err(error.clone().into());
        }
        let Some(seam) = &mut self.seam else { return Err(Misuse::HasRecords.into()) };
        if bytes.is_empty() {
            return Ok(0);
        }
        if level < seam.read || level == EncryptionLevel::ZeroRtt {
            seam.misplaced = Some(level);
            return Ok(bytes.len());
        }
        if level > seam.read {
            return Err(Misuse::LevelNotReady { level, reading: seam.read }.into());
        }
        let room = MAX_HANDSHAKE_INPUT.saturating_sub(self.join.len());
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.join.add(BytesMut::from(taken));
        Ok(taken.len())
    }

    /// The level whose handshake bytes are read now; `None` where there are records.
    pub fn read_level(&self) -> Option<EncryptionLevel> {
        self.seam.map(|seam| seam.read)
    }

    /// RFC 9001 §4.1.3: a PROTOCOL_VIOLATION, whatever else goes on.
    pub(super) fn check_levels(&self) -> Result<(), Fault> {
        match self.seam {
            Some(Seam { misplaced: Some(level), read, .. }) => {
                Err(Fault::new(FaultKind::HandshakeAtWrongLevel)
                    .came(alloc::format!("handshake bytes at {level}"))
                    .expected(alloc::format!("such at {read}")))
            }
            _ => Ok(()),
        }
    }

    /// What TLS 1.3 has and QUIC has not.
    pub(super) fn check_for_quic(&self, kind: HandshakeType) -> Result<(), Fault> {
        match kind {
            _ if self.seam.is_none() => Ok(()),
            HandshakeType::KEY_UPDATE => Err(FaultKind::KeyUpdateInQuic.into()),
            HandshakeType::CERTIFICATE_REQUEST if self.known.connected => {
                Err(FaultKind::CertificateRequestInQuic.into())
            }
            _ => Ok(()),
        }
    }

    /// Whole messages of our flight.
    pub(super) fn give_handshake(&mut self, seam: Seam, messages: &[u8]) {
        let level = seam.write;
        let bytes = Bytes::copy_from_slice(messages);
        self.events.push_back(Event::Handshake(HandshakeBytes { level, bytes }));
    }

    /// One direction has a new secret. Early data have no part in the flow of handshake bytes.
    pub(super) fn give_secret(
        &mut self,
        secret: alloc::boxed::Box<LevelSecret>,
    ) -> Result<(), Stop> {
        let Some(seam) = &mut self.seam else { return Ok(()) };
        if secret.level != EncryptionLevel::ZeroRtt {
            match secret.direction {
                Direction::Sent => seam.write = secret.level,
                // RFC 9001 §4.1.3: nothing of the level before is left over.
                Direction::Received if !self.join.is_empty() => {
                    return Err(FaultKind::MessageAcrossKeyChange.into());
                }
                Direction::Received => seam.read = secret.level,
            }
        }
        if let Some(facts) = secret.suite.facts() {
            self.note_keys(secret.direction, facts.cipher);
        }
        self.events.push_back(Event::Secret(secret));
        Ok(())
    }
}
