//! A client's configuration.

use alloc::vec::Vec;
use core::fmt;

use super::{ConfigError, Policy, ProtocolName, check};
use crate::{
    crypto::{Provider, SuiteFacts},
    limits,
    shared::Arc,
};

/// A client's configuration. Cloning is cheap; many connections share one.
#[derive(Clone)]
pub struct ClientConfig(Arc<Inner>);

struct Inner {
    provider: Provider,
    policy: Policy,
    suites: Vec<&'static SuiteFacts>,
    protocols: Vec<ProtocolName>,
    send_server_name: bool,
    trace: bool,
}

impl ClientConfig {
    /// Starts from [`Policy::modern`], no application protocol, the server's name sent, and no
    /// tracing.
    pub fn builder(provider: Provider) -> ClientConfigBuilder {
        ClientConfigBuilder(Inner {
            provider,
            policy: Policy::modern(),
            suites: Vec::new(),
            protocols: Vec::new(),
            send_server_name: true,
            trace: false,
        })
    }

    /// What may be negotiated.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The application protocols offered, preferred first.
    pub fn protocols(&self) -> &[ProtocolName] {
        &self.0.protocols
    }

    /// The source of primitives.
    pub fn provider(&self) -> &Provider {
        &self.0.provider
    }

    pub(crate) fn suites(&self) -> &[&'static SuiteFacts] {
        &self.0.suites
    }

    pub(crate) fn sends_server_name(&self) -> bool {
        self.0.send_server_name
    }

    pub(crate) fn traces(&self) -> bool {
        self.0.trace
    }
}

impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("policy", &self.0.policy)
            .field("protocols", &self.0.protocols)
            .finish_non_exhaustive()
    }
}

/// Builds a [`ClientConfig`].
#[must_use]
pub struct ClientConfigBuilder(Inner);

impl ClientConfigBuilder {
    /// What may be negotiated.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// The application protocols to offer (RFC 7301), preferred first.
    pub fn protocols(mut self, protocols: impl IntoIterator<Item = ProtocolName>) -> Self {
        self.0.protocols = protocols.into_iter().collect();
        self
    }

    /// Whether to send the server's name (RFC 6066 §3) where it is a DNS name.
    pub fn send_server_name(mut self, send: bool) -> Self {
        self.0.send_server_name = send;
        self
    }

    /// Whether to report each message and each change of keys as an event.
    pub fn trace(mut self, trace: bool) -> Self {
        self.0.trace = trace;
        self
    }

    /// Checks everything.
    pub fn build(mut self) -> Result<ClientConfig, ConfigError> {
        self.0.suites = check::policy(&self.0.policy, &self.0.provider)?;
        check_protocols(&self.0.protocols)?;
        Ok(ClientConfig(Arc::new(self.0)))
    }
}

pub(super) fn check_protocols(protocols: &[ProtocolName]) -> Result<(), ConfigError> {
    if protocols.len() > limits::MAX_CONFIGURED {
        return Err(ConfigError::LongList { list: "protocols", len: protocols.len() });
    }
    Ok(())
}
