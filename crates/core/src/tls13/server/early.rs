//! Whether a client's early data are taken (RFC 8446 §4.2.10, §8).

use alloc::boxed::Box;

use bytes::Bytes;
use pki_types::UnixTime;

use super::{State, WaitEarlyDataVerdict, flight, greeted::Greeted, selected::Selected};
use crate::{
    action::Actions,
    event::EarlyData,
    fault::Fault,
    limits::EARLY_DATA_WINDOW,
    request::{EarlyDataRequest, Request},
    resume::Session,
    wire::ClientHello,
};

/// How long a hello counts as fresh, seconds: from the window before the client's idea of its
/// ticket's age to the window behind it. Ages are counted in whole seconds, which adds one.
const FRESH: u32 = 2 * EARLY_DATA_WINDOW + 1;

/// Asks whether to take early data, if there may be some that can be taken; else goes on.
pub(super) fn decide(
    greeted: Box<Greeted>,
    key: Selected,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let hello = greeted.offered.decode()?;
    let Some(binder) = acceptable(&greeted, &key, &hello, actions.now)? else {
        let early = refused(&greeted, &hello)?;
        return flight::with_key(greeted, key, early, actions);
    };
    let raw = greeted.offered.raw();
    let name = hello.server_name()?.map(|name| raw.slice_ref(name.as_bytes()));
    actions.ask(Request::AcceptEarlyData(EarlyDataRequest {
        binder,
        window: FRESH,
        server_name: name,
        protocol: greeted.protocol.clone(),
        now: actions.now,
    }));
    Ok(State::WaitEarlyDataVerdict(WaitEarlyDataVerdict { greeted, key }))
}

/// What becomes of early data that cannot be taken, if some were announced at all.
pub(super) fn refused(greeted: &Greeted, hello: &ClientHello<'_>) -> Result<EarlyData, Fault> {
    let before = greeted.retried.as_ref().is_some_and(|retried| retried.early_data);
    let announced = before || hello.early_data()?;
    Ok(if announced { EarlyData::Rejected } else { EarlyData::None })
}

/// The binder of a hello whose early data may be taken, if the driver agrees: under the first key,
/// of a session that allows them, and of a hello that was made just now.
fn acceptable(
    greeted: &Greeted,
    key: &Selected,
    hello: &ClientHello<'_>,
    now: UnixTime,
) -> Result<Option<Bytes>, Fault> {
    let (Some(session), Some(psks), 0) = (key.session(), hello.psk()?, key.place) else {
        return Ok(None);
    };
    let (Some(identity), Some(binder)) = (psks.identities().next(), psks.binders().next()) else {
        return Ok(None);
    };
    let facts = &session.tls13;
    // RFC 9001 §4.6.1: over QUIC a session with another number is not one of QUIC.
    let least = if greeted.config.transport().is_quic() { u32::MAX } else { 1 };
    let taken = hello.early_data()?
        && greeted.retried.is_none()
        && greeted.config.max_early_data() > 0
        && facts.max_early_data >= least
        && facts.protocol == greeted.protocol
        && is_fresh(session, identity.obfuscated_ticket_age, now);
    Ok(taken.then(|| greeted.offered.raw().slice_ref(binder)))
}

/// RFC 8446 §8.3: the client's idea of its ticket's age is not far from ours. Both are counted in
/// milliseconds modulo 2^32, so that their difference is taken the shorter way round.
fn is_fresh(session: &Session, obfuscated_age: u32, now: UnixTime) -> bool {
    let theirs = obfuscated_age.wrapping_sub(session.tls13.age_add);
    let ours = session.ticket_age(now);
    let apart = theirs.wrapping_sub(ours).min(ours.wrapping_sub(theirs));
    apart <= EARLY_DATA_WINDOW * 1000
}
