//! What the server answers to a `ClientHello`: a `ServerHello`, or once the wish for another hello
//! (RFC 8446 §4.1.3, §4.1.4).

use alloc::{boxed::Box, vec::Vec};

use bytes::Bytes;

use super::{Course, State, WaitEncryptedExtensions, WaitServerHello};
use crate::{
    action::Actions,
    crypto::{NamedGroup, Secret, SuiteFacts},
    event::{EarlyData, Event, Resumption},
    fault::{Fault, FaultKind, list},
    handshake::{Agreed, CertificateTypes, RecordLimits, Role, Transcript},
    hello::{self, Offered},
    key_log::KeyLog,
    limits::HANDSHAKE_HEADER,
    quic::Keys,
    schedule::{EarlySecret, Hkdf, PskKind},
    wire::{NULL_COMPRESSION, ProtocolVersion, ServerHello},
};

/// The first answer.
pub(super) fn start(
    offered: Box<Offered>,
    raw: &Bytes,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let message = ServerHello::decode(raw.get(HANDSHAKE_HEADER..).unwrap_or_default())?;
    let suite = check(&offered, &message)?;
    let provider = *offered.config.provider();
    if message.is_retry() {
        let transcript = Transcript::start_retried(&provider, suite, &offered.hello)?;
        return retry(offered, suite, transcript, raw, &message, actions);
    }
    let version = ProtocolVersion::TLS13;
    let transcript = Transcript::start(&provider, version, suite, &offered.hello, false)?;
    accept(offered, suite, transcript, raw, &message, false, actions)
}

/// What holds for both forms; gives the suite.
pub(super) fn check(
    offered: &Offered,
    message: &ServerHello<'_>,
) -> Result<&'static SuiteFacts, Fault> {
    if message.session_id != &offered.session_id[..] {
        return Err(FaultKind::SessionIdNotEchoed.into());
    }
    if message.compression_method != NULL_COMPRESSION {
        return Err(Fault::new(FaultKind::CompressionNotOffered)
            .came(alloc::format!("method {}", message.compression_method))
            .expected("method 0, none"));
    }
    let version = ProtocolVersion::TLS13;
    let usable =
        |facts: &&&SuiteFacts| facts.suite == message.cipher_suite && facts.is_for(version);
    offered.config.suites().iter().find(usable).copied().ok_or_else(|| {
        Fault::new(FaultKind::SuiteNotOffered)
            .came(alloc::format!("{} for {version}", message.cipher_suite))
            .expected(list(&offered.config.policy().suites))
    })
}

/// Says hello once more, as the server wants it (RFC 8446 §4.1.2).
fn retry(
    mut offered: Box<Offered>,
    suite: &'static SuiteFacts,
    mut transcript: Transcript,
    raw: &Bytes,
    message: &ServerHello<'_>,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    hello::check_solicited(&offered.hello, message.extensions)?;
    let group = message.retry_group()?;
    let cookie = message.cookie()?.unwrap_or_default();
    if group.is_none() && cookie.is_empty() {
        return Err(FaultKind::RetryWithoutChange.into());
    }
    actions.agree(ProtocolVersion::TLS13, suite.suite);
    if let Some(group) = group {
        check_retry_group(&offered, group)?;
        offered.shares = hello::own_shares(&offered.config, &[group], actions)?;
    }
    transcript.add(raw);
    // RFC 8446 §4.2.10: early data are over, and the hello goes out in plain text.
    let early = offered.early_data.take().is_some();
    if early {
        actions.allow_early_data(0);
        actions.drop_write_keys();
    } else {
        send_change_cipher_spec(&offered, actions);
    }
    // RFC 8446 §4.1.4: a key for suites of another hash would be of no use.
    offered.keys.retain(|key| key.hash == suite.hash);
    hello::tell_age_again(&mut offered, actions.now);
    hello::write_again(&mut offered, cookie);
    hello::sign_again(&mut offered, &transcript)?;
    actions.send_whole(&offered.hello);
    transcript.add(&offered.hello);
    Ok(State::WaitServerHello(WaitServerHello { offered, suite, group, transcript, early }))
}

/// RFC 8446 §4.2.8: a group that was named, and that no share was sent for.
fn check_retry_group(offered: &Offered, group: NamedGroup) -> Result<(), Fault> {
    let groups = &offered.config.policy().groups;
    if !groups.iter().any(|ours| *ours == group && group.is_for_tls13()) {
        return Err(Fault::new(FaultKind::GroupNotOffered)
            .came(alloc::format!("{group}"))
            .expected(list(groups)));
    }
    if offered.shares.iter().any(|share| share.group == group) {
        return Err(Fault::new(FaultKind::RetryWithoutChange)
            .came(alloc::format!("a share for {group} was sent")));
    }
    Ok(())
}

/// RFC 8446 appendix D.4: before our second flight, where we look like TLS 1.2.
fn send_change_cipher_spec(offered: &Offered, actions: &mut Actions<'_>) {
    if offered.config.is_middlebox_compatible() {
        actions.send_change_cipher_spec();
    }
}

/// The server has chosen: both sides' keys change (RFC 8446 §7.1).
pub(super) fn accept(
    mut offered: Box<Offered>,
    suite: &'static SuiteFacts,
    mut transcript: Transcript,
    raw: &Bytes,
    message: &ServerHello<'_>,
    retried: bool,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    hello::check_solicited(&offered.hello, message.extensions)?;
    let chosen = chosen_key(&offered, suite, message)?;
    let (group, shared) = agree(&mut offered, message, chosen.is_some())?;
    transcript.add(raw);
    let hkdf = Hkdf::new(offered.config.provider(), suite.hash)?;
    let key = chosen.and_then(|at| offered.keys.get(at));
    let schedule =
        EarlySecret::new(hkdf, key.map(|key| &key.secret)).into_handshake(shared.as_ref());
    drop(shared);
    let hash = transcript.current();
    let client = schedule.traffic(Role::Client, hash.as_ref());
    let server = schedule.traffic(Role::Server, hash.as_ref());
    let Offered { config, random, .. } = &*offered;
    if config.logs_keys() {
        actions.emit(Event::KeyLog(KeyLog::traffic(&client, *random)));
        actions.emit(Event::KeyLog(KeyLog::traffic(&server, *random)));
    }
    actions.agree(ProtocolVersion::TLS13, suite.suite);
    let early_data = offered.early_data.is_some();
    // RFC 9001 §4.1.4: over QUIC packets of both levels go side by side.
    if !early_data || config.transport().is_quic() {
        if !retried {
            send_change_cipher_spec(&offered, actions);
        }
        actions.pad_records(config.policy().record_padding);
        actions.change_write_keys(Keys::client(config, &client, suite)?);
    }
    actions.change_read_keys(Keys::client(config, &server, suite)?);
    let is_session = key.is_some_and(|key| key.kind == PskKind::Resumption);
    let psk_identity = key.filter(|_| !is_session).map(|key| key.identity.clone());
    let offered = *offered;
    let session = offered.session.filter(|_| is_session).map(|session| session.session);
    let agreed = Agreed {
        version: ProtocolVersion::TLS13,
        suite,
        client_random: offered.random,
        server_random: *message.random,
        extended_master_secret: true,
        encrypt_then_mac: false,
        secure_renegotiation: true,
        protocol: None,
        resumption: session.as_ref().map(|_| Resumption::Ticket),
        record_limits: RecordLimits::default(),
        certificate_types: CertificateTypes::default(),
    };
    let course = Box::new(Course {
        config: offered.config,
        server_name: offered.server_name,
        agreed,
        transcript,
        hello: offered.hello,
        schedule,
        client,
        server,
        group,
        with_key: chosen.is_some(),
        early_offer: offered.early_data,
        first_key: chosen == Some(0),
        early_data: if early_data { EarlyData::Rejected } else { EarlyData::None },
        psk_identity: session
            .as_ref()
            .and_then(|session| session.psk_identity.clone())
            .or(psk_identity),
        chain: session.as_ref().and_then(|session| session.peer.clone()).into_iter().collect(),
        resumed_from: session.as_ref().map(|session| session.created),
        ocsp_response: None,
        scheme: None,
        request: None,
        retried,
    });
    Ok(State::WaitEncryptedExtensions(WaitEncryptedExtensions { course }))
}

/// The place of the pre-shared key that the server goes on with (RFC 8446 §4.2.11).
fn chosen_key(
    offered: &Offered,
    suite: &SuiteFacts,
    message: &ServerHello<'_>,
) -> Result<Option<usize>, Fault> {
    let Some(selected) = message.selected_psk()?.map(usize::from) else { return Ok(None) };
    match offered.keys.get(selected) {
        Some(key) if key.hash == suite.hash => Ok(Some(selected)),
        Some(key) => Err(Fault::new(FaultKind::PskNotOffered)
            .came(alloc::format!("key {selected} with {}", suite.name))
            .expected(alloc::format!("a suite with {}", key.hash))),
        None => Err(Fault::new(FaultKind::PskNotOffered)
            .came(alloc::format!("key {selected}"))
            .expected(alloc::format!("less than {}", offered.keys.len()))),
    }
}

/// What the key exchange gives; nothing where a pre-shared key stands alone, and may.
fn agree(
    offered: &mut Offered,
    message: &ServerHello<'_>,
    with_key: bool,
) -> Result<(Option<NamedGroup>, Option<Secret>), Fault> {
    let Some(theirs) = message.key_share()? else {
        if with_key && offered.config.policy().psk_without_key_exchange {
            return Ok((None, None));
        }
        return Err(Fault::new(FaultKind::MissingExtension).came("a ServerHello without key_share"));
    };
    let group = theirs.group;
    let shares = core::mem::take(&mut offered.shares);
    let sent: Vec<NamedGroup> = shares.iter().map(|share| share.group).collect();
    let share = shares.into_iter().find(|share| share.group == group).ok_or_else(|| {
        Fault::new(FaultKind::GroupNotOffered).came(alloc::format!("{group}")).expected(list(&sent))
    })?;
    let secret = share
        .key
        .agree(theirs.key_exchange)
        .map_err(|_| Fault::new(FaultKind::BadKeyShare).came(alloc::format!("for {group}")))?;
    Ok((Some(group), Some(secret)))
}
