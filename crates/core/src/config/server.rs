//! A server's configuration.

use alloc::vec::Vec;
use core::fmt;

use super::{ConfigError, Credential, Policy, ProtocolName, check, client::check_protocols};
use crate::{
    crypto::{Provider, SuiteFacts},
    shared::Arc,
};

/// A server's configuration and credentials. Cloning is cheap; many connections share one.
///
/// A server that serves several names has one for each, and chooses when it is asked
/// ([`crate::Request::ClientHello`]).
#[derive(Clone)]
pub struct ServerConfig(Arc<Inner>);

struct Inner {
    provider: Provider,
    policy: Policy,
    suites: Vec<&'static SuiteFacts>,
    protocols: Vec<ProtocolName>,
    credentials: Vec<Credential>,
    trace: bool,
}

impl ServerConfig {
    /// Starts from [`Policy::modern`], no credential, no application protocol, no tracing.
    pub fn builder(provider: Provider) -> ServerConfigBuilder {
        ServerConfigBuilder(Inner {
            provider,
            policy: Policy::modern(),
            suites: Vec::new(),
            protocols: Vec::new(),
            credentials: Vec::new(),
            trace: false,
        })
    }

    /// What may be negotiated.
    pub fn policy(&self) -> &Policy {
        &self.0.policy
    }

    /// The application protocols served, preferred first.
    pub fn protocols(&self) -> &[ProtocolName] {
        &self.0.protocols
    }

    /// The credentials, preferred first.
    pub fn credentials(&self) -> &[Credential] {
        &self.0.credentials
    }

    /// The source of primitives.
    pub fn provider(&self) -> &Provider {
        &self.0.provider
    }

    pub(crate) fn suites(&self) -> &[&'static SuiteFacts] {
        &self.0.suites
    }

    pub(crate) fn traces(&self) -> bool {
        self.0.trace
    }
}

impl fmt::Debug for ServerConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerConfig")
            .field("policy", &self.0.policy)
            .field("protocols", &self.0.protocols)
            .field("credentials", &self.0.credentials)
            .finish_non_exhaustive()
    }
}

/// Builds a [`ServerConfig`].
#[must_use]
pub struct ServerConfigBuilder(Inner);

impl ServerConfigBuilder {
    /// What may be negotiated.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.0.policy = policy;
        self
    }

    /// Adds a credential; the first that fits a client is used.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.0.credentials.push(credential);
        self
    }

    /// The application protocols to choose from (RFC 7301), preferred first.
    pub fn protocols(mut self, protocols: impl IntoIterator<Item = ProtocolName>) -> Self {
        self.0.protocols = protocols.into_iter().collect();
        self
    }

    /// Whether to report each message and each change of keys as an event. What counts is the
    /// configuration given to [`crate::Connection::server`], since tracing begins before a client
    /// is known; one that answers [`crate::Request::ClientHello`] changes nothing there.
    pub fn trace(mut self, trace: bool) -> Self {
        self.0.trace = trace;
        self
    }

    /// Checks everything.
    pub fn build(mut self) -> Result<ServerConfig, ConfigError> {
        let suites = check::policy(&self.0.policy, &self.0.provider)?;
        check_protocols(&self.0.protocols)?;
        let schemes = &self.0.policy.schemes;
        let usable = self.0.credentials.iter().any(|credential| {
            suites.iter().any(|suite| {
                credential.schemes().iter().any(|scheme| {
                    schemes.contains(scheme) && scheme.authentication() == suite.authentication
                })
            })
        });
        if !usable {
            return Err(ConfigError::NoCredential);
        }
        self.0.suites = suites;
        Ok(ServerConfig(Arc::new(self.0)))
    }
}
