//! `WaitSession`: the driver may have a session to resume; the client says hello
//! (RFC 5246 §7.4.1.2, RFC 5077 §3.4).

use alloc::boxed::Box;

use bytes::Bytes;
use pki_types::{IpAddr, ServerName, UnixTime};

use super::{
    client::{Next, State},
    offer::{self, Offer},
    wait_server_hello::WaitServerHello,
};
use crate::{
    action::Actions,
    config::ClientConfig,
    crypto::{Secret, SuiteFacts},
    fault::Fault,
    resume::{Binding, ClientSession},
    wire::{HandshakeType, RANDOM_LEN},
};

/// Length of the session id that goes with a ticket, in bytes: the longest, so that no server
/// gives the same by chance.
const OWN_ID: usize = 32;

/// A client that has asked for a session.
pub(crate) struct WaitSession {
    pub(super) config: ClientConfig,
    pub(super) server_name: ServerName<'static>,
}

impl WaitSession {
    /// Offers the session, if it is one that this configuration could have made.
    pub(super) fn on_session(
        self,
        answer: Option<&Secret>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let Self { config, server_name } = self;
        let session = answer
            .and_then(ClientSession::decode)
            .filter(|session| is_usable(session, &config, &server_name, actions.now));
        send_hello(config, server_name, session, actions)
    }
}

/// A session weakens nothing: it was made with this server, version and suite are still allowed,
/// and it is not too old.
fn is_usable(
    session: &ClientSession,
    config: &ClientConfig,
    server_name: &ServerName<'_>,
    now: UnixTime,
) -> bool {
    let inner = &session.session;
    let Some(facts) = inner.suite.facts() else { return false };
    let lifetime = session.lifetime.min(config.policy().session_lifetime);
    config.policy().versions.contains(&inner.version)
        && config.policy().suites.contains(&inner.suite)
        && facts.is_for(inner.version)
        && binding(config, facts, server_name) == Some(inner.binding)
        && inner.is_fresh(now, lifetime)
}

/// What a client's session is bound to: the server's name.
pub(crate) fn binding(
    config: &ClientConfig,
    suite: &SuiteFacts,
    server_name: &ServerName<'_>,
) -> Option<Binding> {
    let hash = config.provider().hash(suite.hash)?;
    Some(match server_name {
        ServerName::DnsName(name) => {
            let name = name.as_ref().to_ascii_lowercase();
            Binding::new(hash, &[b"dns", name.as_bytes()])
        }
        ServerName::IpAddress(IpAddr::V4(address)) => {
            Binding::new(hash, &[b"ip", address.as_ref()])
        }
        ServerName::IpAddress(IpAddr::V6(address)) => {
            Binding::new(hash, &[b"ip", address.as_ref()])
        }
        // A kind of name that is not known here has no sessions.
        _ => return None,
    })
}

/// Sends the `ClientHello`.
pub(super) fn send_hello(
    config: ClientConfig,
    server_name: ServerName<'static>,
    session: Option<ClientSession>,
    actions: &mut Actions<'_>,
) -> Result<Next, Fault> {
    let mut random = [0; RANDOM_LEN];
    actions.random.fill(&mut random)?;
    let session_id = session_id(session.as_ref(), actions)?;
    let offer = Offer {
        config: &config,
        server_name: &server_name,
        random: &random,
        session_id: &session_id,
        ticket: session.as_ref().map_or(&[], |session| &session.ticket),
    };
    let hello = actions
        .send_first(HandshakeType::CLIENT_HELLO, |writer| offer::client_hello(writer, &offer))
        .to_vec();
    Ok(Next::Wait(State::WaitServerHello(Box::new(WaitServerHello {
        config,
        server_name,
        random,
        hello,
        session_id,
        session,
    }))))
}

/// RFC 5077 §3.4: with a ticket goes an id of our own, by whose return the server says that it
/// resumes.
fn session_id(session: Option<&ClientSession>, actions: &mut Actions<'_>) -> Result<Bytes, Fault> {
    match session {
        None => Ok(Bytes::new()),
        Some(session) if session.ticket.is_empty() => Ok(session.id.clone()),
        Some(_) => {
            let mut id = [0; OWN_ID];
            actions.random.fill(&mut id)?;
            Ok(Bytes::copy_from_slice(&id))
        }
    }
}
