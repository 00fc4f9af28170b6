//! Saying hello: what goes into a `ClientHello` is put together, with key pairs and binders, and
//! sent (RFC 8446 §4.1.2, RFC 5077 §3.4).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;
use pki_types::ServerName;

#[cfg(feature = "tls13")]
use super::{binders, offer13, wait_pre_shared_key};
use super::{
    client::{Next, State},
    offer::{self, Offer},
    offered::{Grease, Offered},
    wait_server_hello::WaitServerHello,
};
#[cfg(feature = "tls13")]
use crate::request::PreSharedKey;
use crate::{
    action::Actions,
    config::ClientConfig,
    fault::Fault,
    resume::ClientSession,
    wire::{ProtocolVersion, RANDOM_LEN},
};

/// Length of a session id of our own in bytes: the longest, so that no server gives the same by
/// chance.
const OWN_ID: usize = 32;

/// Says hello with this session, once the driver has given the key that is to go with it, where
/// TLS 1.3 wants one.
pub(super) fn begin(
    config: ClientConfig,
    server_name: ServerName<'static>,
    session: Option<ClientSession>,
    actions: &mut Actions<'_>,
) -> Result<Next, Fault> {
    #[cfg(feature = "tls13")]
    if is_tls13(&config) && config.has_pre_shared_keys() {
        return Ok(wait_pre_shared_key::ask(config, server_name, session, actions));
    }
    say_hello(
        config,
        server_name,
        session,
        #[cfg(feature = "tls13")]
        None,
        actions,
    )
}

/// Sends the `ClientHello`, and whatever early data need.
pub(super) fn say_hello(
    config: ClientConfig,
    server_name: ServerName<'static>,
    session: Option<ClientSession>,
    #[cfg(feature = "tls13")] key: Option<PreSharedKey>,
    actions: &mut Actions<'_>,
) -> Result<Next, Fault> {
    let mut random = [0; RANDOM_LEN];
    actions.random.fill(&mut random)?;
    let session_id = session_id(&config, session.as_ref(), actions)?;
    let grease = grease(&config, actions)?;
    #[cfg(feature = "tls13")]
    let encrypted_hello = offer13::encrypted_hello(&config, actions)?;
    #[cfg(feature = "tls13")]
    let shares =
        if is_tls13(&config) { offer13::first_shares(&config, actions)? } else { Vec::new() };
    let mut offered = Box::new(Offered {
        #[cfg(feature = "tls13")]
        keys: offer13::keys(session.as_ref(), key, actions.now),
        #[cfg(feature = "tls13")]
        early_data: offer13::early_data(&config, session.as_ref()),
        config,
        server_name,
        random,
        hello: Vec::new(),
        session_id,
        session,
        #[cfg(feature = "tls13")]
        shares,
        grease,
        #[cfg(feature = "tls13")]
        encrypted_hello,
    });
    write(&mut offered, &[]);
    #[cfg(feature = "tls13")]
    binders::sign_first(&mut offered)?;
    actions.send_whole(&offered.hello);
    #[cfg(feature = "tls13")]
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
