//! A sound certificate that does not fit: the time (RFC 5280 §4.1.2.5), the purpose
//! (RFC 5280 §4.2.1.12), the name (RFC 6125 §6).

use alloc::{
    format,
    string::{String, ToString},
};
use core::net::IpAddr;

use pki_types::{ServerName, UnixTime};

use super::Case;
use crate::{
    moment::{Moment, Span},
    names::AlternativeNames,
    printable::{Quoted, Told},
};

/// Since when. webpki tells the date and not which certificate bears it.
pub(super) fn expired(case: &Case<'_>, not_after: UnixTime) -> String {
    let sent = case.sent().find(|sent| sent.it.not_after == not_after);
    let which = sent.map_or_else(|| String::from("a certificate"), |sent| sent.told());
    let span = Span { from: not_after, to: case.request.now };
    format!("{which} expired {}, {span} ago", Moment(not_after))
}

/// Where this is not an attack or a slip of the authority, it is a clock that was never set.
pub(super) fn not_yet(case: &Case<'_>, not_before: UnixTime) -> String {
    let sent = case.sent().find(|sent| sent.it.not_before == not_before);
    let which = sent.map_or_else(|| String::from("a certificate"), |sent| sent.told());
    let span = Span { from: case.request.now, to: not_before };
    format!(
        "{which} is not valid before {}, in {span}; is the clock right? It says {}",
        Moment(not_before),
        Moment(case.request.now)
    )
}

/// What the certificate is restricted to. It is read anew for this: the list of purposes that
/// webpki gives gets numbers above 127 wrong, and does not say which certificate they stood in.
pub(super) fn wrong_purpose(case: &Case<'_>) -> String {
    let peer = case.peer();
    let needed = format!("{peer}s");
    let culprit = case
        .sent()
        .find(|sent| !sent.it.purposes.is_empty() && !sent.it.purposes.contains(&needed));
    match culprit {
        Some(sent) => format!(
            "{} is restricted to {}, and a {peer} sent it: it must be issued for {needed} \
             (extended key usage)",
            sent.told(),
            Told(&sent.it.purposes)
        ),
        None => format!("a certificate is not for {needed} (extended key usage)"),
    }
}

/// Which name was wanted, and which there are.
pub(super) fn wrong_name(case: &Case<'_>) -> String {
    let wanted = case.request.server_name.as_ref().map_or_else(String::new, told);
    let Some(own) = case.own() else {
        return format!("wanted {wanted}, the certificate is for another name");
    };
    match own.names {
        // RFC 6125 §6.4.4 let clients fall back on the common name; RFC 9525 took that back.
        AlternativeNames::Absent => format!(
            "wanted {wanted}, the certificate of {} has no subject alternative names (a common \
             name is not looked at, RFC 9525)",
            own.subject
        ),
        names => format!("wanted {wanted}, the certificate is for {names}"),
    }
}

fn told(name: &ServerName<'_>) -> String {
    match name {
        ServerName::DnsName(name) => Quoted(name.as_ref()).to_string(),
        ServerName::IpAddress(pki_types::IpAddr::V4(v4)) => IpAddr::from(*v4.as_ref()).to_string(),
        ServerName::IpAddress(pki_types::IpAddr::V6(v6)) => IpAddr::from(*v6.as_ref()).to_string(),
        _ => String::from("a name of an unknown kind"),
    }
}
