//! `WaitConfiguration`: the driver has chosen who serves the client.

use bytes::Bytes;

use super::{
    choose, respond,
    server::{Next, State},
    transport,
    wait_found_session::WaitFoundSession,
    wait_opened_ticket::WaitOpenedTicket,
};
use crate::{
    OfferedHello,
    action::Actions,
    config::{ServerConfig, Transport},
    fault::{Fault, FaultKind},
    request::{
        FindSessionRequest, OpenTicketRequest, RefuseHello, RefusedHello, Request, SessionKey,
    },
    wire::{ClientHello, ProtocolVersion},
};

/// A server that has asked about a `ClientHello`.
pub(crate) struct WaitConfiguration {
    pub(super) offered: OfferedHello,
    pub(super) secure_renegotiation: bool,
    pub(super) transport: Transport,
}

/// A client's hello, and who serves it in which version.
pub(crate) struct Served {
    pub(crate) offered: OfferedHello,
    pub(super) secure_renegotiation: bool,
    pub(crate) config: ServerConfig,
    pub(super) version: ProtocolVersion,
}

impl WaitConfiguration {
    /// Chooses the version; asks for the session that the client brings, if it brings one.
    pub(super) fn on_configuration(
        self,
        answer: Result<ServerConfig, RefusedHello>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let config = answer.map_err(refused)?;
        let Self { offered, secure_renegotiation, transport } = self;
        let hello = offered.decode()?;
        let config = transport::serve(config, transport, &offered, &hello, actions)?;
        let version = choose::version(&hello, &config)?;
        if version == ProtocolVersion::TLS13 {
            return Ok(Next::Tls13(Served { offered, secure_renegotiation, config, version }));
        }
        let brought = brought(&offered, &hello, &config);
        let served = Served { offered, secure_renegotiation, config, version };
        let now = actions.now;
        match brought {
            Brought::Ticket(ticket) => {
                actions.ask(Request::OpenTicket(OpenTicketRequest { ticket, now }));
                Ok(Next::Wait(State::WaitOpenedTicket(WaitOpenedTicket { served })))
            }
            Brought::Id(id) => {
                let key = SessionKey::Id(id);
                actions.ask(Request::FindSession(FindSessionRequest { key, now }));
                Ok(Next::Wait(State::WaitSession(WaitFoundSession { served })))
            }
            Brought::Nothing => respond::in_full(&served, actions),
        }
    }
}

enum Brought {
    Ticket(Bytes),
    Id(Bytes),
    Nothing,
}

/// RFC 5077 §3.4: where there is a ticket the id is only a mark, and is not looked up.
fn brought(offered: &OfferedHello, hello: &ClientHello<'_>, config: &ServerConfig) -> Brought {
    match hello.session_ticket() {
        Some(ticket) if config.gives_tickets() && !ticket.is_empty() => {
            Brought::Ticket(offered.raw().slice_ref(ticket))
        }
        _ if config.keeps_sessions() && !hello.session_id.is_empty() => {
            Brought::Id(offered.raw().slice_ref(hello.session_id))
        }
        _ => Brought::Nothing,
    }
}

fn refused(refused: RefusedHello) -> Fault {
    let kind = match refused.why {
        RefuseHello::NameNotServed => FaultKind::NameNotServed,
        RefuseHello::Declined => FaultKind::Declined,
    };
    Fault::new(kind).came(refused.reason)
}
