//! What a server of TLS 1.3 knows from its flight on.

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;
use pki_types::UnixTime;

use crate::{
    action::Actions,
    config::{Credential, ServerConfig},
    crypto::{NamedGroup, Secret, SignatureScheme},
    event::{ConnectionSummary, EarlyData, Event, Resumption},
    fault::Fault,
    handshake::{Agreed, Role, Transcript},
    key_log::KeyLog,
    limits::{MAX_PLAINTEXT, MAX_TICKET_LIFETIME},
    quic::Keys,
    resume::{Binding, Session, TicketFacts},
    schedule::{ExporterSecret, TrafficSecret},
    wire::extension::certificate_type::CertificateType,
};

/// The facts, and what the client has shown.
pub(super) struct Serving {
    pub(super) config: ServerConfig,
    pub(super) agreed: Agreed,
    pub(super) transcript: Transcript,
    pub(super) group: Option<NamedGroup>,
    /// What the server proves itself with, unless a pre-shared key does; and how.
    pub(super) proof: Option<(Credential, SignatureScheme)>,
    /// The name that the client wants, if it says so.
    pub(super) server_name: Option<Bytes>,
    /// What a session of this connection is bound to, where the client takes tickets.
    pub(super) binding: Option<Binding>,
    /// When the session was made, in seconds since 1970, where it is resumed.
    pub(super) resumed_from: Option<u32>,
    pub(super) psk_identity: Option<Bytes>,
    /// The client's certificates (DER), its own first.
    pub(super) chain: Vec<Bytes>,
    pub(super) client_scheme: Option<SignatureScheme>,
    pub(super) early_data: EarlyData,
    /// How many bytes of them the session is good for.
    pub(super) max_early_data: u32,
    /// A second hello was needed.
    pub(super) retried: bool,
}

impl Serving {
    pub(super) fn new(
        config: ServerConfig,
        agreed: Agreed,
        transcript: Transcript,
        group: Option<NamedGroup>,
        server_name: Option<Bytes>,
        binding: Option<Binding>,
    ) -> Self {
        Self {
            config,
            agreed,
            transcript,
            group,
            proof: None,
            server_name,
            binding,
            resumed_from: None,
            psk_identity: None,
            chain: Vec::new(),
            client_scheme: None,
            early_data: EarlyData::None,
            max_early_data: 0,
            retried: false,
        }
    }

    /// Takes over what a session tells.
    pub(super) fn resume(&mut self, session: Session, how: Resumption) {
        self.agreed.resumption = Some(how);
        self.resumed_from = Some(session.created);
        self.max_early_data = session.tls13.max_early_data;
        self.chain = session.peer.into_iter().collect();
        self.psk_identity = session.psk_identity;
    }

    /// True where the client is asked for a certificate: never where a pre-shared key is the proof
    /// (RFC 8446 §4.3.2).
    pub(super) fn asks_client(&self) -> bool {
        self.agreed.certificate_types.client.is_some()
    }

    /// What the client shows, where it is asked.
    pub(super) fn certificate_type(&self) -> CertificateType {
        self.agreed.certificate_types.client.unwrap_or(CertificateType::X509)
    }

    /// Tells a secret, where secrets are told.
    pub(super) fn log(&self, secret: &TrafficSecret, actions: &mut Actions<'_>) {
        if self.config.logs_keys() {
            let random = self.agreed.client_random;
            actions.emit(Event::KeyLog(KeyLog::traffic(secret, random)));
        }
    }

    /// What protects traffic under a secret.
    pub(super) fn keys(&self, secret: &TrafficSecret) -> Result<Keys, Fault> {
        Ok(Keys::server(&self.config, secret, self.agreed.suite)?)
    }

    pub(super) fn log_exporter(&self, exporter: &ExporterSecret, actions: &mut Actions<'_>) {
        if self.config.logs_keys() {
            let random = self.agreed.client_random;
            actions.emit(Event::KeyLog(KeyLog::exporter(exporter, random)));
        }
    }

    /// When the session that tickets carry on began, in seconds since 1970: one that is resumed
    /// does not become young again.
    fn created(&self, now: UnixTime) -> u32 {
        self.resumed_from.unwrap_or(Session::time(now))
    }

    /// How long a ticket given now is good for, in seconds; 0 where there is to be none.
    pub(super) fn ticket_lifetime(&self, now: UnixTime) -> u32 {
        if self.binding.is_none() {
            return 0;
        }
        let most = self.config.policy().session_lifetime.min(MAX_TICKET_LIFETIME);
        most.saturating_sub(Session::time(now).saturating_sub(self.created(now)))
    }

    /// The session behind a ticket with this `ticket_age_add`; `None` where none is to be kept.
    pub(super) fn session(&self, psk: Secret, age_add: u32, now: UnixTime) -> Option<Session> {
        let own = self.chain.first();
        let identity = self.psk_identity.as_ref().map_or(0, Bytes::len);
        if own.map_or(0, Bytes::len) + identity >= MAX_PLAINTEXT {
            return None;
        }
        let created = self.created(now);
        Some(Session {
            version: self.agreed.version,
            suite: self.agreed.suite.suite,
            created,
            binding: self.binding?,
            master_secret: psk,
            tls13: TicketFacts {
                issued: Session::time(now),
                age_add,
                max_early_data: self.config.max_early_data(),
                protocol: self.agreed.protocol.clone(),
            },
            peer: own.cloned(),
            psk_identity: self.psk_identity.clone(),
        })
    }

    /// What a complete handshake has established.
    pub(super) fn summary(self: Box<Self>) -> ConnectionSummary {
        let (credential, scheme) = self.proof.unzip();
        ConnectionSummary {
            role: Role::Server,
            hello: self.agreed.summary(),
            group: self.group,
            scheme,
            client_scheme: self.client_scheme,
            server_name: self.server_name,
            peer_chain: self.chain,
            credential,
            psk_identity: self.psk_identity,
            early_data: self.early_data,
            retried: self.retried,
        }
    }
}
