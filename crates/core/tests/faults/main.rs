//! Can every row of the table of faults be provoked from outside, and does it then do what the
//! table says: the alert on the wire, the state in the error, and the same error for ever after?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod choices;
mod client13;
mod exchanges;
mod flight13;
mod offers;
mod ours;
mod proofs;
mod records;
mod seen;
mod server13;
mod stage;
mod stage13;

use countersign::{Role, StateName, fault::FaultKind};
use seen::Seen;

/// A fault, where it is found, and how it is provoked.
type Case = (FaultKind, Role, StateName, fn() -> Seen);

/// Rows that cannot be provoked from outside, each with its reason.
const OUT_OF_REACH: &[(FaultKind, &str)] = &[
    (FaultKind::CompatibilityInQuic, OVER_QUIC),
    (FaultKind::HandshakeAtWrongLevel, OVER_QUIC),
    (FaultKind::KeyUpdateInQuic, OVER_QUIC),
    (FaultKind::CertificateRequestInQuic, OVER_QUIC),
    (FaultKind::BadMaxEarlyData, OVER_QUIC),
    (FaultKind::NotForQuic, OVER_QUIC),
];

const OVER_QUIC: &str = "over QUIC no alert goes out: `tests/quic` provokes it, and sees its code";

fn cases() -> Vec<Case> {
    [
        records::CASES,
        offers::CASES,
        choices::CASES,
        exchanges::CASES,
        proofs::CASES,
        ours::CASES,
        server13::CASES,
        flight13::CASES,
        client13::CASES,
    ]
    .concat()
}

#[test]
fn each_fault_is_found_where_it_should_be_with_its_alert() {
    let mut sentences = String::new();
    for (kind, role, state, provoke) in cases() {
        let seen = provoke();
        assert_eq!(seen.error.fault(), Some(kind), "{}", seen.error);
        assert_eq!((seen.error.at().role, seen.error.at().state), (role, state), "{kind:?}");
        assert_eq!(seen.alert, Some((2, kind.alert())), "{kind:?}");
        assert_eq!(seen.error.alert_sent(), Some(kind.alert()), "{kind:?}");
        let text = seen.error.to_string();
        assert!(text.contains(kind.sentence()) && text.contains(state.name()), "{text}");
        sentences.push_str(&text);
        sentences.push('\n');
    }
    // What a user reads: a new sentence is a change to be looked at.
    insta::assert_snapshot!("sentences", sentences);
}

#[test]
fn every_row_of_the_table_is_provoked() {
    let cases = cases();
    for kind in FaultKind::ALL {
        let provoked = cases.iter().any(|(each, ..)| each == kind);
        let excused = OUT_OF_REACH.iter().any(|(each, reason)| each == kind && !reason.is_empty());
        assert!(provoked != excused, "{kind:?}: provoked {provoked}, excused {excused}");
    }
}
