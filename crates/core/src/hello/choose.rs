//! The server's choice of version and protocol among what the client offers: a function of both,
//! without state.

use crate::{
    config::{ProtocolName, ServerConfig},
    crypto::CipherSuite,
    fault::{Fault, FaultKind, list},
    wire::{ClientHello, ProtocolVersion},
};

/// The first version of ours that the client means.
///
/// RFC 8446 §4.2.1: the extension, where it is there, is all that counts; else the highest
/// version stands in the field, and every lower one is meant too (RFC 5246 appendix E.1).
pub(super) fn version(
    hello: &ClientHello<'_>,
    config: &ServerConfig,
) -> Result<ProtocolVersion, Fault> {
    let ours = &config.policy().versions;
    let theirs = hello.versions()?;
    let meant = |version: &&ProtocolVersion| match theirs {
        Some(theirs) => theirs.contains(version.0),
        None => **version <= hello.legacy_version && **version < ProtocolVersion::TLS13,
    };
    let Some(chosen) = ours.iter().find(meant) else {
        let offered = match theirs {
            Some(theirs) => list(theirs.iter().map(ProtocolVersion)),
            None => alloc::format!("{} at most", hello.legacy_version),
        };
        return Err(Fault::new(FaultKind::NoCommonVersion)
            .came(alloc::format!("offered {offered}"))
            .expected(list(ours)));
    };
    // RFC 7507 §3: the client has tried more before, and somebody has spoilt it.
    let better = ours.iter().find(|version| *version > chosen);
    match better {
        Some(better) if hello.cipher_suites.contains(CipherSuite::FALLBACK_SCSV.0) => {
            Err(Fault::new(FaultKind::InappropriateFallback)
                .came(alloc::format!("{chosen} at most"))
                .expected(alloc::format!("{better}")))
        }
        _ => Ok(*chosen),
    }
}

/// RFC 7301 §3.2: our order decides; no protocol is chosen where either side names none.
pub(crate) fn protocol(
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
