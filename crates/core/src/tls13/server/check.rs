//! What a `ClientHello` that leads to TLS 1.3 has to be like, whatever the configuration
//! (RFC 8446 §4.1.2, §4.2.8, §9.2).

use crate::{
    crypto::NamedGroup,
    fault::{Fault, FaultKind, list},
    wire::{ClientHello, NULL_COMPRESSION, U16List, extension::key_share::KeyShares},
};

/// Refuses a hello that breaks a rule of its version.
pub(super) fn hello(hello: &ClientHello<'_>) -> Result<(), Fault> {
    if hello.compression_methods != [NULL_COMPRESSION] {
        return Err(Fault::new(FaultKind::CompressionOffered)
            .came(alloc::format!("methods {}", list(hello.compression_methods)))
            .expected("method 0, none, alone"));
    }
    match (hello.groups()?, hello.key_shares()?) {
        (Some(groups), Some(shares)) => key_shares(groups, shares)?,
        (None, None) => {}
        (Some(_), None) => return Err(missing("supported_groups, and no key_share")),
        (None, Some(_)) => return Err(missing("key_share, and no supported_groups")),
    }
    // RFC 8446 §4.2.9.
    if hello.psk()?.is_some() && hello.psk_modes()?.is_none() {
        return Err(missing("pre_shared_key, and no psk_key_exchange_modes"));
    }
    Ok(())
}

/// The fault of a hello that lacks what has to be there.
pub(super) fn missing(what: &'static str) -> Fault {
    Fault::new(FaultKind::MissingExtension).came(what)
}

/// RFC 8446 §4.2.8: one share at most for each group, and only for groups that were named.
fn key_shares(groups: U16List<'_>, shares: KeyShares<'_>) -> Result<(), Fault> {
    let bad = |group: NamedGroup, what: &str| {
        Err(Fault::new(FaultKind::BadKeyShares).came(alloc::format!("{what} {group}")))
    };
    for (place, share) in shares.iter().enumerate() {
        if shares.iter().take(place).any(|earlier| earlier.group == share.group) {
            return bad(share.group, "two shares for");
        }
        if !groups.contains(share.group.0) {
            return bad(share.group, "a share for a group that was not named,");
        }
    }
    Ok(())
}
