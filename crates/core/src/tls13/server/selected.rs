//! A pre-shared key that is known, and may be used (RFC 8446 §4.2.11).

use alloc::boxed::Box;

use bytes::Bytes;
use pki_types::UnixTime;

use super::greeted::Greeted;
use crate::{
    crypto::{Secret, SuiteFacts},
    event::Resumption,
    fault::{Fault, FaultKind},
    hello::server_binding,
    limits::MAX_TICKET_LIFETIME,
    request::PreSharedKey,
    resume::Session,
    schedule::{EarlySecret, Hkdf, PskKind},
    wire::ProtocolVersion,
};

/// The key.
pub(super) struct Selected {
    /// Its place among those that the client offers, counted from 0.
    pub(super) place: u16,
    pub(super) suite: &'static SuiteFacts,
    pub(super) secret: EarlySecret,
    kind: PskKind,
    pub(super) origin: Origin,
}

/// Where it comes from.
pub(super) enum Origin {
    /// A session from before.
    Session(Box<Session>, Resumption),
    /// Both sides were given it, under this name.
    Given(Bytes),
}

impl Selected {
    /// The key of a session, if everything that it stands for still holds.
    pub(super) fn of_session(
        greeted: &Greeted,
        place: u16,
        session: Session,
        how: Resumption,
        now: UnixTime,
    ) -> Result<Option<Self>, Fault> {
        let config = &greeted.config;
        let hello = greeted.offered.decode()?;
        let Some(suite) = greeted.suites(&hello).find(|facts| facts.suite == session.suite) else {
            return Ok(None);
        };
        let lifetime = config.policy().session_lifetime.min(MAX_TICKET_LIFETIME);
        let fits = session.version == ProtocolVersion::TLS13
            && session.is_welcome(&config.policy().certificate_types)
            && session.is_fresh(now, lifetime)
            && session.binding == server_binding(&hello, config, suite, greeted.protocol.as_ref())?;
        if !fits {
            return Ok(None);
        }
        let secret = early_secret(greeted, suite, &session.master_secret)?;
        let origin = Origin::Session(Box::new(session), how);
        Ok(Some(Self { place, suite, secret, kind: PskKind::Resumption, origin }))
    }

    /// A key that both sides were given, if a suite goes with it.
    pub(super) fn given(
        greeted: &Greeted,
        place: u16,
        identity: Bytes,
        key: &PreSharedKey,
    ) -> Result<Option<Self>, Fault> {
        let hello = greeted.offered.decode()?;
        let suite = greeted.suites(&hello).find(|facts| facts.hash == key.hash);
        let Some(suite) = suite.filter(|_| key.is_usable()) else { return Ok(None) };
        let secret = early_secret(greeted, suite, &key.key)?;
        let kind = if key.imported { PskKind::Imported } else { PskKind::External };
        Ok(Some(Self { place, suite, secret, kind, origin: Origin::Given(identity) }))
    }

    /// RFC 8446 §4.2.11.2: the client knows the key. Compared in constant time.
    pub(super) fn check_binder(&self, greeted: &Greeted) -> Result<(), Fault> {
        let hello = greeted.offered.decode()?;
        let psks = hello.psk()?.ok_or(FaultKind::BadBinder)?;
        let came = psks.binders().nth(usize::from(self.place)).unwrap_or_default();
        let transcript = greeted.hash(psks.truncated(greeted.offered.raw()), self.suite)?;
        let binder = self.secret.binder_key(self.kind).binder(transcript.as_ref());
        if Secret::new(binder.as_ref()).matches(came) {
            Ok(())
        } else {
            Err(Fault::new(FaultKind::BadBinder).came(alloc::format!("key {}", self.place)))
        }
    }

    /// The session that is resumed, if one is.
    pub(super) fn session(&self) -> Option<&Session> {
        match &self.origin {
            Origin::Session(session, _) => Some(session),
            Origin::Given(_) => None,
        }
    }
}

fn early_secret(greeted: &Greeted, suite: &SuiteFacts, key: &Secret) -> Result<EarlySecret, Fault> {
    let hkdf = Hkdf::new(greeted.config.provider(), suite.hash)?;
    Ok(EarlySecret::new(hkdf, Some(key)))
}
