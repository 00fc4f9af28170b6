//! Each step alone: from the values that it starts with to those that it ends with.

use crate::trace::{self, Step, hkdf};

/// HKDF-Expand-Label (RFC 8446 §7.1), and the `HkdfLabel` that the RFC shows as "info".
#[track_caller]
fn expand(step: &Step, label: &str, context: &[u8], info: &str, expanded: &str) {
    let wanted = step.get(expanded);
    let mut out = vec![0; wanted.len()];
    hkdf().expand_label(step.get("PRK"), label, context, &mut out);
    assert_eq!(out, wanted, "{}: {label}", step.what);
    let name = format!("tls13 {label}");
    let length = u16::try_from(wanted.len()).unwrap().to_be_bytes();
    let lens = [&[name.len()][..], &[context.len()]].map(|len| u8::try_from(len[0]).unwrap());
    let form = [&length[..], &lens[..1], name.as_bytes(), &lens[1..], context].concat();
    assert_eq!(step.get(info), form, "{}", step.what);
}

/// What a step computes; false where it computes nothing.
fn check(step: &Step) -> bool {
    let label = || step.what.split('"').nth(1).unwrap();
    if step.what.starts_with("extract secret") {
        let salt = step.find("salt").unwrap_or(&[0; 32]);
        let secret = hkdf().extract(salt, Some(step.get("IKM")));
        assert_eq!(secret.as_ref(), step.get("secret"), "{}", step.what);
    } else if step.what.starts_with("derive secret") || step.what.starts_with("generate") {
        let label = label().strip_prefix("tls13 ").unwrap();
        expand(step, label, step.get("hash"), "info", "expanded");
    } else if step.what.contains("traffic keys") {
        expand(step, "key", &[], "key info", "key expanded");
        expand(step, "iv", &[], "iv info", "iv expanded");
    } else if step.what.starts_with("calculate") {
        expand(step, "finished", &[], "info", "expanded");
    } else {
        return false;
    }
    true
}

#[test]
fn every_step_leads_where_the_rfc_says() {
    let count = |trace: &trace::Trace| trace.steps.iter().filter(|step| check(step)).count();
    // As many as the RFC shows, so that none is passed over.
    let counts = trace::all().map(|trace| (trace.name, count(&trace)));
    let shown = [
        ("simple-1-rtt", 19),
        ("resumed-0-rtt", 22),
        ("hello-retry-request", 18),
        ("client-authentication", 18),
        ("compatibility-mode", 18),
    ];
    assert_eq!(counts.collect::<Vec<_>>(), shown);
}
