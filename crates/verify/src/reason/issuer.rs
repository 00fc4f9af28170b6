//! No path to a trusted authority (RFC 5280 §6.1): where it breaks off.

use alloc::{format, string::String, vec::Vec};

use super::Case;
use crate::{describe::CertificateDescription, limits::MAX_CHAIN};

/// The three usual cases: self-signed, a private authority, an intermediate that was not sent.
pub(super) fn unknown(case: &Case<'_>) -> String {
    let sent: Vec<CertificateDescription> = case.sent().map(|sent| sent.it).collect();
    let (not, neither) = untrusted(case.roots);
    let Some(own) = case.own() else {
        return format!("its issuer is {not}");
    };
    if own.self_issued {
        return format!(
            "the certificate of {} is self-signed and {not}: trust the \
             authority that signs for this {}, or pin this certificate",
            own.subject,
            case.peer()
        );
    }
    let top = top(&own, &sent);
    if top.self_issued {
        return format!(
            "the {} certificates that the {} sent end at {}, which is {not}: trust it, if it is \
             the right one",
            case.request.chain.len(),
            case.peer(),
            top.subject
        );
    }
    format!(
        "the certificate of {} was issued by {}, which is {neither} nor sent by the {peer}: \
         trust it, or if it is an intermediate, have the {peer} send it",
        top.subject,
        top.issuer,
        peer = case.peer()
    )
}

/// Follows the issuers as far as what was sent goes. Names can form a ring: hence the bound.
fn top<'a>(
    own: &'a CertificateDescription,
    sent: &'a [CertificateDescription],
) -> &'a CertificateDescription {
    let mut top = own;
    for _ in 0..MAX_CHAIN {
        match sent.iter().find(|above| above.subject == top.issuer) {
            Some(above) if !top.self_issued => top = above,
            _ => break,
        }
    }
    top
}

/// How to say that one is not among so many authorities, alone and before a second "nor".
fn untrusted(roots: usize) -> (String, String) {
    match roots {
        1 => ("not the 1 trusted authority".into(), "neither the 1 trusted authority".into()),
        _ => (
            format!("not among the {roots} trusted authorities"),
            format!("neither among the {roots} trusted authorities"),
        ),
    }
}

/// What `openssl req -x509` makes unless told otherwise: self-signed, and marked as an authority.
pub(super) fn authority_as_peer(case: &Case<'_>) -> String {
    let peer = case.peer();
    let Some(own) = case.own() else {
        return format!("the {peer}'s certificate is marked as an authority's (CA:TRUE)");
    };
    let remedy = if own.self_issued {
        "pin it, or make it anew with CA:FALSE and trust that"
    } else {
        "have one issued with CA:FALSE"
    };
    format!(
        "the certificate of {} is marked as an authority's (CA:TRUE, RFC 5280 §4.2.1.9), and a \
         {peer} uses it as its own: {remedy}",
        own.subject
    )
}
