//! THE ORDER: every input that any state takes, and where it leads. What has no row is refused.
//!
//! The tables beside this file are the gate before a message is decoded, the "expected …" of
//! errors, and the source of `docs/STATES.md`. Nothing else decides about order.

mod hello;
#[cfg(feature = "tls12")]
mod tls12;
#[cfg(feature = "tls13")]
mod tls13;

use alloc::{borrow::Cow, string::ToString};
use core::fmt;

use super::{Cursor, Era, Role, StateName};
use crate::{
    fault::{Fault, FaultKind, list},
    request::AnswerKind,
    wire::HandshakeType,
};

/// What can come to a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputKind {
    /// The driver polls for the first time.
    Begin,
    /// A handshake message.
    Message(HandshakeType),
    /// The ChangeCipherSpec protocol (RFC 5246 §7.1).
    ChangeCipherSpec,
    /// Application data.
    ApplicationData,
    /// The driver's answer.
    Answer(AnswerKind),
}

impl fmt::Display for InputKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begin => f.write_str("begin"),
            Self::Message(kind) => write!(f, "{kind}"),
            Self::ChangeCipherSpec => f.write_str("ChangeCipherSpec"),
            Self::ApplicationData => f.write_str("ApplicationData"),
            Self::Answer(kind) => write!(f, "answer {kind}"),
        }
    }
}

/// A state under the rules of an era.
pub type Place = (Era, StateName);

/// One legal step.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Whose step.
    pub role: Role,
    /// Under which rules.
    pub era: Era,
    /// In which state.
    pub state: StateName,
    /// What comes.
    pub input: InputKind,
    /// Where it can lead; which of them is a matter of what was agreed.
    pub next: &'static [Place],
    /// What happens besides, in words.
    pub note: &'static str,
    /// Where the RFC says so.
    pub section: &'static str,
}

/// Every legal step of every role and version.
pub fn all() -> impl Iterator<Item = &'static Row> + Clone {
    [
        hello::CLIENT,
        #[cfg(feature = "tls12")]
        tls12::CLIENT,
        #[cfg(feature = "tls13")]
        tls13::CLIENT,
        hello::SERVER,
        #[cfg(feature = "tls12")]
        tls12::SERVER,
        #[cfg(feature = "tls13")]
        tls13::SERVER,
    ]
    .into_iter()
    .flatten()
}

/// Every place that takes something, in the order of the tables.
pub fn places() -> impl Iterator<Item = Cursor> {
    let at = |row: &Row| Cursor { role: row.role, era: row.era, state: row.state };
    let is_first = move |(index, row): &(usize, &'static Row)| {
        all().position(|other| at(other) == at(row)) == Some(*index)
    };
    all().enumerate().filter(is_first).map(move |(_, row)| at(row))
}

/// The table of a role in an era.
fn table(at: Cursor) -> &'static [Row] {
    match (at.era, at.role) {
        (Era::Hello, Role::Client) => hello::CLIENT,
        (Era::Hello, Role::Server) => hello::SERVER,
        #[cfg(feature = "tls12")]
        (Era::Tls12, Role::Client) => tls12::CLIENT,
        #[cfg(feature = "tls12")]
        (Era::Tls12, Role::Server) => tls12::SERVER,
        #[cfg(feature = "tls13")]
        (Era::Tls13, Role::Client) => tls13::CLIENT,
        #[cfg(feature = "tls13")]
        (Era::Tls13, Role::Server) => tls13::SERVER,
    }
}

/// The rows of one place, in order.
pub fn rows(at: Cursor) -> impl Iterator<Item = &'static Row> {
    table(at).iter().filter(move |row| row.state == at.state)
}

/// The row that lets `input` pass at this place.
pub fn find(at: Cursor, input: InputKind) -> Option<&'static Row> {
    table(at).iter().find(|row| row.state == at.state && row.input == input)
}

/// The gate: refuses an input without a row, and says which ones have one.
pub(crate) fn gate(at: Cursor, input: InputKind) -> Result<(), Fault> {
    match find(at, input) {
        Some(_) => Ok(()),
        None => Err(unexpected(at, input.to_string())),
    }
}

/// The fault of an input that the order does not allow.
pub(crate) fn unexpected(at: Cursor, came: impl Into<Cow<'static, str>>) -> Fault {
    Fault::new(FaultKind::UnexpectedMessage)
        .came(came)
        .expected(list(rows(at).map(|row| row.input)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_step_has_two_rows() {
        for (index, row) in all().enumerate() {
            let at = Cursor { role: row.role, era: row.era, state: row.state };
            let first = all().position(|other| {
                (other.role, other.era, other.state, other.input)
                    == (at.role, at.era, at.state, row.input)
            });
            assert_eq!(first, Some(index), "{at}: {}", row.input);
        }
    }

    #[test]
    fn each_table_is_of_its_role_and_era() {
        for row in all() {
            let at = Cursor { role: row.role, era: row.era, state: row.state };
            assert!(rows(at).any(|other| core::ptr::eq(other, row)), "{row:?}");
        }
    }

    #[test]
    fn every_step_leads_to_a_state_that_takes_something() {
        for row in all() {
            assert!(!row.next.is_empty(), "{row:?} leads nowhere");
            for (era, state) in row.next {
                let next = Cursor { role: row.role, era: *era, state: *state };
                assert!(rows(next).next().is_some(), "{next} is a dead end");
            }
        }
    }

    #[test]
    #[cfg(feature = "tls12")]
    fn an_early_change_cipher_spec_has_no_row() {
        let (role, era) = (Role::Client, Era::Tls12);
        let at = Cursor { role, era, state: StateName::WaitCertificate };
        let fault = gate(at, InputKind::ChangeCipherSpec).unwrap_err();
        assert_eq!(
            std::format!("{fault}"),
            "a message came out of order: ChangeCipherSpec; expected Certificate, HelloRequest"
        );
    }
}
