//! The order of the handshake, and what breaks it.

use countersign::{Cursor, StateName, fault::FaultKind, order};

use super::topic::Topic;
use crate::advice::for_fault;

/// Each fault, with its alert and what to do about it.
pub(super) fn faults() -> Vec<Topic> {
    let topic = |fault: &FaultKind| {
        Topic::new("fault", format!("{fault:?}"))
            .fact("it says", fault.sentence())
            .fact("described in", fault.section())
            .fact("alert", fault.alert())
            .facts("what to do", [for_fault(*fault).to_owned()])
    };
    FaultKind::ALL.iter().map(topic).collect()
}

/// Each state, with what it takes and where that leads, for each side and version.
pub(super) fn states() -> Vec<Topic> {
    let topic = |state: &StateName| {
        let places = order::places().filter(|place| place.state == *state);
        let steps = places.flat_map(|place| order::rows(place).map(move |row| step(place, row)));
        Topic::new("state", state.name()).fact("it is", state.about()).facts("takes", steps)
    };
    StateName::ALL.iter().map(topic).collect()
}

fn step(place: Cursor, row: &order::Row) -> String {
    let next: Vec<_> = row.next.iter().map(|(_, state)| state.name()).collect();
    let note = if row.note.is_empty() { String::new() } else { format!("; {}", row.note) };
    format!(
        "{} {}: {} → {} ({}{note})",
        place.role,
        place.era,
        row.input,
        next.join(" | "),
        row.section
    )
}
