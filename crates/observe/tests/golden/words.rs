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
    /// A pre-shared key was chosen that is no ticket.
    given_key: bool,
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
        let mut lines = joined(self.wire.iter().filter(|line| line.starts_with(part)));
        // The ChangeCipherSpec of TLS 1.3 says nothing: it may come on either side of the change.
        if self.is_tls13() {
            for at in 1..lines.len() {
                let [before, line] = [at - 1, at].map(|at| lines[at].split_once(": "));
                if before.is_some_and(|(_, what)| what.starts_with("from here on"))
                    && line.is_some_and(|(_, what)| what == "ChangeCipherSpec")
                {
                    lines.swap(at - 1, at);
                }
            }
        }
        lines
    }

    pub(crate) fn is_tls13(&self) -> bool {
        self.agreed.iter().any(|line| line.starts_with("agreed on TLS 1.3"))
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
                let (len, lock) = (seen.bytes.len(), lock(seen.protected));
                self.passed(seen.from, &format!("{}, {len} bytes{lock}", seen.name()));
            }
            Observation::ChangeCipherSpec { from } => self.passed(*from, "ChangeCipherSpec"),
            Observation::Alert { from, alert, protected } => {
                let (level, what) = (alert.level, alert.description);
                self.passed(*from, &format!("alert {level} {what}{}", lock(*protected)));
            }
            // Without a cipher: of early data that is not taken nobody can tell.
            Observation::KeysChanged { from, cipher: Some(cipher), .. } => {
                self.passed(*from, &format!("from here on under {cipher}"));
            }
            Observation::Data { from, early, bytes } if !bytes.is_empty() => {
                let early = if *early { "early " } else { "" };
                self.passed(*from, &format!("{} bytes of {early}data", bytes.len()));
            }
            Observation::Negotiated(negotiated) => {
                self.agreed.push(agreed(negotiated));
                self.given_key = negotiated.psk && negotiated.resumption.is_none();
            }
            Observation::Complete(complete) => {
                self.connected.push(connected(complete, self.given_key));
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

fn connected(complete: &Complete, given_key: bool) -> String {
    let mut parts = Vec::new();
    parts.extend(complete.group.map(|group| group.to_string()));
    parts.extend(complete.scheme.map(|scheme| format!("signed with {scheme}")));
    parts.extend(complete.client_scheme.map(|scheme| format!("client signed with {scheme}")));
    parts.extend(given_key.then(|| "pre-shared key".to_owned()));
    if parts.is_empty() {
        "connected".to_owned()
    } else {
        format!("connected: {}", parts.join(", "))
    }
}
