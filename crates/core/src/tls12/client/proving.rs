//! What a client holds from the key exchange to the end of the handshake.

use alloc::boxed::Box;

use bytes::Bytes;

use super::{Flight, State, WaitChangeCipherSpec, WaitNewSessionTicket};
use crate::{
    action::Actions,
    config::Credential,
    crypto::{SignatureScheme, TrafficKeys},
    event::{ConnectionSummary, EarlyData, Event},
    fault::Fault,
    handshake::Role,
    request::{SessionKey, StoreSession},
    resume::{ClientSession, Session, TicketFacts},
    tls12::{finished, key_block::KeyBlock, master_secret::MasterSecret},
    wire::HandshakeType,
};

/// Keys, and what is told when they have been proven.
pub(super) struct Proving {
    pub(super) flight: Box<Flight>,
    pub(super) master: MasterSecret,
    pub(super) keys: KeyBlock,
    pub(super) credential: Option<Credential>,
    pub(super) client_scheme: Option<SignatureScheme>,
    pub(super) psk_identity: Option<Bytes>,
    /// When the session was made, in seconds since 1970, where it is resumed.
    pub(super) resumed_from: Option<u32>,
    /// The `Finished` that came first (RFC 5929 §3.1).
    pub(super) first_finished: Option<[u8; finished::LEN]>,
    pub(super) ticket: Bytes,
    /// What the server says how long the ticket is of use, in seconds; 0 where it does not say.
    pub(super) ticket_lifetime: u32,
}

impl Proving {
    /// From the key exchange.
    pub(super) fn start(
        flight: Box<Flight>,
        master: MasterSecret,
        actions: &mut Actions<'_>,
    ) -> Result<Box<Self>, Fault> {
        let (config, agreed) = (&flight.agreed.config, &flight.agreed.agreed);
        if config.logs_keys() {
            actions.emit(master.key_log(agreed));
        }
        let keys = KeyBlock::expand(config.provider(), config.policy(), agreed, &master)?;
        Ok(Box::new(Self {
            flight,
            master,
            keys,
            credential: None,
            client_scheme: None,
            psk_identity: None,
            resumed_from: None,
            first_finished: None,
            ticket: Bytes::new(),
            ticket_lifetime: 0,
        }))
    }

    /// From a session: the server proves itself first (RFC 5246 §7.3).
    pub(super) fn resumed(
        mut flight: Box<Flight>,
        session: Session,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let Session { master_secret, created, peer, psk_identity, .. } = session;
        flight.chain = peer.into_iter().collect();
        let (provider, agreed) = (flight.agreed.config.provider(), &flight.agreed.agreed);
        let master = MasterSecret::resumed(provider, agreed, master_secret)?;
        let mut proving = Self::start(flight, master, actions)?;
        proving.psk_identity = psk_identity;
        proving.resumed_from = Some(created);
        Ok(proving.wait())
    }

    /// Our keys change and our proof goes out; then it is for the server to do the same.
    pub(super) fn finish(mut self: Box<Self>, actions: &mut Actions<'_>) -> Result<State, Fault> {
        self.send_finished(actions)?;
        Ok(self.wait())
    }

    fn wait(self: Box<Self>) -> State {
        if self.flight.agreed.ticket_expected {
            State::WaitNewSessionTicket(WaitNewSessionTicket { proving: self })
        } else {
            State::WaitChangeCipherSpec(WaitChangeCipherSpec { proving: self })
        }
    }

    /// RFC 5246 §7.1, §7.4.9.
    pub(super) fn send_finished(&mut self, actions: &mut Actions<'_>) -> Result<(), Fault> {
        actions.send_change_cipher_spec();
        actions.write_keys(self.write_keys()?, &self.flight.agreed.agreed.record_limits);
        let transcript = &mut self.flight.agreed.transcript;
        let proof = finished::verify_data(&self.master, Role::Client, transcript);
        actions.send(HandshakeType::FINISHED, transcript, |writer| writer.bytes(&proof));
        self.first_finished.get_or_insert(proof);
        Ok(())
    }

    fn write_keys(&mut self) -> Result<TrafficKeys, Fault> {
        self.keys.take_client_write()
    }

    /// What a complete handshake has established.
    pub(super) fn summary(&mut self) -> ConnectionSummary {
        let flight = &mut self.flight;
        ConnectionSummary {
            role: Role::Client,
            hello: flight.agreed.agreed.summary(),
            group: flight.half.params.group(),
            scheme: flight.half.scheme,
            client_scheme: self.client_scheme,
            server_name: None,
            peer_chain: core::mem::take(&mut flight.chain),
            credential: self.credential.take(),
            psk_identity: self.psk_identity.take(),
            early_data: EarlyData::None,
            retried: false,
        }
    }

    /// The session, if the server can find it again and nothing speaks against it.
    pub(super) fn session(&self, actions: &Actions<'_>) -> Option<Event> {
        let agreed = &self.flight.agreed;
        // One that is resumed is kept already, but for a new ticket.
        let is_new = self.resumed_from.is_none() || !self.ticket.is_empty();
        let can_be_found = !self.ticket.is_empty() || !agreed.session_id.is_empty();
        let bound = agreed.agreed.extended_master_secret;
        let fits = self.flight.chain.first().is_none_or(Session::has_room_for);
        if !(agreed.config.resumes() && is_new && can_be_found && bound && fits) {
            return None;
        }
        let (config, suite) = (&agreed.config, agreed.agreed.suite);
        let most = config.policy().session_lifetime;
        let lifetime = match self.ticket_lifetime {
            0 => most,
            hint => hint.min(most),
        };
        let session = ClientSession {
            session: Session {
                version: agreed.agreed.version,
                suite: suite.suite,
                created: self.resumed_from.unwrap_or(Session::time(actions.now)),
                binding: crate::hello::client_binding(config, suite, &agreed.server_name)?,
                master_secret: self.master.secret(),
                tls13: TicketFacts::default(),
                peer: self.flight.chain.first().cloned(),
                psk_identity: self.psk_identity.clone(),
            },
            id: agreed.session_id.clone(),
            ticket: self.ticket.clone(),
            lifetime,
        };
        Some(Event::Session(StoreSession {
            key: SessionKey::ServerName(agreed.server_name.clone()),
            session: session.encode(),
            lifetime,
            now: actions.now,
        }))
    }
}
