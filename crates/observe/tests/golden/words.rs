//! What was seen in the words of `timeline.snap`.

use std::collections::BTreeSet;

use countersign::Role;
use countersign_observe::{Complete, Negotiated, Observation};

/// One fact a line, as far as it can be seen from outside.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) wire: Vec<String>,
    pub(crate) agreed: Vec<String>,
    pub(crate) connected: Vec<String>,
    pub(crate) secrets: BTreeSet<String>,
}

impl Words {
    /// The lines that an observer can know. The endpoint's role stands in front of what it tells.
    pub(crate) fn of_snapshot(snapshot: &str) -> Self {
        let mut words = Self::default();
        for line in snapshot.lines() {
            let (role, rest) = line.split_once(' ').unwrap_or_default();
            if !matches!(role, "client" | "server" | "---") {
                continue;
            }
            if role == "---" && rest.starts_with("connection") || rest.starts_with("-> ") {
                words.wire.push(line.to_owned());
            } else if rest.starts_with("agreed on") {
                words.agreed.push(rest.to_owned());
            } else if rest.starts_with("connected") {
                words.connected.push(rest.to_owned());
            }
        }
        words
    }

    pub(crate) fn begins(&mut self, number: u64) {
        self.wire.push(format!("--- connection {number}"));
    }

    /// What one side sends.
    pub(crate) fn with(&self, part: &str) -> Vec<String> {
        joined(self.wire.iter().filter(|line| line.starts_with(part)))
    }

    pub(crate) fn but_alerts(&self) -> Vec<String> {
        joined(self.wire.iter().filter(|line| !line.contains(": alert ")))
    }

    /// A line of plaintext is told when it is whole, a piece of it when it comes.
    pub(crate) fn without_plaintext(mut self) -> Self {
        self.wire.retain(|line| !line.contains(": plaintext "));
        self
    }

    pub(crate) fn observation(&mut self, observation: &Observation) {
        match observation {
            Observation::Plaintext { from, bytes } => {
                for line in String::from_utf8_lossy(bytes).split_inclusive('\n') {
                    let line = line.trim_end_matches(['\r', '\n']);
                    self.passed(*from, &format!("plaintext {line:?}"));
                }
            }
            Observation::Message(seen) => {
                let (name, len) = (seen.kind, seen.bytes.len());
                self.passed(seen.from, &format!("{name}, {len} bytes{}", lock(seen.protected)));
            }
            Observation::ChangeCipherSpec { from } => self.passed(*from, "ChangeCipherSpec"),
            Observation::Alert { from, alert, protected } => {
                let (level, what) = (alert.level, alert.description);
                self.passed(*from, &format!("alert {level} {what}{}", lock(*protected)));
            }
            Observation::KeysChanged { from, cipher, .. } => {
                let cipher = cipher.map(|cipher| cipher.to_string()).unwrap_or_default();
                self.passed(*from, &format!("from here on under {cipher}"));
            }
            Observation::Data { from, bytes, .. } if !bytes.is_empty() => {
                self.passed(*from, &format!("{} bytes of data", bytes.len()));
            }
            Observation::Negotiated(negotiated) => self.agreed.push(agreed(negotiated)),
            Observation::Complete(complete) => {
                self.connected.push(connected(complete));
                // The endpoint has opened the ticket before it answers.
                if let (Some(how), Some(agreed)) = (complete.resumption, self.agreed.last_mut())
                    && !agreed.contains("resumed by")
                {
                    agreed.extend([", resumed by ", &format!("{how:?}")]);
                }
            }
            Observation::Secret(secret) => {
                self.secrets.insert(secret.line());
            }
            _ => {}
        }
    }

    fn passed(&mut self, from: Role, what: &str) {
        self.wire.push(format!("{from} -> {}: {what}", from.peer()));
    }
}

/// Data that follows on data of the same side is one piece: an endpoint tells what it was given to
/// send, and TLS 1.0 makes two records of it.
fn joined<'a>(lines: impl Iterator<Item = &'a String>) -> Vec<String> {
    let data = |line: &str| -> Option<(String, usize)> {
        let (who, what) = line.strip_suffix(" bytes of data")?.split_once(": ")?;
        Some((who.to_owned(), what.parse().ok()?))
    };
    let mut out: Vec<String> = Vec::new();
    for line in lines {
        let before = out.last().and_then(|line| data(line));
        match (before, data(line)) {
            (Some((before, one)), Some((who, other))) if before == who => {
                out.pop();
                out.push(format!("{who}: {} bytes of data", one + other));
            }
            _ => out.push(line.clone()),
        }
    }
    out
}

fn lock(protected: bool) -> &'static str {
    if protected { ", protected" } else { "" }
}

fn agreed(negotiated: &Negotiated) -> String {
    let mut text = format!("agreed on {}, {}", negotiated.version, negotiated.suite);
    if let Some(protocol) = &negotiated.protocol {
        text.extend([", protocol ", &String::from_utf8_lossy(protocol)]);
    }
    let flags = [
        (negotiated.extended_master_secret, ", extended master secret"),
        (negotiated.encrypt_then_mac, ", encrypt-then-MAC"),
        (negotiated.secure_renegotiation, ", secure renegotiation"),
    ];
    flags.into_iter().filter(|(set, _)| *set).for_each(|(_, words)| text.push_str(words));
    if let Some(how) = negotiated.resumption {
        text.extend([", resumed by ", &format!("{how:?}")]);
    }
    text
}

fn connected(complete: &Complete) -> String {
    let mut parts = Vec::new();
    parts.extend(complete.group.map(|group| group.to_string()));
    parts.extend(complete.scheme.map(|scheme| format!("signed with {scheme}")));
    parts.extend(complete.client_scheme.map(|scheme| format!("client signed with {scheme}")));
    if parts.is_empty() {
        "connected".to_owned()
    } else {
        format!("connected: {}", parts.join(", "))
    }
}
