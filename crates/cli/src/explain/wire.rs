//! What stands on the wire: alerts, messages, extensions.

use countersign::{
    Role,
    fault::FaultKind,
    order,
    wire::{
        AlertDescription, HandshakeType,
        extension::{ExtensionType, allowed::ALLOWED},
    },
};

use super::topic::Topic;
use crate::advice::for_alert;

/// Each alert, with what we send it for, and what to do about it where the peer does.
pub(super) fn alerts() -> Vec<Topic> {
    let topic = |alert: &AlertDescription| {
        let faults = FaultKind::ALL.iter().filter(|fault| fault.alert() == *alert);
        let fault =
            |fault: &FaultKind| format!("{fault:?}: {} ({})", fault.sentence(), fault.section());
        let topic = Topic::new("alert", alert.to_string())
            .number(alert.0)
            .facts("described in", alert.section().map(str::to_owned))
            .facts("we send it where", faults.map(fault));
        // It is no complaint.
        if *alert == AlertDescription::CLOSE_NOTIFY {
            return topic.fact("it says", "the sender will send no more, and all of it has come");
        }
        topic
            .fact("from a server", for_alert(*alert, Role::Client))
            .fact("from a client", for_alert(*alert, Role::Server))
    };
    AlertDescription::ALL.iter().map(topic).collect()
}

/// Each handshake message, with the states that take it.
pub(super) fn messages() -> Vec<Topic> {
    let topic = |kind: &HandshakeType| {
        let taken = order::all().filter(|row| row.input == order::InputKind::Message(*kind));
        let places: Vec<_> = taken
            .map(|row| format!("{}, {} {} ({})", row.state, row.role, row.era, row.section))
            .collect();
        let topic = Topic::new("message", kind.to_string())
            .number(kind.0)
            .facts("described in", kind.section().map(str::to_owned));
        if places.is_empty() { topic.only_named() } else { topic.facts("is taken in", places) }
    };
    HandshakeType::ALL.iter().map(topic).collect()
}

/// Each extension, with the messages that may carry it.
pub(super) fn extensions() -> Vec<Topic> {
    (0..=u16::MAX)
        .map(ExtensionType)
        .filter_map(|kind| {
            let topic = Topic::new("extension", kind.name()?).number(kind.0);
            Some(match ALLOWED.iter().find(|row| row.extension == kind) {
                Some(row) => topic
                    .fact("described in", row.section)
                    .facts("may stand in", row.carriers.iter().map(ToString::to_string)),
                None => topic.only_named().fact("here", "kept and shown, and not acted on"),
            })
        })
        .collect()
}
