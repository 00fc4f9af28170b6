//! The server's only flight when a session is resumed (RFC 5246 §7.3, RFC 5077 §3.1).

use alloc::boxed::Box;

use super::{Keys, Serving, State, WaitChangeCipherSpec, WaitSealedTicket, start};
use crate::{
    action::Actions,
    fault::{Fault, FaultKind},
    request::{Request, SealTicketRequest},
    resume::Session,
    tls12::master_secret::MasterSecret,
};

/// Sends `ServerHello`, changes our keys and proves the handshake; asks for a new ticket before,
/// where the client is to have one.
pub(super) fn resume(
    mut serving: Box<Serving>,
    session: Session,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let Session { master_secret, created, peer, .. } = session;
    serving.chain = peer.into_iter().collect();
    serving.resumed_from = Some(created);
    let provider = serving.agreed.config.provider();
    let master = MasterSecret::resumed(provider, &serving.agreed.agreed, master_secret)?;
    let mut keys = Keys::expand(serving, master, actions)?;
    if keys.serving.agreed.answers.ticket {
        let (now, serving) = (actions.now, &keys.serving);
        let session = serving.session(&keys.master, now).ok_or(FaultKind::ProviderFailed)?;
        // It lives no longer than the session from which it comes.
        let lifetime = session.rest(now, serving.agreed.config.policy().session_lifetime);
        let session = session.encode();
        actions.ask(Request::SealTicket(SealTicketRequest { session, lifetime, now }));
        return Ok(State::WaitSealedTicket(WaitSealedTicket { keys }));
    }
    start::send_hello(&mut keys.serving.agreed, actions);
    keys.send_finished(actions)?;
    Ok(State::WaitChangeCipherSpec(WaitChangeCipherSpec { keys }))
}
