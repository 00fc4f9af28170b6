//! What is drawn of an entry: an arrow, a change of keys, a remark.

use crate::timeline::{Entry, Facts, Level, Observed, Side, What};

/// A row of a diagram.
pub(super) enum Row {
    Arrow {
        from: Side,
        label: String,
        size: String,
        note: String,
        encrypted: bool,
        bad: bool,
    },
    /// From here on one side encrypts.
    Keys {
        from: Side,
        words: String,
    },
    Remark {
        from: Option<Side>,
        words: String,
        bad: bool,
    },
}

impl Row {
    /// In pixels.
    pub(super) fn height(&self) -> u32 {
        match self {
            Self::Arrow { note, .. } if note.is_empty() => 34,
            Self::Arrow { .. } => 46,
            Self::Keys { .. } => 28,
            Self::Remark { .. } => 22,
        }
    }
}

/// What an entry looks like; `None` where it is not drawn.
pub(super) fn row(entry: &Entry) -> Option<Row> {
    Some(match entry {
        Entry::Message { from, message, bytes, encrypted, facts, .. } if message == "Alert" => {
            let words: Vec<String> = facts.iter().flat_map(|(_, value)| value.words()).collect();
            let bad = !words.iter().any(|word| word == "close_notify");
            let (label, note) = (format!("Alert: {}", words.join(" ")), String::new());
            Row::Arrow { from: *from, label, size: size(*bytes), note, encrypted: *encrypted, bad }
        }
        Entry::Message { from, message, bytes, encrypted, facts, .. } => Row::Arrow {
            from: *from,
            label: message.clone(),
            size: size(*bytes),
            note: note(message, facts),
            encrypted: *encrypted,
            bad: false,
        },
        Entry::Keys { from, cipher, level } => {
            let what = level.map_or("", Level::words);
            Row::Keys { from: *from, words: format!("{cipher}{what}") }
        }
        Entry::Connected { facts, .. } => {
            let words = chosen(facts, &["version", "cipher_suite", "group"]);
            Row::Remark { from: None, words: format!("connected: {words}"), bad: false }
        }
        Entry::Observed(observed) => return of_observed(observed),
        _ => return None,
    })
}

fn of_observed(observed: &Observed) -> Option<Row> {
    let arrow = |from: Side, label: String, bytes: usize, encrypted: bool, note: String| {
        Row::Arrow { from, label, size: size(bytes), note, encrypted, bad: false }
    };
    let remark = |from: Side, words: String| Row::Remark { from: Some(from), words, bad: true };
    let records = |what: &str, count: usize| match count {
        1 => what.to_owned(),
        count => format!("{what} ({count} records)"),
    };
    Some(match observed {
        Observed::Plaintext { from, bytes, text } => {
            let line = text.lines().next().unwrap_or_default().to_owned();
            arrow(*from, "plaintext".to_owned(), *bytes, false, line)
        }
        Observed::Ssl2 { from, message, bytes, .. } => {
            arrow(*from, (*message).to_owned(), *bytes, false, String::new())
        }
        Observed::UnknownKeys { from, cipher } => {
            let cipher = cipher.as_deref().unwrap_or("an unknown cipher");
            Row::Keys { from: *from, words: format!("{cipher}, keys not known") }
        }
        Observed::Sealed { from, content, records: count, bytes, .. } => {
            arrow(*from, records(content, *count), *bytes, true, String::new())
        }
        Observed::Data { from, records: count, bytes, early, .. } => {
            let what = if *early { "early data" } else { "application data" };
            arrow(*from, records(what, *count), *bytes, true, String::new())
        }
        Observed::Verdict { from, proof, verdict: What::Wrong, .. } => {
            remark(*from, format!("the {}'s {proof} is wrong", from.name()))
        }
        Observed::Verdict { from, proof, verdict: What::Right, .. } => {
            let words = format!("✓ {proof} is right");
            Row::Remark { from: Some(*from), words, bad: false }
        }
        Observed::OutOfOrder { from, came, expected } => {
            remark(*from, format!("out of order: {came} instead of {expected}"))
        }
        Observed::Malformed { from, problem } => remark(*from, problem.clone()),
        Observed::Missing { from, what } => remark(*from, what.clone()),
        _ => return None,
    })
}

/// What is worth a line below the arrow.
fn note(message: &str, facts: &Facts) -> String {
    let names: &[&str] = match message {
        "ClientHello" => &["server_name", "versions", "highest_version", "alpn"],
        "ServerHello" => &["version", "cipher_suite"],
        "HelloRetryRequest" => &["wanted_group"],
        "Certificate" => &["subject"],
        "ServerKeyExchange" => &["group", "signature_scheme"],
        "CertificateVerify" => &["signature_scheme"],
        "EncryptedExtensions" => &["alpn"],
        "ClientKeyExchange" => &["psk_identity"],
        "NewSessionTicket" => &["ticket"],
        _ => &[],
    };
    chosen(facts, names)
}

fn chosen(facts: &Facts, names: &[&str]) -> String {
    let wanted = |name: &&str| {
        let (_, value) = facts.iter().find(|(each, _)| each == name)?;
        Some(value.words().join(", "))
    };
    names.iter().filter_map(wanted).collect::<Vec<_>>().join(" · ")
}

fn size(bytes: usize) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}
