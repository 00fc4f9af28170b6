//! `HelloRetryRequest`: the client knows a group of ours, and sent no share for it
//! (RFC 8446 §4.1.4). And what may change in the hello that answers it (§4.1.2).

use super::{State, WaitClientHello, choose};
use crate::{
    OfferedHello,
    action::Actions,
    config::ServerConfig,
    crypto::{HashAlgorithm, NamedGroup, SuiteFacts},
    fault::{Fault, FaultKind},
    handshake::Transcript,
    limits::MAX_SKIPPED_EARLY_DATA,
    wire::{
        ClientHello, HandshakeType, ProtocolVersion, ServerHello,
        extension::{
            ExtensionType,
            key_share::{self, KeyShares},
            supported_versions,
        },
    },
};

/// Sends it.
pub(super) fn ask(
    config: ServerConfig,
    first: OfferedHello,
    group: NamedGroup,
    actions: &mut Actions<'_>,
) -> Result<State, Fault> {
    let hello = first.decode()?;
    let suite = suite(&hello, &config)?;
    let mut transcript = Transcript::start_retried(config.provider(), suite, first.raw())?;
    actions.agree(ProtocolVersion::TLS13, suite.suite);
    actions.send(HandshakeType::SERVER_HELLO, &mut transcript, |writer| {
        let (version, random) = (ProtocolVersion::TLS12, ServerHello::RETRY_RANDOM);
        ServerHello::encode(writer, version, random, hello.session_id, suite.suite, |writer| {
            key_share::encode_retry(writer, group);
            supported_versions::encode_answer(writer, ProtocolVersion::TLS13);
        });
    });
    // RFC 8446 appendix D.4.
    if !hello.session_id.is_empty() {
        actions.send_change_cipher_spec();
    }
    let early_data = hello.early_data()?;
    if early_data {
        actions.skip_early_data(skipped(&config));
    }
    Ok(State::WaitClientHello(WaitClientHello {
        config,
        first,
        transcript,
        suite,
        group,
        early_data,
    }))
}

/// How much of early data that are not taken may come, in bytes: as much as our tickets allow, or
/// as those of an older configuration may have.
pub(super) fn skipped(config: &ServerConfig) -> usize {
    let ours = usize::try_from(config.max_early_data()).unwrap_or(usize::MAX);
    ours.max(MAX_SKIPPED_EARLY_DATA)
}

/// Whatever suite is named here stays, and no key has been asked for yet. So the first one goes
/// that a key of the client may go with: the length of its binder tells the hash.
fn suite(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<&'static SuiteFacts, Fault> {
    let any = choose::suite(hello, config)?;
    let psk_mode = choose::psk_mode(hello, config, true)?;
    let Some(psks) = hello.psk()?.filter(|_| psk_mode.is_some()) else { return Ok(any) };
    let of_key = |hash: HashAlgorithm| {
        psks.binders().next().is_some_and(|binder| binder.len() == hash.output_len())
    };
    let fitting = choose::common_suites(hello, config).find(|facts| of_key(facts.hash));
    Ok(fitting.unwrap_or(any))
}

/// What may differ: a share goes, another comes, and with it other binders and padding. Nobody
/// here reads an encrypted hello; its client may make a new one.
const CHANGING: [ExtensionType; 6] = [
    ExtensionType::KEY_SHARE,
    ExtensionType::EARLY_DATA,
    ExtensionType::COOKIE,
    ExtensionType::PRE_SHARED_KEY,
    ExtensionType::PADDING,
    ExtensionType::ENCRYPTED_CLIENT_HELLO,
];

/// Refuses a second hello that is another one than the first, or that does not bring what it was
/// asked for.
pub(super) fn check_second(
    first: &ClientHello<'_>,
    second: &ClientHello<'_>,
    group: NamedGroup,
) -> Result<(), Fault> {
    let changed = |what| Err(Fault::new(FaultKind::HelloChanged).came(what));
    let fields = |hello: &ClientHello<'_>| (hello.legacy_version, *hello.random);
    if fields(first) != fields(second)
        || first.session_id != second.session_id
        || first.cipher_suites != second.cipher_suites
        || first.compression_methods != second.compression_methods
    {
        return changed("another version, random, session id, list of suites or of compressions");
    }
    for (one, other) in [(first, second), (second, first)] {
        let mut kept = one.extensions.iter().filter(|(kind, _)| !CHANGING.contains(kind));
        if let Some((kind, _)) =
            kept.find(|(kind, data)| other.extensions.get(*kind) != Some(*data))
        {
            return Err(Fault::new(FaultKind::HelloChanged).came(alloc::format!("{kind}")));
        }
    }
    if second.early_data()? {
        return changed("early data behind a HelloRetryRequest");
    }
    let mut shares = second.key_shares()?.into_iter().flat_map(KeyShares::iter);
    match (shares.next(), shares.next()) {
        (Some(share), None) if share.group == group => Ok(()),
        _ => Err(Fault::new(FaultKind::HelloChanged)
            .came("other shares than the one that was asked for")
            .expected(alloc::format!("one for {group}"))),
    }
}
