//! The server's facts after the hellos: a session resumed, or everything agreed on anew
//! (RFC 5246 §7.3).

use bytes::Bytes;

use super::{
    answered::peer_record_size_limit,
    certificate_types, choose,
    choose12::{self, Choice},
    server::Next,
    wait_configuration::{Served, binding},
};
use crate::{
    action::Actions,
    config::{ProtocolName, ServerConfig},
    crypto::{RecordCipher, SuiteFacts},
    event::{Event, Resumption},
    fault::{Fault, FaultKind},
    handshake::{Agreed, CertificateTypes, HelloAnswers, RecordLimits, ServerAgreed, Transcript},
    limits::MAX_PLAINTEXT,
    resume::Session,
    wire::{ClientHello, ProtocolVersion, RANDOM_LEN, ServerHello, extension::ExtensionType},
};

/// Length of the ids that we give to sessions, in bytes.
const SESSION_ID: usize = 32;

/// Goes on with a session that was found, where it may be resumed; else in full.
pub(super) fn with(
    served: &Served,
    session: Option<Session>,
    how: Resumption,
    renew: bool,
    actions: &mut Actions<'_>,
) -> Result<Next, Fault> {
    let hello = served.offered.decode()?;
    let protocol = choose::protocol(&hello, &served.config)?;
    let resumed = match session {
        Some(session) => resumable(&session, &hello, served, protocol.as_ref(), actions)?
            .map(|suite| (session, suite)),
        None => None,
    };
    let Some((session, suite)) = resumed else { return in_full(served, actions) };
    let choice = Choice { suite, group: None, credential: None, scheme: None };
    let mut agreed = agree(served, &hello, choice, protocol, Some(how), actions)?;
    // RFC 5077 §3.4, RFC 5246 §7.4.1.3: the client's id comes back.
    agreed.session_id = served.offered.raw().slice_ref(hello.session_id);
    agreed.answers.ticket = renew && hello.session_ticket().is_some();
    agreed.binding = Some(session.binding);
    actions.emit(Event::Negotiated(agreed.agreed.summary()));
    Ok(Next::Tls12Resumed(agreed, session))
}

/// A full handshake.
pub(super) fn in_full(served: &Served, actions: &mut Actions<'_>) -> Result<Next, Fault> {
    let hello = served.offered.decode()?;
    let choice = choose12::choose(&hello, &served.config, served.version)?;
    let protocol = choose::protocol(&hello, &served.config)?;
    let mut agreed = agree(served, &hello, choice, protocol, None, actions)?;
    let config = &served.config;
    // A session without an extended master secret is never resumed (RFC 7627 §5.3).
    let kept = agreed.agreed.extended_master_secret;
    agreed.answers.ticket = kept && config.gives_tickets() && hello.session_ticket().is_some();
    if kept && config.keeps_sessions() && !agreed.answers.ticket {
        let mut id = [0; SESSION_ID];
        actions.random.fill(&mut id)?;
        agreed.session_id = Bytes::copy_from_slice(&id);
    }
    if agreed.answers.ticket || !agreed.session_id.is_empty() {
        let (suite, protocol) = (agreed.agreed.suite, agreed.agreed.protocol.as_ref());
        agreed.binding = Some(binding(&hello, config, suite, protocol)?);
    }
    let ocsp = agreed.credential.as_ref().and_then(|credential| credential.ocsp_response());
    agreed.answers.status = ocsp.is_some() && hello.status_request()?;
    actions.emit(Event::Negotiated(agreed.agreed.summary()));
    Ok(Next::Tls12(agreed))
}

/// The session's suite, if everything that it stands for still holds (RFC 5246 §7.4.1.3).
fn resumable(
    session: &Session,
    hello: &ClientHello<'_>,
    served: &Served,
    protocol: Option<&ProtocolName>,
    actions: &Actions<'_>,
) -> Result<Option<&'static SuiteFacts>, Fault> {
    let config = &served.config;
    let suite = config.suites().iter().find(|facts| facts.suite == session.suite).copied();
    let Some(suite) = suite.filter(|facts| hello.cipher_suites.contains(facts.suite.0)) else {
        return Ok(None);
    };
    let fits = session.version == served.version
        && suite.is_for(served.version)
        && session.is_welcome(&config.policy().certificate_types)
        && session.is_fresh(actions.now, config.policy().session_lifetime)
        && session.binding == binding(hello, config, suite, protocol)?;
    if !fits {
        return Ok(None);
    }
    // RFC 7627 §5.3: the client that made the session knew the extension.
    if !hello.extended_master_secret()? {
        return Err(FaultKind::ResumedWithoutExtendedMasterSecret.into());
    }
    Ok(Some(suite))
}

fn agree(
    served: &Served,
    hello: &ClientHello<'_>,
    choice: Choice,
    protocol: Option<ProtocolName>,
    resumption: Option<Resumption>,
    actions: &mut Actions<'_>,
) -> Result<ServerAgreed, Fault> {
    let Served { offered, secure_renegotiation, config, version } = served;
    let Choice { suite, group, credential, scheme } = choice;
    let extended_master_secret = hello.extended_master_secret()?;
    if config.policy().require_extended_master_secret && !extended_master_secret {
        return Err(FaultKind::ExtendedMasterSecretMissing.into());
    }
    let server_random = server_random(config, *version, actions)?;
    let certificate_types = match &credential {
        Some(credential) => certificate_types::decide(hello, config, credential)?,
        None => CertificateTypes { client: None, ..CertificateTypes::default() },
    };
    let (record_limits, mut answers) = record_limits(hello, config)?;
    answers.name = hello.server_name()?.is_some();
    answers.point_formats = suite.key_exchange.uses_curve()
        && hello.extensions.get(ExtensionType::EC_POINT_FORMATS).is_some();
    let is_cbc = matches!(suite.cipher, RecordCipher::Cbc(..));
    let agreed = Agreed {
        version: *version,
        suite,
        client_random: *hello.random,
        server_random,
        extended_master_secret,
        encrypt_then_mac: is_cbc && config.policy().encrypt_then_mac && hello.encrypt_then_mac()?,
        secure_renegotiation: *secure_renegotiation,
        protocol,
        resumption,
        record_limits,
        certificate_types,
    };
    let keep = certificate_types.client.is_some();
    let raw = offered.raw();
    let transcript = Transcript::start(config.provider(), *version, suite, raw, keep)?;
    Ok(ServerAgreed {
        config: config.clone(),
        agreed,
        transcript,
        offered_version: hello.legacy_version,
        group,
        credential,
        scheme,
        server_name: hello.server_name()?.map(|name| raw.slice_ref(name.as_bytes())),
        binding: None,
        session_id: Bytes::new(),
        answers,
    })
}

/// RFC 8446 §4.1.3: a client that could do more than the version chosen is told so where no
/// attacker can change it.
fn server_random(
    config: &ServerConfig,
    version: ProtocolVersion,
    actions: &mut Actions<'_>,
) -> Result<[u8; RANDOM_LEN], Fault> {
    let mut random = [0; RANDOM_LEN];
    actions.random.fill(&mut random)?;
    let better = config.policy().versions.iter().any(|ours| *ours > version);
    if better {
        let mark = if version == ProtocolVersion::TLS12 {
            ServerHello::DOWNGRADED_TO_TLS12
        } else {
            ServerHello::DOWNGRADED_BELOW_TLS12
        };
        for (byte, mark) in random.iter_mut().rev().zip(mark.iter().rev()) {
            *byte = *mark;
        }
    }
    Ok(random)
}

/// RFC 6066 §4: the length of fragments is the client's to choose. RFC 8449 §4: each side tells
/// its own limit; §5: with it goes no length of fragments.
fn record_limits(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> Result<(RecordLimits, HelloAnswers), Fault> {
    let (mut limits, mut answers) = (RecordLimits::default(), HelloAnswers::default());
    let length = hello.max_fragment_length()?;
    match (hello.extensions.get(ExtensionType::RECORD_SIZE_LIMIT), length) {
        (Some(theirs), _) => {
            let ours = config.policy().record_size_limit;
            limits.send = Some(peer_record_size_limit(theirs)?);
            limits.receive = ours.map(usize::from);
            let most = u16::try_from(MAX_PLAINTEXT).unwrap_or(u16::MAX);
            answers.record_size_limit = Some(ours.unwrap_or(most));
        }
        (None, Some(length)) if length.bytes().is_none() => {
            return Err(Fault::new(FaultKind::BadFragmentLength)
                .came(alloc::format!("number {}", length.0))
                .expected("1 to 4"));
        }
        (None, Some(length)) => {
            limits.fragment = length.bytes();
            answers.fragment = Some(length.0);
        }
        (None, None) => {}
    }
    Ok((limits, answers))
}
