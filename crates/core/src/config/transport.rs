//! What a handshake runs over: records, or the packets of a QUIC stack (RFC 9001 §4).

#[cfg(feature = "tls13")]
use alloc::vec::Vec;

use super::{ConfigError, Policy, ProtocolName};
use crate::wire::ProtocolVersion;
#[cfg(feature = "tls13")]
use crate::{limits, shared::Arc};

/// A connection's own part of its configuration.
#[derive(Clone, Default)]
pub(crate) enum Transport {
    /// The record protocol.
    #[default]
    Records,
    /// QUIC, with our transport parameters, which nobody here reads (RFC 9001 §8.2).
    #[cfg(feature = "tls13")]
    Quic(Arc<Vec<u8>>),
}

impl Transport {
    /// QUIC with these parameters; they have to fit a hello.
    #[cfg(feature = "tls13")]
    pub(crate) fn quic(parameters: &[u8]) -> Result<Self, ConfigError> {
        if parameters.len() > limits::MAX_TRANSPORT_PARAMETERS {
            return Err(ConfigError::TransportParameters { bytes: parameters.len() });
        }
        Ok(Self::Quic(Arc::new(Vec::from(parameters))))
    }

    pub(crate) fn is_quic(&self) -> bool {
        self.parameters().is_some()
    }

    /// What goes into the extension, over QUIC.
    pub(crate) fn parameters(&self) -> Option<&[u8]> {
        match self {
            Self::Records => None,
            #[cfg(feature = "tls13")]
            Self::Quic(parameters) => Some(parameters),
        }
    }
}

/// Refuses a configuration that QUIC has no use for.
pub(super) fn check(policy: &Policy, protocols: &[ProtocolName]) -> Result<(), ConfigError> {
    let lacks = |part| Err(ConfigError::NotForQuic { part });
    if policy.versions != [ProtocolVersion::TLS13] {
        // RFC 9001 §4.2.
        return lacks("TLS 1.3 alone among its versions: Policy::with_versions");
    }
    if protocols.is_empty() {
        // RFC 9001 §8.1.
        return lacks("an application protocol");
    }
    if policy.max_fragment_length.is_some() || policy.record_size_limit.is_some() {
        return lacks("no limit on the size of records: there are none");
    }
    Ok(())
}
