//! Can every row of the table of faults be provoked from outside, and does it then do what the
//! table says: the alert on the wire, the state in the error, and the same error for ever after?

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[cfg(feature = "tls12")]
mod choices;
#[cfg(feature = "tls13")]
mod client13;
#[cfg(all(feature = "legacy", feature = "tls13"))]
mod complete;
#[cfg(feature = "tls12")]
mod exchanges;
#[cfg(feature = "tls13")]
mod flight13;
#[cfg(feature = "tls12")]
mod offers;
#[cfg(feature = "tls12")]
mod ours;
#[cfg(feature = "tls12")]
mod proofs;
mod records;
#[cfg(feature = "tls12")]
mod records12;
mod seen;
#[cfg(feature = "tls13")]
mod server13;
mod stage;
#[cfg(feature = "tls12")]
mod stage12;
#[cfg(feature = "tls13")]
mod stage13;

use countersign::{Role, StateName, fault::FaultKind};
use seen::Seen;

/// A fault, where it is found, and how it is provoked.
type Case = (FaultKind, Role, StateName, fn() -> Seen);

fn cases() -> Vec<Case> {
    let of_versions: &[&[Case]] = &[
        records::CASES,
        #[cfg(feature = "tls12")]
        records12::CASES,
        #[cfg(feature = "tls12")]
        offers::CASES,
        #[cfg(feature = "tls12")]
        choices::CASES,
        #[cfg(feature = "tls12")]
        exchanges::CASES,
        #[cfg(feature = "tls12")]
        proofs::CASES,
        #[cfg(feature = "tls12")]
        ours::CASES,
        #[cfg(feature = "tls13")]
        server13::CASES,
        #[cfg(feature = "tls13")]
        flight13::CASES,
        #[cfg(feature = "tls13")]
        client13::CASES,
    ];
    of_versions.concat()
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
    // What a user reads: a new sentence is a change to be looked at. The text is of all versions.
    if cfg!(all(feature = "legacy", feature = "tls13")) {
        insta::assert_snapshot!("sentences", sentences);
    }
}
