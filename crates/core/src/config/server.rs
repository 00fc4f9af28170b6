//! A server's configuration.

use alloc::vec::Vec;
use core::fmt;

use bytes::Bytes;

use super::{
    ClientAuthentication, Compressions, ConfigError, Credential, Policy, ProtocolName, check,
    client::check_protocols,
    transport::{self, Transport},
};
use crate::{
    crypto::{CertificateCompression, KeyExchange, Provider, SuiteFacts},
    handshake::Role,
    shared::Arc,
};

/// A server's configuration and credentials. Cloning is cheap; many connections share one.
///
/// A server that serves several names has one for each, and chooses when it is asked
/// ([`crate::Request::ClientHello`]).
#[derive(Clone)]
pub struct ServerConfig(Arc<Inner>, Transport);

struct Inner {
    provider: Provider,
    policy: Policy,
    suites: Vec<&'static SuiteFacts>,
    protocols: Vec<ProtocolName>,
    credentials: Vec<Credential>,
    client_authentication: ClientAuthentication,
    client_authorities: Vec<Bytes>,
    psk_identity_hint: Bytes,
    pre_shared_keys: bool,
    max_early_data: u32,
    session_ids: bool,
    tickets: bool,
    session_context: Bytes,
    certificate_compressions: Compressions,
    key_log: bool,
    trace: bool,
}

impl ServerConfig {
    /// Starts from [`Policy::modern`], no credential, no application protocol, and everything else
    /// off.
    pub fn builder(provider: Provider) -> ServerConfigBuilder {
        ServerConfigBuilder(Inner {
            provider,
            policy: Policy::modern(),
            suites: Vec::new(),
            protocols: Vec::new(),
            credentials: Vec::new(),
            client_authentication: ClientAuthentication::None,
            client_authorities: Vec::new(),
            psk_identity_hint: Bytes::new(),
            pre_shared_keys: false,
            max_early_data: 0,
            session_ids: false,
            tickets: false,
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

    /// The application protocols served, preferred first.
    pub fn protocols(&self) -> &[ProtocolName] {
        &self.0.protocols
    }

    /// The credentials, preferred first.
    pub fn credentials(&self) -> &[Credential] {
        &self.0.credentials
    }

    /// Whether clients prove themselves with a certificate.
    pub fn client_authentication(&self) -> ClientAuthentication {
        self.0.client_authentication
    }

    /// The source of primitives.
    pub fn provider(&self) -> &Provider {
        &self.0.provider
    }

    pub(crate) fn suites(&self) -> &[&'static SuiteFacts] {
        &self.0.suites
    }

    /// The names (DER) of the authorities that clients are told of.
    pub fn client_authorities(&self) -> &[Bytes] {
        &self.0.client_authorities
    }

    /// The hint that clients with pre-shared keys get; empty for none.
    pub fn psk_identity_hint(&self) -> &[u8] {
        &self.0.psk_identity_hint
    }

    /// TLS 1.3: whether the secrets of identities that are no tickets are asked for.
    pub fn has_pre_shared_keys(&self) -> bool {
        self.0.pre_shared_keys
    }

    /// How many bytes of early data a client may send. Over QUIC there is no number but the
    /// largest: flow control bounds them (RFC 9001 §4.6.1).
    pub fn max_early_data(&self) -> u32 {
        match self.0.max_early_data {
            1.. if self.1.is_quic() => u32::MAX,
            bytes => bytes,
        }
    }

    /// Whether sessions are kept under an id.
    pub fn keeps_sessions(&self) -> bool {
        self.0.session_ids
    }

    /// Whether tickets are given.
    pub fn gives_tickets(&self) -> bool {
        self.0.tickets
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
    pub(crate) fn over(&self, transport: Transport) -> Result<Self, ConfigError> {
        transport::check(self.policy(), self.protocols())?;
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

    /// Whether to ask clients for a certificate (RFC 5246 §7.4.4), and whether to go on without
    /// one. Their certificates are judged by [`crate::Request::VerifyPeer`], in full handshakes:
    /// who resumes a session was judged when it was made. Under a suite with a pre-shared key
    /// nobody is asked (RFC 4279 §2), not even where a certificate is required: a policy that
    /// names none of those lets in nobody without.
    /// A client that says that it can show nothing of [`Policy::certificate_types`] is not asked
    /// either, and refused where one is required (RFC 7250 §4.2).
    pub fn client_authentication(mut self, wanted: ClientAuthentication) -> Self {
        self.0.client_authentication = wanted;
        self
    }

    /// The names (DER) of the authorities that clients' certificates may come from: a hint for
    /// clients with several (RFC 5246 §7.4.4). The verdict is not bound by it.
    pub fn client_authorities(mut self, names: impl IntoIterator<Item = Bytes>) -> Self {
        self.0.client_authorities = names.into_iter().collect();
        self
    }

    /// What tells clients which of their pre-shared keys to take (RFC 4279 §5.2); at most
    /// [`crate::limits::MAX_PSK_IDENTITY`] bytes. Without one, clients choose by the server's name.
    pub fn psk_identity_hint(mut self, hint: impl Into<Bytes>) -> Self {
        self.0.psk_identity_hint = hint.into();
        self
    }

    /// TLS 1.3: whether to ask for the secrets of identities that are no tickets
    /// ([`crate::Request::PreSharedKey`], RFC 8446 §2.2). Up to TLS 1.2 that is a matter of the
    /// suites.
    pub fn pre_shared_keys(mut self, pre_shared_keys: bool) -> Self {
        self.0.pre_shared_keys = pre_shared_keys;
        self
    }

    /// TLS 1.3: how many bytes a client with a ticket may send before the handshake is complete
    /// (RFC 8446 §2.3); 0, the default, for none. Such data may be a recording:
    /// [`crate::Request::AcceptEarlyData`] is asked, and [`crate::Event::EarlyData`] tells them
    /// apart.
    pub fn max_early_data(mut self, bytes: u32) -> Self {
        self.0.max_early_data = bytes;
        self
    }

    /// Whether to keep sessions under an id ([`crate::Request::StoreSession`]) and to resume them
    /// ([`crate::Request::FindSession`]).
    pub fn session_ids(mut self, session_ids: bool) -> Self {
        self.0.session_ids = session_ids;
        self
    }

    /// Whether to give tickets to clients that know them (RFC 5077), by
    /// [`crate::Request::SealTicket`] and [`crate::Request::OpenTicket`]. A ticket comes before an
    /// id.
    pub fn tickets(mut self, tickets: bool) -> Self {
        self.0.tickets = tickets;
        self
    }

    /// What tells the sessions of this configuration from those of others that share their
    /// keepers: one is resumed only under the context that it was made in. Servers whose verifiers
    /// let in different clients need different ones, or keepers of their own: who comes back is
    /// not judged again.
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

    /// Whether to report each message and each change of keys as an event. What counts is the
    /// configuration given to [`crate::Connection::server`], since tracing begins before a client
    /// is known; one that answers [`crate::Request::ClientHello`] changes nothing there.
    pub fn trace(mut self, trace: bool) -> Self {
        self.0.trace = trace;
        self
    }

    /// Checks everything.
    pub fn build(mut self) -> Result<ServerConfig, ConfigError> {
        let suites = check::policy(&self.0.policy, &self.0.provider, Role::Server)?;
        check_protocols(&self.0.protocols)?;
        check::authorities(&self.0.client_authorities)?;
        check::hint(&self.0.psk_identity_hint)?;
        let (schemes, credentials) = (&self.0.policy.schemes, &self.0.credentials);
        let keys = self.0.pre_shared_keys;
        let served = |suite: &&SuiteFacts| {
            suite.key_exchange.uses_psk()
                || (keys && suite.key_exchange == KeyExchange::Any)
                || credentials.iter().any(|credential| credential.fits(suite, schemes))
        };
        if !suites.iter().any(served) {
            return Err(ConfigError::NoCredential);
        }
        self.0.suites = suites;
        Ok(ServerConfig(Arc::new(self.0), Transport::Records))
    }
}
