//! The seam without records: what a QUIC stack is given in their place (RFC 9001 §4.1).

use alloc::boxed::Box;
use core::fmt;

use bytes::Bytes;

use crate::{
    config::{ClientConfig, Policy, ServerConfig, Transport},
    crypto::{CipherSuite, CryptoError, Provider, SuiteFacts, TrafficKeys},
    event::Direction,
    handshake::Role,
    schedule::{TrafficLabel, TrafficSecret},
};

/// The levels of encryption, each with packets and a flow of handshake bytes of its own
/// (RFC 9001 §2.1); in the order in which a connection goes through them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EncryptionLevel {
    /// The hellos. Its keys follow from a connection id
    /// ([`crate::schedule::InitialSecret`]).
    Initial,
    /// The client's data before the server's answer. It carries no handshake bytes
    /// (RFC 9001 §8.3).
    ZeroRtt,
    /// The rest of the handshake.
    Handshake,
    /// Everything afterwards: data, and what the server gives for resumption.
    OneRtt,
}

impl EncryptionLevel {
    /// Where the traffic under a secret belongs.
    const fn of(label: TrafficLabel) -> Self {
        match label {
            TrafficLabel::ClientEarly => Self::ZeroRtt,
            TrafficLabel::ClientHandshake | TrafficLabel::ServerHandshake => Self::Handshake,
            TrafficLabel::ClientApplication | TrafficLabel::ServerApplication => Self::OneRtt,
        }
    }
}

impl fmt::Display for EncryptionLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Initial => "Initial",
            Self::ZeroRtt => "0-RTT",
            Self::Handshake => "Handshake",
            Self::OneRtt => "1-RTT",
        })
    }
}

/// Handshake bytes for the peer: whole messages, to be put into CRYPTO frames behind those that
/// came before at this level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandshakeBytes {
    /// Whose packets carry them.
    pub level: EncryptionLevel,
    /// One message or more, each with its header of 4 bytes.
    pub bytes: Bytes,
}

/// The secret of one direction of a level, from which the keys of its packets follow
/// (RFC 9001 §5.1): [`TrafficSecret::expand`] with "quic key", "quic iv" and "quic hp".
#[derive(Clone)]
pub struct LevelSecret {
    /// Of which level.
    pub level: EncryptionLevel,
    /// For what we send, or for what we receive.
    pub direction: Direction,
    /// The secret. Wiped when dropped.
    pub secret: TrafficSecret,
    /// Tells the cipher ([`CipherSuite::facts`]). With early data it is the session's.
    pub suite: CipherSuite,
}

/// Shown without the secret.
impl fmt::Debug for LevelSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LevelSecret")
            .field("level", &self.level)
            .field("direction", &self.direction)
            .field("suite", &self.suite)
            .finish_non_exhaustive()
    }
}

/// What a state gives out to protect a direction with.
pub(crate) enum Keys {
    /// Keys for records.
    Records(TrafficKeys),
    /// The secret, for who protects packets.
    Secret(Box<LevelSecret>),
}

impl From<TrafficKeys> for Keys {
    fn from(keys: TrafficKeys) -> Self {
        Self::Records(keys)
    }
}

impl Keys {
    /// What a client protects traffic with that is under a secret.
    pub(crate) fn client(
        config: &ClientConfig,
        secret: &TrafficSecret,
        suite: &'static SuiteFacts,
    ) -> Result<Self, CryptoError> {
        let (provider, policy) = (config.provider(), config.policy());
        Self::over(config.transport(), Role::Client, provider, policy, secret, suite)
    }

    /// The same for a server.
    pub(crate) fn server(
        config: &ServerConfig,
        secret: &TrafficSecret,
        suite: &'static SuiteFacts,
    ) -> Result<Self, CryptoError> {
        let (provider, policy) = (config.provider(), config.policy());
        Self::over(config.transport(), Role::Server, provider, policy, secret, suite)
    }

    fn over(
        transport: &Transport,
        role: Role,
        provider: &Provider,
        policy: &Policy,
        secret: &TrafficSecret,
        suite: &'static SuiteFacts,
    ) -> Result<Self, CryptoError> {
        if !transport.is_quic() {
            return secret.record_keys(provider, policy, suite).map(Self::Records);
        }
        let sent = secret.label().sender() == role;
        Ok(Self::Secret(Box::new(LevelSecret {
            level: EncryptionLevel::of(secret.label()),
            direction: if sent { Direction::Sent } else { Direction::Received },
            secret: secret.clone(),
            suite: suite.suite,
        })))
    }
}
