//! The tapes of `test-vectors/tapes`: does the observer read from the bytes of both sides what the
//! endpoint told? Here every byte of a message and of data counts, and both verdicts.

use std::{collections::BTreeMap, fs, path::PathBuf};

use base16ct::lower::encode_string as hex;
use countersign::Role;
use countersign_observe::{Keys, Observation, Observer, Verdict};
use countersign_tape::{Fact, Tape};

/// As many as there are.
const TAPES: usize = 22;
/// What the hellos agree on, in a tape.
const AGREED: &[&str] = &[
    "version",
    "suite",
    "compression",
    "client_random",
    "server_random",
    "protocol",
    "extended_master_secret",
    "encrypt_then_mac",
    "secure_renegotiation",
    "resumption",
];
/// What a handshake has shown, in a tape.
const SHOWN: &[&str] = &["group", "scheme", "client_scheme", "resumption", "protocol"];

/// What one of both told.
#[derive(Debug, Default)]
struct Account {
    /// What each side sent, in its order.
    sent: BTreeMap<bool, Vec<String>>,
    secrets: Vec<String>,
    agreed: Vec<String>,
    shown: Vec<String>,
}

impl Account {
    /// Data that follows on data of its kind is one piece.
    fn sends(&mut self, from: Role, what: &str, bytes: &[u8]) {
        let sent = self.sent.entry(from == Role::Client).or_default();
        match sent.last_mut() {
            Some(last) if what.ends_with("data") && last.starts_with(&format!("{what} ")) => {
                last.push_str(&hex(bytes));
            }
            _ => sent.push(format!("{what} {}", hex(bytes))),
        }
    }

    /// As the observer saw it.
    fn observed(&mut self, observation: &Observation) {
        match observation {
            Observation::Message(seen) => {
                self.sends(seen.from, &format!("message {}", seen.protected), &seen.bytes);
            }
            Observation::Alert { from, alert, protected } => {
                let alert = [alert.level.0, alert.description.0];
                self.sends(*from, &format!("alert {protected}"), &alert);
            }
            Observation::KeysChanged { from, cipher: Some(cipher), .. } => {
                self.sends(*from, &format!("keys of \"{cipher}\""), &[]);
            }
            Observation::Data { from, early, bytes } if !bytes.is_empty() => {
                self.sends(*from, if *early { "early data" } else { "data" }, bytes);
            }
            Observation::Secret(secret) => self.secrets.push(secret.line()),
            Observation::Negotiated(it) => {
                let resumption = it.resumption.map_or("none".to_owned(), |it| format!("{it:?}"));
                self.agreed.extend([
                    format!("0x{:04x}", it.version.0),
                    format!("0x{:04x}", it.suite.0),
                    it.compression.to_string(),
                    hex(&it.client_random),
                    hex(&it.server_random),
                    it.protocol.as_ref().map_or("none".to_owned(), |it| hex(it)),
                    yes(it.extended_master_secret),
                    yes(it.encrypt_then_mac),
                    yes(it.secure_renegotiation),
                    resumption,
                ]);
            }
            Observation::Complete(it) => {
                let resumption = it.resumption.map_or("none".to_owned(), |it| format!("{it:?}"));
                self.shown.extend([
                    number(it.group.map(|group| group.0)),
                    number(it.scheme.map(|scheme| scheme.0)),
                    number(it.client_scheme.map(|scheme| scheme.0)),
                    resumption,
                    it.protocol.as_ref().map_or("none".to_owned(), |it| hex(it)),
                ]);
            }
            _ => {}
        }
    }

    /// As a line of the tape tells it. `role` is who recorded it.
    fn told(&mut self, role: Role, fact: &Fact<'_>) {
        let mut words = fact.text.split(' ').skip(1);
        let kind = words.next().unwrap_or_default();
        let from = if words.next() == Some("sent") { role } else { role.peer() };
        match kind {
            "Message" if fact.text.contains("Handshake") => {
                let protected = fact.field("protected") == Some("yes");
                self.sends(from, &format!("message {protected}"), &bytes(fact, "bytes"));
            }
            "Message" if fact.text.contains(" Alert ") => {
                let protected = fact.field("protected") == Some("yes");
                let level = if fact.field("level") == Some("fatal") { 2 } else { 1 };
                let description = fact.field("description").unwrap().trim_start_matches("0x");
                let description = u8::from_str_radix(description, 16).unwrap();
                self.sends(from, &format!("alert {protected}"), &[level, description]);
            }
            "KeysChanged" => {
                let cipher = fact.field("cipher").unwrap();
                self.sends(from, &format!("keys of {cipher}"), &[]);
            }
            "Data" => self.sends(role.peer(), "data", &bytes(fact, "bytes")),
            "EarlyData" => self.sends(role.peer(), "early data", &bytes(fact, "bytes")),
            "KeyLog" => self.secrets.push(key_log_line(fact)),
            "Negotiated" => self.agreed.extend(fields(fact, AGREED)),
            "Connected" => self.shown.extend(fields(fact, SHOWN)),
            _ => {}
        }
    }
}

fn yes(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn number(value: Option<u16>) -> String {
    value.map_or("none".to_owned(), |value| format!("0x{value:04x}"))
}

fn fields<'a>(fact: &'a Fact<'_>, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
    names.iter().map(|name| fact.field(name).unwrap().to_owned())
}

fn bytes(fact: &Fact<'_>, name: &str) -> Vec<u8> {
    let value = fact.field(name).unwrap().trim_start_matches("secret:");
    base16ct::lower::decode_vec(value).unwrap()
}

fn key_log_line(fact: &Fact<'_>) -> String {
    let [label, random] = ["label", "client_random"].map(|name| fact.field(name).unwrap());
    format!("{label} {random} {}\n", hex(&bytes(fact, "secret")))
}

/// What the endpoint told.
fn endpoint(tape: &Tape<'_>, role: Role) -> Account {
    let mut account = Account::default();
    for step in tape.steps() {
        step.parts.iter().filter(|it| it.verb() == "event").for_each(|it| account.told(role, it));
        let kind = match step.call.verb() {
            "send" => "data",
            "send_early" => "early data",
            _ => continue,
        };
        let taken = step.parts.iter().find(|it| it.verb() == "taken").unwrap();
        let taken: usize = taken.field("length").unwrap().parse().unwrap();
        account.sends(role, kind, &bytes(&step.call, "bytes")[..taken]);
    }
    account
}

/// What the observer made of the bytes, with the endpoint's secrets.
fn observer(tape: &Tape<'_>, role: Role, secrets: &[String]) -> (Account, Vec<Observation>) {
    let mut keys = Keys::new();
    keys.add_log(secrets.concat().as_bytes());
    let mut observer = Observer::new(countersign_rustcrypto::provider());
    for step in tape.steps() {
        step.before.iter().filter(|it| it.verb() == "in").for_each(|it| {
            observer.feed(role.peer(), &bytes(it, "bytes"), &mut keys);
        });
        step.parts.iter().filter(|it| it.verb() == "output").for_each(|it| {
            observer.feed(role, &bytes(it, "bytes"), &mut keys);
        });
    }
    let mut account = Account::default();
    let observations: Vec<_> = std::iter::from_fn(|| observer.next_observation()).collect();
    for observation in &observations {
        account.observed(observation);
    }
    (account, observations)
}

#[test]
fn the_observer_agrees_with_the_endpoint_on_every_tape() {
    let folder = super::vectors().join("tapes");
    let tapes = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tapes: Vec<PathBuf> = tapes.filter(|it| it.extension().unwrap() == "tape").collect();
    assert_eq!(tapes.len(), TAPES);
    for path in tapes {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(&path).unwrap();
        let tape = Tape::read(&text).unwrap();
        let role = if tape.role() == "client" { Role::Client } else { Role::Server };
        let told = endpoint(&tape, role);
        let (mut seen, observations) = observer(&tape, role, &told.secrets);

        let failed = text.contains("\n  error Fault");
        for (side, sent) in &mut seen.sent {
            let told = told.sent.get(side).map(Vec::as_slice).unwrap_or_default();
            if failed {
                // An endpoint that has failed reads no further.
                sent.truncate(told.len());
            }
            assert_eq!(sent, told, "{name}: sent by the client: {side}");
        }
        assert_eq!(seen.agreed, told.agreed, "{name}: agreed");
        assert_eq!(seen.shown, told.shown, "{name}: shown");
        let [mut seen, mut told] = [seen.secrets, told.secrets];
        seen.sort();
        told.sort();
        assert_eq!(seen, told, "{name}: secrets");
        for observation in &observations {
            match observation {
                Observation::Verdict { verdict, .. } => {
                    assert_eq!(*verdict, Verdict::Good, "{name}: {observation:?}");
                }
                Observation::OutOfOrder { .. } | Observation::Malformed { .. } => {
                    panic!("{name}: {observation:?}");
                }
                _ => {}
            }
        }
    }
}
