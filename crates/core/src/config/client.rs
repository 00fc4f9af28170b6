//! A client's configuration.

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::{
    Compressions, ConfigError, Credential, Policy, ProtocolName, check, transport::Transport,
};
use crate::{
    crypto::{CertificateCompression, Provider, SuiteFacts},
    handshake::Role,
    limits,
    shared::Arc,
};

/// A client's configuration. Cloning is cheap; many connections share one.
#[derive(Clone)]
pub struct ClientConfig(Arc<Inner>, Transport);

struct Inner {
    provider: Provider,
    policy: Policy,
    suites: Vec<&'static SuiteFacts>,
    protocols: Vec<ProtocolName>,
    credentials: Vec<Credential>,
    send_server_name: bool,
    resumption: bool,
    request_ocsp: bool,
    fallback: bool,
    early_data: bool,
    pre_shared_keys: bool,
    post_handshake_auth: bool,
    session_context: Bytes,
    certificate_compressions: Compressions,
    key_log: bool,
    trace: bool,
}

impl ClientConfig {
    /// Starts from [`Policy::modern`], no application protocol, no credential, the server's name
    /// sent, and everything else off.
    pub fn builder(provider: Provider) -> ClientConfigBuilder {
        ClientConfigBuilder(Inner {
            provider,
            policy: Policy::modern(),
            suites: Vec::new(),
            protocols: Vec::new(),
            credentials: Vec::new(),
            send_server_name: true,
            resumption: false,
            request_ocsp: false,
            fallback: false,
            early_data: false,
            pre_shared_keys: false,
            post_handshake_auth: false,
            session_context: Bytes::new(),
            certificate_compressions: &[],
            key_log: false,
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

    /// What it can prove itself with to a server that asks, preferred first.
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

    /// Whether the server's name is sent.
    pub fn sends_server_name(&self) -> bool {
        self.0.send_server_name
    }

    /// Whether sessions are asked for and told of.
    pub fn resumes(&self) -> bool {
        self.0.resumption
    }

    /// Whether a stapled OCSP response is asked for.
    pub fn requests_ocsp(&self) -> bool {
        self.0.request_ocsp
    }

    /// Whether this is another attempt with a lower version (RFC 7507).
    pub fn is_fallback(&self) -> bool {
        self.0.fallback
    }

    /// Whether early data are offered.
    pub fn sends_early_data(&self) -> bool {
        self.0.early_data
    }

    /// TLS 1.3: whether a pre-shared key is asked for before the hello.
    pub fn has_pre_shared_keys(&self) -> bool {
        self.0.pre_shared_keys
    }

    /// TLS 1.3: whether the server may ask for a certificate after the handshake; never over QUIC
    /// (RFC 9001 §4.4).
    pub fn may_be_asked_later(&self) -> bool {
        self.0.post_handshake_auth && !self.1.is_quic()
    }

    /// RFC 9001 §8.4: over QUIC nothing stands between that one could look like TLS 1.2 to.
    pub(crate) fn is_middlebox_compatible(&self) -> bool {
        self.policy().middlebox_compatibility && !self.1.is_quic()
    }

    /// The ways to compress certificates, preferred first.
    pub fn certificate_compressions(&self) -> &'static [&'static dyn CertificateCompression] {
        self.0.certificate_compressions
    }

    /// What tells its sessions from those of other configurations.
    pub fn session_context(&self) -> &[u8] {
        &self.0.session_context
    }

    /// The same for a connection over QUIC; refused where it is of no use there.
    #[cfg(feature = "tls13")]
    pub(crate) fn over(&self, transport: Transport) -> Result<Self, ConfigError> {
        super::transport::check(self.policy(), self.protocols())?;
        Ok(Self(self.0.clone(), transport))
    }

    /// What the connection runs over that this is the configuration of.
    #[cfg(feature = "tls13")]
    pub(crate) fn transport(&self) -> &Transport {
        &self.1
    }

    /// Whether the connection's secrets are told.
    pub fn logs_keys(&self) -> bool {
        self.0.key_log
    }

    /// Whether messages and changes of keys are told.
    pub fn traces(&self) -> bool {
        self.0.trace
    }
}

impl fmt::Debug for ClientConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientConfig")
            .field("policy", &self.0.policy)
            .field("protocols", &self.0.protocols)
            .field("credentials", &self.0.credentials)
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

    /// Adds what to prove ourselves with to a server that asks (RFC 5246 §7.4.6); which one is
    /// asked then ([`crate::Request::SelectCredential`]).
    pub fn credential(mut self, credential: Credential) -> Self {
        self.0.credentials.push(credential);
        self
    }

    /// Whether to ask for a session to resume ([`crate::Request::FindSession`]), to offer tickets
    /// (RFC 5077), and to tell of sessions that can be kept ([`crate::Event::Session`]).
    pub fn resumption(mut self, resumption: bool) -> Self {
        self.0.resumption = resumption;
        self
    }

    /// Whether to ask the server to staple an OCSP response (RFC 6066 §8), which then comes with
    /// [`crate::Request::VerifyPeer`].
    pub fn request_ocsp(mut self, request: bool) -> Self {
        self.0.request_ocsp = request;
        self
    }

    /// Says that this is another attempt, with a lower version than the first (RFC 7507 §4): a
    /// server that knows a higher one ends it, since an attacker may have spoilt the first.
    pub fn fallback(mut self, fallback: bool) -> Self {
        self.0.fallback = fallback;
        self
    }

    /// TLS 1.3: whether to offer early data with a session that allows them (RFC 8446 §2.3);
    /// [`crate::Connection::send_early`] sends them. They have no forward secrecy, and may be
    /// received more than once: only for requests that may be carried out twice.
    pub fn early_data(mut self, early_data: bool) -> Self {
        self.0.early_data = early_data;
        self
    }

    /// TLS 1.3: whether to ask for a pre-shared key before the hello
    /// ([`crate::Request::PreSharedKey`], RFC 8446 §2.2). Up to TLS 1.2 that is a matter of the
    /// suites.
    pub fn pre_shared_keys(mut self, pre_shared_keys: bool) -> Self {
        self.0.pre_shared_keys = pre_shared_keys;
        self
    }

    /// TLS 1.3: whether the server may ask for a certificate after the handshake too
    /// (RFC 8446 §4.6.2); [`crate::Request::SelectCredential`] is asked then. Not for protocols
    /// that put several requests into one connection, such as HTTP/2.
    pub fn post_handshake_auth(mut self, post_handshake_auth: bool) -> Self {
        self.0.post_handshake_auth = post_handshake_auth;
        self
    }

    /// What tells the sessions of this configuration from those of others that share their
    /// keeper: one is resumed only under the context that it was made in. Clients whose verifiers
    /// accept different servers need different ones, or keepers of their own: a server that is
    /// met again is not judged again.
    pub fn session_context(mut self, context: impl Into<Bytes>) -> Self {
        self.0.session_context = context.into();
        self
    }

    /// TLS 1.3: the ways to compress certificates (RFC 8879), preferred first: ours are
    /// compressed by the first that the peer can undo, and the peer is told what we can undo.
    /// `countersign-compress` has some. Time and memory that an unproven peer makes us spend are
    /// bounded by [`Policy::max_certificate_message`].
    pub fn certificate_compressions(
        mut self,
        ways: &'static [&'static dyn CertificateCompression],
    ) -> Self {
        self.0.certificate_compressions = ways;
        self
    }

    /// Whether to tell the connection's secrets as [`crate::Event::KeyLog`], for tools that
    /// decrypt captures. Whoever reads them reads the connection.
    pub fn key_log(mut self, key_log: bool) -> Self {
        self.0.key_log = key_log;
        self
    }

    /// Whether to report each message and each change of keys as an event.
    pub fn trace(mut self, trace: bool) -> Self {
        self.0.trace = trace;
        self
    }

    /// Checks everything.
    pub fn build(mut self) -> Result<ClientConfig, ConfigError> {
        self.0.suites = check::policy(&self.0.policy, &self.0.provider, Role::Client)?;
        check_protocols(&self.0.protocols)?;
        Ok(ClientConfig(Arc::new(self.0), Transport::Records))
    }
}

pub(super) fn check_protocols(protocols: &[ProtocolName]) -> Result<(), ConfigError> {
    if protocols.len() > limits::MAX_CONFIGURED {
        return Err(ConfigError::LongList { list: "protocols", len: protocols.len() });
    }
    Ok(())
}
