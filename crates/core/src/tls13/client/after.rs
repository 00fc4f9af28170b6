//! What comes to a client after the handshake: tickets (RFC 8446 §4.6.1), and where it has said
//! that it may be asked, a request for its certificate (§4.6.2).

use alloc::boxed::Box;

use bytes::Bytes;
use pki_types::{ServerName, UnixTime};

use super::{Asked, Course, Proof, State, wait_certificate_request};
use crate::{
    action::{Actions, Repeated},
    config::ClientConfig,
    crypto::SuiteFacts,
    event::Event,
    fault::{Fault, FaultKind},
    handshake::{CertificateTypes, Transcript},
    hello,
    limits::{HANDSHAKE_HEADER, MAX_TICKET_LIFETIME},
    request::{SessionKey, StoreSession},
    resume::{ClientSession, Session, TicketFacts},
    schedule::ResumptionSecret,
    tls13::{connected::Connected, finished},
    wire::{CertificateRequest13, NewSessionTicket13, ProtocolVersion},
};

/// What a client keeps besides.
#[derive(Default)]
pub(crate) struct Client {
    /// What sessions are made of, where they are wanted.
    pub(super) tickets: Option<Box<Tickets>>,
    /// What a later proof is made of, where one may be asked for.
    pub(super) later: Option<Box<LaterFacts>>,
}

/// What a ticket becomes a session with.
pub(super) struct Tickets {
    config: ClientConfig,
    server_name: ServerName<'static>,
    suite: &'static SuiteFacts,
    facts: TicketFacts,
    secret: ResumptionSecret,
    /// Seconds since 1970: a session that is resumed does not become young again.
    created: u32,
    peer: Option<Bytes>,
    psk_identity: Option<Bytes>,
}

/// What a later proof goes on from.
pub(super) struct LaterFacts {
    pub(super) config: ClientConfig,
    pub(super) server_name: ServerName<'static>,
    pub(super) certificate_types: CertificateTypes,
    /// Up to our `Finished`.
    pub(super) transcript: Transcript,
}

/// A proof that is under way.
pub(super) struct Later {
    connected: Connected<Client>,
    facts: Box<LaterFacts>,
    pub(super) transcript: Transcript,
}

impl Tickets {
    pub(super) fn new(course: &Course, secret: ResumptionSecret, now: UnixTime) -> Self {
        Self {
            config: course.config.clone(),
            server_name: course.server_name.clone(),
            suite: course.agreed.suite,
            facts: TicketFacts {
                protocol: course.agreed.protocol.clone(),
                ..TicketFacts::default()
            },
            secret,
            created: course.resumed_from.unwrap_or(Session::time(now)),
            peer: course.chain.first().cloned(),
            psk_identity: course.psk_identity.clone(),
        }
    }

    /// The session of a ticket; `None` where it is of no use.
    fn session(
        &self,
        message: &NewSessionTicket13<'_>,
        now: UnixTime,
    ) -> Result<Option<StoreSession>, Fault> {
        let max_early_data = message.max_early_data_size()?.unwrap_or_default();
        let lifetime =
            message.lifetime.min(MAX_TICKET_LIFETIME).min(self.config.policy().session_lifetime);
        let binding = hello::client_binding(&self.config, self.suite, &self.server_name);
        let (Some(binding), 1..) = (binding, lifetime) else { return Ok(None) };
        let session = ClientSession {
            session: Session {
                version: ProtocolVersion::TLS13,
                suite: self.suite.suite,
                created: self.created,
                binding,
                master_secret: self.secret.psk(message.nonce),
                tls13: TicketFacts {
                    issued: Session::time(now),
                    age_add: message.age_add,
                    max_early_data,
                    ..self.facts.clone()
                },
                peer: self.peer.clone(),
                psk_identity: self.psk_identity.clone(),
            },
            id: Bytes::new(),
            ticket: Bytes::copy_from_slice(message.ticket),
            lifetime,
        };
        Ok(Some(StoreSession {
            key: SessionKey::ServerName(self.server_name.clone()),
            session: session.encode(),
            lifetime,
            now,
        }))
    }
}

impl Connected<Client> {
    /// Tells of the session, where sessions are wanted.
    pub(super) fn on_new_session_ticket(
        self,
        message: &NewSessionTicket13<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<Self, Fault> {
        actions.count(Repeated::Ticket);
        let max_early_data = message.max_early_data_size()?;
        // RFC 9001 §4.6.1.
        if self.kept.traffic.is_quic() && max_early_data.is_some_and(|max| max != u32::MAX) {
            return Err(Fault::new(FaultKind::BadMaxEarlyData)
                .came(alloc::format!("{} bytes", max_early_data.unwrap_or_default()))
                .expected("0xffffffff, or none"));
        }
        if let Some(tickets) = &self.more.tickets
            && let Some(session) = tickets.session(message, actions.now)?
        {
            actions.emit(Event::Session(session));
        }
        Ok(self)
    }

    /// RFC 8446 §4.6.2: a request is out of order where we have not said that one may come.
    pub(super) fn on_certificate_request(
        mut self,
        raw: &Bytes,
        message: &CertificateRequest13<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<State, Fault> {
        let facts = self.more.later.take().ok_or_else(|| {
            Fault::new(FaultKind::UnexpectedMessage)
                .came("CertificateRequest")
                .expected("none: post_handshake_auth was not offered")
        })?;
        actions.count(Repeated::CertificateRequest);
        wait_certificate_request::check(message)?;
        if message.context.is_empty() {
            return Err(Fault::new(FaultKind::BadRequestContext)
                .came("an empty one")
                .expected("one that tells this request from others"));
        }
        let mut transcript = facts.transcript.fork();
        transcript.add(raw);
        let body = raw.slice(HANDSHAKE_HEADER.min(raw.len())..);
        let later = Later { connected: self, facts, transcript };
        Asked::read(&body)?.answer(Proof::Later(Box::new(later)), actions)
    }
}

impl Later {
    pub(super) fn facts(&self) -> &LaterFacts {
        &self.facts
    }

    pub(super) fn connected(&self) -> &Connected<Client> {
        &self.connected
    }

    pub(super) fn connected_mut(&mut self) -> &mut Connected<Client> {
        &mut self.connected
    }

    /// RFC 8446 §4.4.4: under the secret that we send under now.
    pub(super) fn finish(self, actions: &mut Actions<'_>) -> State {
        let Self { mut connected, facts, mut transcript } = self;
        finished::send(connected.kept.traffic.write_secret(), &mut transcript, actions);
        connected.more.later = Some(facts);
        State::Connected(connected)
    }
}
