//! Saying hello: what goes into a `ClientHello` is put together, with key pairs and binders, and
//! sent (RFC 8446 §4.1.2, RFC 5077 §3.4).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;
use pki_types::{ServerName, UnixTime};

use super::{
    binders,
    client::{Next, State},
    offer::{self, Offer},
    offer13,
    offered::{EarlyOffer, Grease, Offered, OfferedKey, OwnShare},
    wait_server_hello::WaitServerHello,
};
use crate::{
    action::Actions,
    config::{ClientConfig, Policy},
    crypto::NamedGroup,
    fault::{Fault, FaultKind},
    request::PreSharedKey,
    resume::ClientSession,
    schedule::PskKind,
    wire::{ProtocolVersion, RANDOM_LEN},
};

/// Length of a session id of our own in bytes: the longest, so that no server gives the same by
/// chance.
const OWN_ID: usize = 32;

/// Sends the `ClientHello`, and whatever early data need.
pub(super) fn say_hello(
    config: ClientConfig,
    server_name: ServerName<'static>,
    session: Option<ClientSession>,
    key: Option<PreSharedKey>,
    actions: &mut Actions<'_>,
) -> Result<Next, Fault> {
    let mut random = [0; RANDOM_LEN];
    actions.random.fill(&mut random)?;
    let session_id = session_id(&config, session.as_ref(), actions)?;
    let grease = grease(&config, actions)?;
    let encrypted_hello = offer13::encrypted_hello(&config, actions)?;
    let shares = match first_groups(config.policy()) {
        groups if is_tls13(&config) => own_shares(&config, &groups, actions)?,
        _ => Vec::new(),
    };
    let mut offered = Box::new(Offered {
        keys: keys(session.as_ref(), key, actions.now),
        early_data: early_data(&config, session.as_ref()),
        config,
        server_name,
        random,
        hello: Vec::new(),
        session_id,
        session,
        shares,
        grease,
        encrypted_hello,
    });
    write(&mut offered, &[]);
    binders::sign_first(&mut offered)?;
    actions.send_whole(&offered.hello);
    if offered.early_data.is_some() {
        binders::start_early_data(&offered, actions)?;
    }
    Ok(Next::Wait(State::WaitServerHello(WaitServerHello { offered })))
}

/// Writes the message, with zeros in the place of the binders.
pub(crate) fn write(offered: &mut Offered, cookie: &[u8]) {
    let mut hello = Vec::with_capacity(512);
    offer::client_hello(&mut hello, &Offer { offered, cookie });
    offered.hello = hello;
}

fn is_tls13(config: &ClientConfig) -> bool {
    config.policy().versions.contains(&ProtocolVersion::TLS13)
}

/// The groups that a key pair is made for before the server has said which it wants: the first,
/// and where few servers know that one yet, the first curve.
fn first_groups(policy: &Policy) -> Vec<NamedGroup> {
    let mut usable = policy.groups.iter().copied().filter(|group| group.is_for_tls13());
    let first = usable.next();
    let curve = match first {
        Some(group) if group.is_hybrid() => usable.find(|group| group.is_curve()),
        _ => None,
    };
    first.into_iter().chain(curve).collect()
}

/// Key pairs, one for each group.
pub(crate) fn own_shares(
    config: &ClientConfig,
    groups: &[NamedGroup],
    actions: &mut Actions<'_>,
) -> Result<Vec<OwnShare>, Fault> {
    let start = |group: &NamedGroup| {
        // The configuration was refused if the provider lacked one.
        let found = config.provider().group(*group).ok_or(FaultKind::ProviderFailed)?;
        Ok(OwnShare { group: *group, key: found.start(actions.random)? })
    };
    groups.iter().map(start).collect()
}

/// RFC 5077 §3.4: with a ticket goes an id of our own, by whose return the server says that it
/// resumes. RFC 8446 appendix D.4: TLS 1.3 sends one to look like that.
fn session_id(
    config: &ClientConfig,
    session: Option<&ClientSession>,
    actions: &mut Actions<'_>,
) -> Result<Bytes, Fault> {
    let compatible = is_tls13(config) && config.is_middlebox_compatible();
    let older = session.filter(|session| session.session.version < ProtocolVersion::TLS13);
    match older {
        Some(session) if session.ticket.is_empty() => return Ok(session.id.clone()),
        None if !compatible => return Ok(Bytes::new()),
        _ => {}
    }
    let mut id = [0; OWN_ID];
    actions.random.fill(&mut id)?;
    Ok(Bytes::copy_from_slice(&id))
}

fn grease(config: &ClientConfig, actions: &mut Actions<'_>) -> Result<Option<Grease>, Fault> {
    if !config.policy().grease {
        return Ok(None);
    }
    let mut draws = [0; Grease::DRAWS];
    actions.random.fill(&mut draws)?;
    Ok(Some(Grease::new(draws)))
}

/// The session's key before the one that we were given.
fn keys(
    session: Option<&ClientSession>,
    given: Option<PreSharedKey>,
    now: UnixTime,
) -> Vec<OfferedKey> {
    let of_session = session.and_then(|session| {
        let inner = &session.session;
        let hash = inner.suite.facts().filter(|facts| facts.is_for(ProtocolVersion::TLS13))?.hash;
        (inner.version == ProtocolVersion::TLS13).then(|| OfferedKey {
            identity: session.ticket.clone(),
            obfuscated_age: inner.ticket_age(now).wrapping_add(inner.tls13.age_add),
            secret: inner.master_secret.clone(),
            kind: PskKind::Resumption,
            hash,
        })
    });
    let given = given.map(|key| OfferedKey {
        kind: if key.imported { PskKind::Imported } else { PskKind::External },
        identity: key.identity,
        obfuscated_age: 0,
        secret: key.key,
        hash: key.hash,
    });
    of_session.into_iter().chain(given).collect()
}

/// RFC 8446 §4.2.10: with the first key, and with the application protocol that goes with it.
fn early_data(config: &ClientConfig, session: Option<&ClientSession>) -> Option<EarlyOffer> {
    let session = session.filter(|_| config.sends_early_data())?;
    let facts = &session.session.tls13;
    let is_offered = match &facts.protocol {
        Some(name) => config.protocols().contains(name),
        None => config.protocols().is_empty(),
    };
    // RFC 9001 §4.6.1: over QUIC a session with another number is not one of QUIC.
    let least = if config.transport().is_quic() { u32::MAX } else { 1 };
    let allowed =
        session.session.version == ProtocolVersion::TLS13 && facts.max_early_data >= least;
    (is_offered && allowed).then(|| EarlyOffer { protocol: facts.protocol.clone() })
}
