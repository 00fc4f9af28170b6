//! What a TLS 1.3 server chooses among what the client offers: a function of both, without state
//! (RFC 8446 §4.1.1).

use super::check;
use crate::{
    config::{Credential, ServerConfig},
    crypto::{CipherSuite, NamedGroup, SignatureScheme, SuiteFacts},
    fault::{Fault, FaultKind, list},
    hello::certificate_types,
    wire::{
        ClientHello, ProtocolVersion, U16List,
        extension::psk_key_exchange_modes::PskKeyExchangeMode,
    },
};

/// What is known of the key exchange before a pre-shared key is.
pub(super) enum Exchange {
    /// The client sent a share for this group.
    Share(NamedGroup),
    /// It knows this group, and sent no share for it.
    Retry(NamedGroup),
    /// There is none: a pre-shared key has to stand alone. This is what is wrong where none
    /// does.
    Alone(Fault),
}

/// The first of our groups that the client sent a share for; where there is none, the first that
/// it knows.
pub(super) fn exchange(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<Exchange, Fault> {
    let (Some(theirs), Some(shares)) = (hello.groups()?, hello.key_shares()?) else {
        let what = "no key_share, and no pre-shared key that can stand alone";
        return Ok(Exchange::Alone(check::missing(what)));
    };
    let usable = |group: &&NamedGroup| group.is_for_tls13() && theirs.contains(group.0);
    let ours = &config.policy().groups;
    let common = || ours.iter().filter(usable).copied();
    Ok(match (common().find(|group| shares.get(*group).is_some()), common().next()) {
        (Some(group), _) => Exchange::Share(group),
        (None, Some(group)) => Exchange::Retry(group),
        (None, None) => Exchange::Alone(
            Fault::new(FaultKind::NoCommonGroup)
                .came(alloc::format!("offered {}", list(theirs.iter().map(NamedGroup))))
                .expected(list(ours.iter().filter(|group| group.is_for_tls13()))),
        ),
    })
}

/// How a client's pre-shared keys are used, those of this hello or of a later one: with a key
/// exchange if there is one (RFC 8446 §4.2.9); `None` where they cannot be used at all.
pub(super) fn psk_mode(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
    exchange: bool,
) -> Result<Option<PskKeyExchangeMode>, Fault> {
    let theirs = hello.psk_modes()?.unwrap_or_default();
    let known = |mode: PskKeyExchangeMode| theirs.contains(&mode.0);
    let alone = config.policy().psk_without_key_exchange;
    Ok(if exchange && known(PskKeyExchangeMode::PSK_DHE_KE) {
        Some(PskKeyExchangeMode::PSK_DHE_KE)
    } else if alone && known(PskKeyExchangeMode::PSK_KE) {
        Some(PskKeyExchangeMode::PSK_KE)
    } else {
        None
    })
}

/// The suites of both sides, in our order.
pub(super) fn common_suites(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> impl Iterator<Item = &'static SuiteFacts> {
    let usable = |facts: &&SuiteFacts| {
        facts.is_for(ProtocolVersion::TLS13) && hello.cipher_suites.contains(facts.suite.0)
    };
    config.suites().iter().copied().filter(usable)
}

/// The first of them.
pub(super) fn suite(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> Result<&'static SuiteFacts, Fault> {
    common_suites(hello, config).next().ok_or_else(|| {
        let offered = list(hello.cipher_suites.iter().map(CipherSuite));
        let ours = config.suites().iter().filter(|facts| facts.is_for(ProtocolVersion::TLS13));
        Fault::new(FaultKind::NoCommonSuite)
            .came(alloc::format!("offered {offered} for {}", ProtocolVersion::TLS13))
            .expected(list(ours.map(|facts| facts.name)))
    })
}

/// The first credential that can sign with a scheme that the client accepts; our order of schemes
/// decides (RFC 8446 §4.2.3). The groups say nothing about certificates any more (§4.2.7).
pub(super) fn proof(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> Result<(Credential, SignatureScheme), Fault> {
    let credentials = config.credentials();
    if credentials.is_empty() {
        return Err(without_credential(hello));
    }
    let Some(theirs) = hello.schemes()? else {
        return Err(check::missing("no signature_algorithms, and no pre-shared key that is known"));
    };
    let kinds = certificate_types::taken(hello)?;
    let of_kind = |credential: &&Credential| kinds.contains(credential.certificate_type());
    if !credentials.iter().any(|credential| of_kind(&credential)) {
        return Err(kinds
            .no_common()
            .expected(list(credentials.iter().map(Credential::certificate_type))));
    }
    let fitting = || credentials.iter().filter(of_kind);
    for credential in fitting() {
        let usable = |scheme: &SignatureScheme| {
            scheme.is_for_tls13()
                && credential.schemes().contains(scheme)
                && theirs.contains(scheme.0)
        };
        if let Some(scheme) = config.policy().schemes.iter().copied().find(usable) {
            return Ok((credential.clone(), scheme));
        }
    }
    Err(no_scheme(theirs, fitting()))
}

fn no_scheme<'a>(theirs: U16List<'_>, credentials: impl Iterator<Item = &'a Credential>) -> Fault {
    let ours = credentials.flat_map(Credential::schemes);
    Fault::new(FaultKind::NoCommonScheme)
        .came(alloc::format!("offered {}", list(theirs.iter().map(SignatureScheme))))
        .expected(list(ours.filter(|scheme| scheme.is_for_tls13())))
}

/// Such a server is for clients with a pre-shared key (RFC 8446 §6.2, `unknown_psk_identity`).
fn without_credential(hello: &ClientHello<'_>) -> Fault {
    let offered = match hello.psk() {
        Ok(Some(_)) => "pre-shared keys of which none can be used",
        _ => "no pre-shared key",
    };
    Fault::new(FaultKind::UnknownPskIdentity)
        .came(offered)
        .expected("a pre-shared key: there is no certificate to prove ourselves with")
}
