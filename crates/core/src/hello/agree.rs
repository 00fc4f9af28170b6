//! The client's facts after the hellos, before TLS 1.3: the rest of what the server chose
//! (RFC 5246 §7.4.1.3).

use bytes::Bytes;

use super::{
    answered::check_solicited, answered12::Answered, client::Next, offer, offered::Offered,
    wait_server_hello::WaitServerHello,
};
use crate::{
    action::Actions,
    crypto::SuiteFacts,
    event::{Event, Resumption},
    fault::{Fault, FaultKind, list},
    handshake::{Agreed, ClientAgreed, Transcript},
    resume::{ClientSession, Session},
    wire::{NULL_COMPRESSION, ProtocolVersion, ServerHello},
};

impl WaitServerHello {
    /// Everything but the version, which is known.
    pub(super) fn agree(
        self,
        version: ProtocolVersion,
        raw: &Bytes,
        message: &ServerHello<'_>,
        actions: &mut Actions<'_>,
    ) -> Result<Next, Fault> {
        let suite = self.suite(message, version)?;
        if message.compression_method != NULL_COMPRESSION {
            return Err(Fault::new(FaultKind::CompressionNotOffered)
                .came(alloc::format!("method {}", message.compression_method))
                .expected("method 0, none"));
        }
        check_solicited(&self.offered.hello, message.extensions)?;
        let answered = Answered::read(message.extensions, &self.offered.config, suite)?;
        let Offered { config, server_name, random, hello, session_id, session, .. } = *self.offered;
        let resumed = resumed(session, &session_id, message)?;
        if let Some((session, _)) = &resumed {
            check_resumed(session, version, suite, answered.extended_master_secret)?;
        }
        let agreed = Agreed {
            version,
            suite,
            client_random: random,
            server_random: *message.random,
            extended_master_secret: answered.extended_master_secret,
            encrypt_then_mac: answered.encrypt_then_mac,
            secure_renegotiation: answered.secure_renegotiation,
            protocol: answered.protocol,
            resumption: resumed.as_ref().map(|(_, how)| *how),
            record_limits: answered.record_limits,
            certificate_types: answered.certificate_types,
        };
        // A server may ask for a certificate, which has to sign all messages.
        let keep = resumed.is_none()
            && suite.key_exchange.has_certificate()
            && !config.credentials().is_empty();
        let mut transcript = Transcript::start(config.provider(), version, suite, &hello, keep)?;
        transcript.add(raw);
        actions.emit(Event::Negotiated(agreed.summary()));
        let offered_version = offer::offered_version(config.policy());
        Ok(Next::Tls12(ClientAgreed {
            config,
            server_name,
            agreed,
            transcript,
            offered_version,
            session_id: Bytes::copy_from_slice(message.session_id),
            resumed: resumed.map(|(session, _)| session),
            ticket_expected: answered.ticket_expected,
            status_possible: answered.status_possible,
        }))
    }

    fn suite(
        &self,
        message: &ServerHello<'_>,
        version: ProtocolVersion,
    ) -> Result<&'static SuiteFacts, Fault> {
        self.offered
            .config
            .suites()
            .iter()
            .find(|facts| facts.suite == message.cipher_suite && facts.is_for(version))
            .copied()
            .ok_or_else(|| {
                Fault::new(FaultKind::SuiteNotOffered)
                    .came(alloc::format!("{} for {version}", message.cipher_suite))
                    .expected(list(&self.offered.config.policy().suites))
            })
    }
}

/// The session that the server resumes, if it does: it repeats the id that we sent
/// (RFC 5246 §7.4.1.3).
fn resumed(
    session: Option<ClientSession>,
    session_id: &Bytes,
    message: &ServerHello<'_>,
) -> Result<Option<(Session, Resumption)>, Fault> {
    if session_id.is_empty() || message.session_id != &session_id[..] {
        return Ok(None);
    }
    // An id was sent with a session of such a version, or means nothing (RFC 8446 §4.1.2).
    let session =
        session.filter(ClientSession::is_before_tls13).ok_or(FaultKind::ResumptionMismatch)?;
    let how = if session.ticket.is_empty() { Resumption::SessionId } else { Resumption::Ticket };
    Ok(Some((session.session, how)))
}

/// RFC 5246 §7.4.1.3, RFC 7627 §5.3: nothing has changed.
fn check_resumed(
    session: &Session,
    version: ProtocolVersion,
    suite: &SuiteFacts,
    extended_master_secret: bool,
) -> Result<(), Fault> {
    if (session.version, session.suite) != (version, suite.suite) {
        return Err(Fault::new(FaultKind::ResumptionMismatch)
            .came(alloc::format!("{version} with {}", suite.name))
            .expected(alloc::format!("{} with {}", session.version, session.suite)));
    }
    if !extended_master_secret {
        return Err(FaultKind::ResumedWithoutExtendedMasterSecret.into());
    }
    Ok(())
}
