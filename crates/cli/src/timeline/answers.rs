//! The answers to the machine's questions, in words. Secrets are not told, nor how long they are.

use countersign::{Answer, OpenedTicket, PreSharedKey, RejectedPeer, SealedTicket, crypto::Secret};

/// Early data are taken.
pub(super) const EARLY_DATA_TAKEN: &str = "yes, they have not come before";

/// What was answered.
pub(crate) fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::Configuration(Ok(_)) => "with this one".to_owned(),
        Answer::Configuration(Err(refused)) => format!("not at all, {}", refused.reason),
        Answer::PeerVerdict(Ok(_)) => "yes".to_owned(),
        Answer::PeerVerdict(Err(RejectedPeer { reason, .. })) => format!("no, {reason}"),
        Answer::Signature(Ok(signature)) => format!("{} bytes", signature.len()),
        Answer::Signature(Err(reason)) => format!("none, {reason}"),
        Answer::Credential(Some(credential)) => {
            format!("the certificate of \"{}\"", credential.label())
        }
        Answer::Credential(None) | Answer::SealedTicket(None) => "none".to_owned(),
        Answer::Premaster(result) => premaster(result),
        Answer::PreSharedKey(key) => pre_shared_key(key.as_ref()),
        Answer::Session(Some(_)) => "yes, this one".to_owned(),
        Answer::Session(None) => "no".to_owned(),
        Answer::SessionStored(()) => "done".to_owned(),
        Answer::OpenedTicket(opened) => opened_ticket(opened.as_ref()),
        Answer::SealedTicket(Some(SealedTicket { ticket, lifetime_hint })) => {
            format!("a ticket of {} bytes, of use for {lifetime_hint} s", ticket.len())
        }
        Answer::EarlyDataVerdict(true) => EARLY_DATA_TAKEN.to_owned(),
        Answer::EarlyDataVerdict(false) => {
            "no, the client may send them again behind the handshake".to_owned()
        }
        _ => "answered".to_owned(),
    }
}

/// Whether there is a result says nothing about the padding.
fn premaster(result: &Result<Secret, String>) -> String {
    match result {
        Ok(_) => "the bare result, whose padding is not looked at here".to_owned(),
        Err(reason) => format!("none, {reason}"),
    }
}

fn pre_shared_key(key: Option<&PreSharedKey>) -> String {
    match key {
        Some(PreSharedKey { identity, .. }) if identity.is_empty() => "this one".to_owned(),
        Some(key) => format!("the one of \"{}\"", String::from_utf8_lossy(&key.identity)),
        None => "none".to_owned(),
    }
}

fn opened_ticket(opened: Option<&OpenedTicket>) -> String {
    match opened {
        Some(OpenedTicket { renew: true, .. }) => "a session; give a new ticket".to_owned(),
        Some(_) => "a session".to_owned(),
        None => "nothing that is known here".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_told() {
        let (identity, key) = (bytes::Bytes::from_static(b"me"), Secret::new(&[0xab; 16]));
        let words = [
            Answer::Session(Some(Secret::new(&[0xab; 75]))),
            Answer::Premaster(Ok(Secret::new(&[0xab; 256]))),
            Answer::PreSharedKey(Some(PreSharedKey::new(identity, key))),
            Answer::OpenedTicket(Some(OpenedTicket {
                session: Secret::new(&[0xab; 75]),
                renew: true,
            })),
        ]
        .map(|answer| in_words(&answer));
        assert_eq!(
            words,
            [
                "yes, this one",
                "the bare result, whose padding is not looked at here",
                "the one of \"me\"",
                "a session; give a new ticket"
            ]
        );
    }
}
