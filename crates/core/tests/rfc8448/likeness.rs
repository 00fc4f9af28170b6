//! What our machine sends, beside what the trace's side sends.

use std::collections::BTreeMap;

use countersign::wire::{
    HandshakeType as H, Message13,
    extension::{ExtensionType, Extensions},
};

use crate::{
    live::{Live, Pair},
    trace::decode,
};

/// Values of more bytes are told by their length.
const SHOWN: usize = 40;

/// A fact a line. Messages of the kinds that `differ` are not the same, and records that hold one
/// are not; all others are, byte for byte. Where a signature has to be asked for, what is before it
/// goes out in a record of its own: there the messages are the same.
pub(crate) fn compare(live: &Live<'_>, pairs: &[Pair<'_>], differ: &[&str]) -> Vec<String> {
    let (trace, who) = (live.driver.trace, live.driver.who);
    let differs = |message: &[u8]| differ.contains(&&name(message)[..]);
    let mut lines = vec![format!("{}, {who}", trace.name)];
    for Pair { step, records, payload } in pairs {
        let names: Vec<_> = step.messages().map(name).collect();
        let what = if names.is_empty() { step.what[5..].to_owned() } else { names.join(", ") };
        let is_cut = names.iter().any(|name| name == "CertificateVerify");
        assert_eq!(records.len(), if is_cut { 2 } else { 1 }, "{}: {what}", trace.name);
        let theirs = step.get("complete record");
        let same = !step.messages().any(differs);
        assert_eq!(payload == step.get("payload"), same, "{}: {what}", trace.name);
        assert_eq!(records[0] == theirs, same && !is_cut, "{}: {what}", trace.name);
        let lens: Vec<_> = records.iter().map(|record| record.len().to_string()).collect();
        let (ours, theirs) = (lens.join(" and "), theirs.len());
        lines.push(match (same, is_cut) {
            (true, false) => format!("  the same {ours} bytes: {what}"),
            (true, true) => format!("  the same messages in {ours} bytes, not {theirs}: {what}"),
            (false, _) => format!("  {ours} bytes, not {theirs}: {what}"),
        });
    }
    let theirs = trace.messages_of(who);
    assert_eq!(live.messages.len(), theirs.len(), "{}", trace.name);
    for (ours, theirs) in live.messages.iter().zip(theirs) {
        let same = !differs(theirs);
        assert_eq!(ours == theirs, same, "{}: {}", trace.name, name(theirs));
        if !same {
            lines.extend(differences(ours, theirs));
        }
    }
    lines
}

fn name(message: &[u8]) -> String {
    match decode(message) {
        Message13::HelloRetryRequest(_) => "HelloRetryRequest".to_owned(),
        _ => H(message[0]).to_string(),
    }
}

/// In what two messages of a kind are different.
fn differences(ours: &[u8], theirs: &[u8]) -> Vec<String> {
    assert_eq!(name(ours), name(theirs));
    let mut lines = vec![format!("  {}", name(ours))];
    let (fields, their_fields) = (fields(ours), fields(theirs));
    assert!(fields.keys().eq(their_fields.keys()));
    for (name, value) in &fields {
        if value != &their_fields[name] {
            lines.push(format!("    {name}: {}", apart(value, their_fields[name])));
        }
    }
    let (ours, theirs) = (extensions(ours), extensions(theirs));
    for (kind, data) in ours.iter() {
        match theirs.get(kind) {
            None => lines.push(format!("    {kind}: {}, not in the trace", hex(data))),
            Some(other) if other != data => {
                lines.push(format!("    {kind}: {}", apart(data, other)));
            }
            Some(_) => {}
        }
    }
    for (kind, data) in theirs.iter().filter(|(kind, _)| ours.get(*kind).is_none()) {
        lines.push(format!("    {kind}: {}, in the trace alone", hex(data)));
    }
    // The order of those that are in both.
    let order = |of: Extensions<'_>, other: Extensions<'_>| -> Vec<ExtensionType> {
        of.iter().map(|one| one.0).filter(|kind| other.get(*kind).is_some()).collect()
    };
    let (order, their_order) = (order(ours, theirs), order(theirs, ours));
    if order != their_order {
        lines.push(format!("    in the order {order:?}"));
        lines.push(format!("    not {their_order:?}"));
    }
    lines
}

fn extensions(message: &[u8]) -> Extensions<'_> {
    match decode(message) {
        Message13::ClientHello(hello) => hello.extensions,
        Message13::HelloRetryRequest(hello) => hello.extensions,
        Message13::EncryptedExtensions(message) => message.extensions,
        Message13::CertificateRequest(request) => request.extensions,
        Message13::NewSessionTicket(ticket) => ticket.extensions,
        other => panic!("{other:?}"),
    }
}

/// What stands before the extensions.
fn fields(message: &[u8]) -> BTreeMap<&'static str, &[u8]> {
    if let Message13::NewSessionTicket(ticket) = decode(message) {
        let numbers = &message[4..12];
        return [("numbers", numbers), ("nonce", ticket.nonce), ("ticket", ticket.ticket)].into();
    }
    let behind: usize = extensions(message).iter().map(|(_, data)| 4 + data.len()).sum();
    [("fields", &message[4..message.len() - behind - 2])].into()
}

/// Two values; of long ones the part that is not the same.
fn apart(ours: &[u8], theirs: &[u8]) -> String {
    let differs = |at: &usize| ours[*at] != theirs[*at];
    let range = match ours.len() {
        len @ SHOWN.. if len == theirs.len() => {
            let (first, last) = ((0..len).find(differs), (0..len).rfind(differs));
            first.unwrap()..last.unwrap() + 1
        }
        _ => return format!("{}, not {}", hex(ours), hex(theirs)),
    };
    let (ours, theirs) = (&ours[range.clone()], &theirs[range.clone()]);
    format!("from byte {} on {}, not {}", range.start, hex(ours), hex(theirs))
}

fn hex(bytes: &[u8]) -> String {
    match bytes.len() {
        0 => "empty".to_owned(),
        1..=SHOWN => bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat(),
        len => format!("{len} bytes"),
    }
}
