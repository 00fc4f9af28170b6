//! What a server holds during its handshake.

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;
use pki_types::UnixTime;

use crate::{
    crypto::{EphemeralKey, KeyExchange, SignatureScheme},
    event::{ConnectionSummary, EarlyData},
    handshake::{Role, ServerAgreed},
    request::AcceptedPeer,
    resume::{Session, TicketFacts},
    tls12::master_secret::MasterSecret,
};

/// The facts, and what the client has shown.
pub(super) struct Serving {
    pub(super) agreed: ServerAgreed,
    /// Our half of an ephemeral key exchange, until it is used.
    pub(super) key: Option<Box<dyn EphemeralKey>>,
    /// The client's certificates (DER), its own first.
    pub(super) chain: Vec<Bytes>,
    /// What the verdict says of them.
    pub(super) peer: Option<AcceptedPeer>,
    pub(super) client_scheme: Option<SignatureScheme>,
    pub(super) psk_identity: Option<Bytes>,
    /// When the session was made, in seconds since 1970, where it is resumed.
    pub(super) resumed_from: Option<u32>,
}

impl Serving {
    pub(super) fn new(agreed: ServerAgreed) -> Box<Self> {
        Box::new(Self {
            agreed,
            key: None,
            chain: Vec::new(),
            peer: None,
            client_scheme: None,
            psk_identity: None,
            resumed_from: None,
        })
    }

    pub(super) fn exchange(&self) -> KeyExchange {
        self.agreed.agreed.suite.key_exchange
    }

    /// True where the client is asked for a certificate: never with a pre-shared key
    /// (RFC 4279 §2).
    pub(super) fn asks_client(&self) -> bool {
        self.agreed.agreed.certificate_types.client.is_some()
    }

    /// The session, to be kept by whoever keeps it; `None` where none is to be kept.
    pub(super) fn session(&self, master: &MasterSecret, now: UnixTime) -> Option<Session> {
        if !self.chain.first().is_none_or(Session::has_room_for) {
            return None;
        }
        Some(Session {
            version: self.agreed.agreed.version,
            suite: self.agreed.agreed.suite.suite,
            created: self.resumed_from.unwrap_or(Session::time(now)),
            binding: self.agreed.binding?,
            master_secret: master.secret(),
            tls13: TicketFacts::default(),
            peer: self.chain.first().cloned(),
            psk_identity: self.psk_identity.clone(),
        })
    }

    /// What a complete handshake has established.
    pub(super) fn summary(&mut self) -> ConnectionSummary {
        let agreed = &mut self.agreed;
        ConnectionSummary {
            role: Role::Server,
            hello: agreed.agreed.summary(),
            group: agreed.group,
            scheme: agreed.scheme,
            client_scheme: self.client_scheme,
            server_name: agreed.server_name.take(),
            peer_chain: core::mem::take(&mut self.chain),
            credential: agreed.credential.take(),
            psk_identity: self.psk_identity.take(),
            early_data: EarlyData::None,
            retried: false,
        }
    }
}
