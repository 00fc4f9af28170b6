//! The server's choice among what the client offers: a function of both, without state.

use crate::{
    config::{Credential, ProtocolName, ServerConfig},
    crypto::{Authentication, CipherSuite, NamedGroup, SignatureScheme, SuiteFacts},
    fault::{Fault, FaultKind, list},
    wire::{ClientHello, ProtocolVersion, U16List},
};

/// What was chosen.
pub(super) struct Choice {
    pub(super) suite: &'static SuiteFacts,
    pub(super) group: NamedGroup,
    pub(super) credential: Credential,
    pub(super) scheme: SignatureScheme,
    pub(super) protocol: Option<ProtocolName>,
}

/// The first of our lists that the client has too, in each respect.
pub(super) fn choose(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<Choice, Fault> {
    check_version(hello, config)?;
    check_suites(hello, config)?;
    let group = common_group(hello.groups()?, config)?;
    let (suite, credential, scheme) = proof(hello, config)?;
    let protocol = common_protocol(hello, config)?;
    Ok(Choice { suite, group, credential, scheme, protocol })
}

/// RFC 8446 §4.2.1: the extension, where it is there, is all that counts; else the highest
/// version stands in the field, and every lower one is meant too (RFC 5246 appendix E.1).
fn check_version(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<(), Fault> {
    let ours = &config.policy().versions;
    let theirs = hello.versions()?;
    let meant = |version: &ProtocolVersion| match theirs {
        Some(theirs) => theirs.contains(version.0),
        None => *version <= hello.legacy_version && *version < ProtocolVersion::TLS13,
    };
    if ours.iter().any(meant) {
        return Ok(());
    }
    let offered = match theirs {
        Some(theirs) => list(theirs.iter().map(ProtocolVersion)),
        None => alloc::format!("{} at most", hello.legacy_version),
    };
    Err(Fault::new(FaultKind::NoCommonVersion)
        .came(alloc::format!("offered {offered}"))
        .expected(list(ours)))
}

/// The suites of both sides, in our order.
fn common_suites<'a>(
    hello: &'a ClientHello<'_>,
    config: &'a ServerConfig,
) -> impl Iterator<Item = &'static SuiteFacts> + 'a {
    let offered = |facts: &&SuiteFacts| hello.cipher_suites.contains(facts.suite.0);
    config.suites().iter().copied().filter(offered)
}

fn check_suites(hello: &ClientHello<'_>, config: &ServerConfig) -> Result<(), Fault> {
    if common_suites(hello, config).next().is_some() {
        return Ok(());
    }
    Err(Fault::new(FaultKind::NoCommonSuite)
        .came(alloc::format!("offered {}", list(hello.cipher_suites.iter().map(CipherSuite))))
        .expected(list(&config.policy().suites)))
}

/// RFC 8422 §4: a client that names no groups leaves the choice to us. It is an old one, and
/// likely to know P-256 alone.
fn common_group(theirs: Option<U16List<'_>>, config: &ServerConfig) -> Result<NamedGroup, Fault> {
    let ours = &config.policy().groups;
    if theirs.is_none() && ours.contains(&NamedGroup::SECP256R1) {
        return Ok(NamedGroup::SECP256R1);
    }
    ours.iter().copied().find(|group| named(theirs, *group)).ok_or_else(|| {
        let theirs = theirs.into_iter().flat_map(U16List::iter).map(NamedGroup);
        Fault::new(FaultKind::NoCommonGroup)
            .came(alloc::format!("offered {}", list(theirs)))
            .expected(list(ours))
    })
}

fn named(groups: Option<U16List<'_>>, group: NamedGroup) -> bool {
    groups.is_none_or(|groups| groups.contains(group.0))
}

/// The first suite for which some credential can sign with a scheme that the client accepts.
///
/// RFC 5246 §7.4.1.4.1: a client that names no schemes means those with SHA-1, which are never
/// used here. RFC 8422 §5.1: the groups that a client names cover the certificate's curve too.
fn proof(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> Result<(&'static SuiteFacts, Credential, SignatureScheme), Fault> {
    let (schemes, groups) = (hello.schemes()?, hello.groups()?);
    let acceptable = |scheme: &SignatureScheme, authentication: Option<Authentication>| {
        authentication.is_some()
            && scheme.authentication() == authentication
            && schemes.is_some_and(|schemes| schemes.contains(scheme.0))
            && scheme.curve().is_none_or(|curve| named(groups, curve))
    };
    for suite in common_suites(hello, config) {
        for credential in config.credentials() {
            let usable = |scheme: &&SignatureScheme| {
                credential.schemes().contains(scheme) && acceptable(scheme, suite.authentication)
            };
            if let Some(scheme) = config.policy().schemes.iter().find(usable) {
                return Ok((suite, credential.clone(), *scheme));
            }
        }
    }
    Err(no_proof(hello, config, schemes))
}

fn no_proof(hello: &ClientHello<'_>, config: &ServerConfig, schemes: Option<U16List<'_>>) -> Fault {
    let credentials = config.credentials();
    let served = |suite: &SuiteFacts| {
        suite.authentication.is_some_and(|kind| credentials.iter().any(|own| own.serves(kind)))
    };
    let ours = list(credentials.iter().flat_map(Credential::schemes));
    if common_suites(hello, config).any(served) {
        let theirs = schemes.into_iter().flat_map(U16List::iter).map(SignatureScheme);
        Fault::new(FaultKind::NoCommonScheme)
            .came(alloc::format!("offered {}", list(theirs)))
            .expected(alloc::format!("{ours}; for an ECDSA key its curve among the groups too"))
    } else {
        let common = list(common_suites(hello, config).map(|facts| facts.name));
        Fault::new(FaultKind::NoCommonSuite)
            .came(alloc::format!("in common {common}"))
            .expected(alloc::format!("one that a credential can sign for, with {ours}"))
    }
}

/// RFC 7301 §3.2: our order decides; no protocol is chosen where either side names none.
fn common_protocol(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> Result<Option<ProtocolName>, Fault> {
    let ours = config.protocols();
    let Some(theirs) = hello.protocols()?.filter(|_| !ours.is_empty()) else { return Ok(None) };
    match ours.iter().find(|protocol| theirs.iter().any(|name| name == protocol.as_bytes())) {
        Some(protocol) => Ok(Some(protocol.clone())),
        None => Err(Fault::new(FaultKind::NoCommonProtocol)
            .came(alloc::format!("offered {}", list(theirs.iter().map(<[u8]>::escape_ascii))))
            .expected(list(ours))),
    }
}
