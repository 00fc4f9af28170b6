//! What a client brings to be resumed, before TLS 1.3: a ticket, or the id of a session
//! (RFC 5077 §3.4, RFC 5246 §7.3).

use bytes::Bytes;

use super::{
    respond,
    server::{Next, State},
    wait_configuration::Served,
    wait_found_session::WaitFoundSession,
    wait_opened_ticket::WaitOpenedTicket,
};
use crate::{
    OfferedHello,
    action::Actions,
    config::ServerConfig,
    fault::Fault,
    request::{FindSessionRequest, OpenTicketRequest, Request, SessionKey},
    wire::ClientHello,
};

/// Asks for the session that the client brings, if it brings one.
pub(super) fn serve(served: Served, actions: &mut Actions<'_>) -> Result<Next, Fault> {
    let hello = served.offered.decode()?;
    let now = actions.now;
    match brought(&served.offered, &hello, &served.config) {
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
