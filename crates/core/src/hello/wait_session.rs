//! `WaitSession`: the driver may have a session to resume (RFC 5246 §7.4.1.2, RFC 5077 §3.4,
//! RFC 8446 §4.2.11).

use pki_types::{IpAddr, ServerName, UnixTime};

use super::{client::Next, say_hello};
use crate::{
    action::Actions,
    config::ClientConfig,
    crypto::{Secret, SuiteFacts},
    fault::Fault,
    resume::{Binding, ClientSession},
    wire::ProtocolVersion,
};

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
        say_hello::begin(config, server_name, session, actions)
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
    config.policy().versions.contains(&inner.version)
        && config.policy().suites.contains(&inner.suite)
        && facts.is_for(inner.version)
        && inner.is_welcome(&config.policy().certificate_types)
        && binding(config, facts, server_name) == Some(inner.binding)
        && is_fresh(session, config.policy().session_lifetime, now)
}

/// A ticket of TLS 1.3 has an age of its own: its session may have been carried on by others.
fn is_fresh(session: &ClientSession, most: u32, now: UnixTime) -> bool {
    let (inner, lifetime) = (&session.session, session.lifetime.min(most));
    if inner.version < ProtocolVersion::TLS13 {
        return inner.is_fresh(now, lifetime);
    }
    inner.is_fresh(now, most) && inner.ticket_age(now) / 1000 < lifetime
}

/// What a client's session is bound to: its context, and the server's name.
pub(crate) fn binding(
    config: &ClientConfig,
    suite: &SuiteFacts,
    server_name: &ServerName<'_>,
) -> Option<Binding> {
    let hash = config.provider().hash(suite.hash)?;
    let context = config.session_context();
    Some(match server_name {
        ServerName::DnsName(name) => {
            let name = name.as_ref().to_ascii_lowercase();
            Binding::new(hash, &[b"dns", name.as_bytes(), context])
        }
        ServerName::IpAddress(IpAddr::V4(address)) => {
            Binding::new(hash, &[b"ip", address.as_ref(), context])
        }
        ServerName::IpAddress(IpAddr::V6(address)) => {
            Binding::new(hash, &[b"ip", address.as_ref(), context])
        }
        // A kind of name that is not known here has no sessions.
        _ => return None,
    })
}
