//! Tells what was observed on one connection as entries of the timeline.

use countersign::wire::Message;
use countersign::{Resumption, Role, wire::ContentType};
use countersign_capture::Flow;
use countersign_observe::{
    Complete, Decoded, Missing, Negotiated, Observation, Seen, Ssl2Message, Verdict,
};

use super::{
    runs::{Kind, Run},
    sink::Sink,
};
use crate::timeline::{Entry, Facts, Level, Observed, What, seen_facts};

/// What is remembered of a connection between observations.
pub(super) struct Teller {
    flow: Flow,
    swapped: bool,
    /// Its beginning was told.
    begun: bool,
    /// What another protocol said before TLS, until there is TLS.
    before: Vec<Entry>,
    run: Option<Run>,
    /// Of this handshake: the first names, for the summary, and how many there are.
    messages: Vec<String>,
    count: usize,
    complete: bool,
    negotiated: Option<Negotiated>,
    server_name: Option<String>,
    from_client: u64,
    from_server: u64,
}

/// Entries of another protocol that wait for TLS: a dialogue of mail has some ten. Most connections
/// of a capture may be of that kind.
const MAX_BEFORE: usize = 24;

/// Messages of one handshake whose names are kept: none that succeeds has as many.
const MAX_NAMED: usize = 64;

impl Teller {
    pub(super) fn new(flow: Flow) -> Self {
        Self {
            flow,
            swapped: false,
            begun: false,
            before: Vec::new(),
            run: None,
            messages: Vec::new(),
            count: 0,
            complete: false,
            negotiated: None,
            server_name: None,
            from_client: 0,
            from_server: 0,
        }
    }

    /// Who opened the connection is the server of TLS.
    pub(super) fn swap(&mut self) {
        self.swapped = !self.swapped;
    }

    pub(super) fn observation(&mut self, observation: Observation, is_tls: bool, sink: &mut Sink) {
        let entry = match observation {
            Observation::Record(_) | Observation::Secret(_) => return,
            Observation::Data { from, early, bytes } => {
                match from {
                    Role::Client => self.from_client += bytes.len() as u64,
                    Role::Server => self.from_server += bytes.len() as u64,
                }
                return self.run(from, Kind::Data { early }, bytes.len(), &bytes, sink);
            }
            Observation::Sealed { from, content_type, len, why } => {
                let content = content(content_type).to_owned();
                let kind = Kind::Sealed { content, reason: why.words() };
                return self.run(from, kind, len, &[], sink);
            }
            Observation::Plaintext { from, bytes } => {
                let text = String::from_utf8_lossy(bytes.get(..120).unwrap_or(&bytes)).into_owned();
                let (from, bytes) = (from.into(), bytes.len());
                Some(Entry::Observed(Observed::Plaintext { from, bytes, text }))
            }
            other => self.entry(other),
        };
        if let Some(entry) = entry {
            self.entry_of(entry, is_tls, sink);
        }
    }

    fn entry_of(&mut self, entry: Entry, is_tls: bool, sink: &mut Sink) {
        if !is_tls {
            // Perhaps it never becomes TLS.
            if self.before.len() < MAX_BEFORE {
                self.before.push(entry);
            }
            return;
        }
        self.begin(sink);
        self.end_run(sink);
        sink.entry(self.flow.id, &entry);
    }

    /// Tells who talks with whom, and what went before.
    fn begin(&mut self, sink: &mut Sink) {
        if self.begun {
            return;
        }
        self.begun = true;
        let (mut client, mut server) = (self.flow.client, self.flow.server);
        if self.swapped {
            std::mem::swap(&mut client, &mut server);
        }
        let (client, server) = (client.to_string(), server.to_string());
        sink.begin(self.flow.id);
        sink.entry(self.flow.id, &Entry::Observed(Observed::Connection { client, server }));
        for entry in std::mem::take(&mut self.before) {
            sink.entry(self.flow.id, &entry);
        }
    }

    fn run(&mut self, from: Role, kind: Kind, bytes: usize, data: &[u8], sink: &mut Sink) {
        self.begin(sink);
        if !self.run.as_ref().is_some_and(|run| run.is(from, &kind)) {
            self.end_run(sink);
        }
        self.run.get_or_insert_with(|| Run::new(from, kind)).add(bytes, data);
    }

    fn end_run(&mut self, sink: &mut Sink) {
        if let Some(run) = self.run.take() {
            sink.entry(self.flow.id, &run.entry());
        }
    }

    /// Nothing more comes: what was cut short is told, of each side in bytes.
    pub(super) fn end(&mut self, cut: [(Role, usize); 2], sink: &mut Sink) {
        if !self.begun {
            return;
        }
        self.end_run(sink);
        for (role, bytes) in cut.into_iter().filter(|(_, bytes)| *bytes > 0) {
            let what = format!("a record is cut short at the end, {bytes} bytes are there");
            let entry = Entry::Observed(Observed::Missing { from: role.into(), what });
            sink.entry(self.flow.id, &entry);
        }
        let (from_client, from_server) = (self.from_client, self.from_server);
        sink.entry(self.flow.id, &Entry::Observed(Observed::End { from_client, from_server }));
        sink.end(self.flow.id);
    }

    fn entry(&mut self, observation: Observation) -> Option<Entry> {
        Some(match observation {
            Observation::Message(seen) => self.message(&seen),
            Observation::ChangeCipherSpec { from } => {
                self.counted(from, "ChangeCipherSpec".to_owned(), 1, false, Facts::default())
            }
            Observation::Alert { from, alert, protected } => {
                let mut facts = Facts::default();
                facts.text("level", &alert.level);
                facts.text("alert", &alert.description);
                Entry::Message {
                    number: None,
                    from: from.into(),
                    message: "Alert".to_owned(),
                    bytes: 2,
                    encrypted: protected,
                    facts,
                }
            }
            Observation::Negotiated(negotiated) => {
                self.negotiated = Some(negotiated);
                return None;
            }
            Observation::KeysChanged { from, cipher, known, level } => {
                let (from, cipher) = (from.into(), cipher.map(|cipher| cipher.to_string()));
                match cipher {
                    Some(cipher) if known => {
                        Entry::Keys { from, cipher, level: level.map(Level::from) }
                    }
                    cipher => Entry::Observed(Observed::UnknownKeys { from, cipher }),
                }
            }
            Observation::Complete(complete) => self.connected(&complete),
            other => Entry::Observed(observed(other)?),
        })
    }

    fn message(&mut self, seen: &Seen) -> Entry {
        if let Ok(Decoded::Tls12(Message::ClientHello(hello))) = seen.decode() {
            if self.complete {
                // Another handshake on the same connection.
                self.complete = false;
                self.messages.clear();
                self.count = 0;
            }
            self.server_name = hello.server_name().ok().flatten().map(str::to_owned);
        }
        self.counted(seen.from, seen.name(), seen.bytes.len(), seen.protected, seen_facts(seen))
    }

    /// A message of the handshake, with its number.
    fn counted(
        &mut self,
        from: Role,
        message: String,
        bytes: usize,
        encrypted: bool,
        facts: Facts,
    ) -> Entry {
        if !self.complete {
            self.count += 1;
            if self.count <= MAX_NAMED {
                self.messages.push(message.clone());
            }
        }
        let number = (!self.complete).then_some(self.count);
        Entry::Message { number, from: from.into(), message, bytes, encrypted, facts }
    }

    /// What the handshake agreed on, as the other commands tell it.
    fn connected(&mut self, complete: &Complete) -> Entry {
        self.complete = true;
        let mut facts = Facts::default();
        if let Some(agreed) = &self.negotiated {
            facts.text("version", &agreed.version);
            facts.text("cipher_suite", &agreed.suite);
            if let Some(group) = &complete.group {
                facts.text("group", group);
            }
            if let Some(scheme) = &complete.scheme {
                facts.text("signature_scheme", scheme);
            }
            match complete.resumption {
                Some(Resumption::SessionId) => facts.text("resumed", &"by session id"),
                Some(Resumption::Ticket) => facts.text("resumed", &"by ticket"),
                _ if agreed.psk => facts.text("resumed", &"by pre-shared key"),
                _ => facts.none("resumed"),
            }
            match &complete.protocol {
                Some(protocol) => facts.text("alpn", &protocol.escape_ascii()),
                None => facts.none("alpn"),
            }
            if let Some(name) = &self.server_name {
                facts.text("server_name", name);
            }
            if let Some(scheme) = &complete.client_scheme {
                facts.text("client_signature_scheme", scheme);
            }
            facts.flag("extended_master_secret", agreed.extended_master_secret);
            facts.flag("secure_renegotiation", agreed.secure_renegotiation);
        }
        facts.flag("verified", complete.verified);
        Entry::Connected { facts, messages: std::mem::take(&mut self.messages) }
    }
}

/// What is told of a connection without anything that was remembered.
fn observed(observation: Observation) -> Option<Observed> {
    Some(match observation {
        Observation::Ssl2 { from, message } => ssl2(from, &message),
        Observation::Verdict { from, of, verdict } => {
            let (verdict, reason) = match verdict {
                Verdict::Good => (What::Right, None),
                Verdict::Bad => (What::Wrong, None),
                Verdict::Unknown(reason) => (What::Unknown, Some(reason)),
            };
            Observed::Verdict { from: from.into(), proof: of.name(), verdict, reason }
        }
        Observation::OutOfOrder { from, came, expected } => {
            Observed::OutOfOrder { from: from.into(), came, expected }
        }
        Observation::Malformed { from, fault } => {
            Observed::Malformed { from: from.into(), problem: fault.to_string() }
        }
        Observation::Missing { from, what } => {
            Observed::Missing { from: from.into(), what: missing(what) }
        }
        _ => return None,
    })
}

fn ssl2(from: Role, message: &Ssl2Message) -> Observed {
    let mut facts = Facts::default();
    if let Ssl2Message::ClientHello(hello) = message {
        facts.text("highest_version", &hello.version);
        facts.list("ciphers", hello.ciphers.iter().map(|cipher| ssl2_cipher(*cipher)));
        facts.size("session_id", &hello.session_id);
        facts.size("challenge", &hello.challenge);
    }
    let bytes = message.len();
    Observed::Ssl2 { from: from.into(), message: message.name(), bytes, facts }
}

/// Suites of SSL 3.0 and TLS have a zero in front.
fn ssl2_cipher(number: u32) -> String {
    match u16::try_from(number) {
        Ok(suite) => countersign::crypto::CipherSuite(suite).to_string(),
        Err(_) => format!("SSL 2.0 cipher({number:#08x})"),
    }
}

fn missing(what: Missing) -> String {
    match what {
        Missing::Beginning => "the beginning is not in the capture".to_owned(),
        Missing::Bytes(Some(bytes)) => format!("{bytes} bytes are not in the capture"),
        Missing::Bytes(None) => "bytes are not in the capture".to_owned(),
        Missing::NoRecord(bytes) => format!("{bytes} bytes are no record"),
        Missing::Transcript => "the handshake is too long to be checked".to_owned(),
    }
}

fn content(content_type: ContentType) -> &'static str {
    match content_type {
        ContentType::HANDSHAKE => "handshake message",
        ContentType::ALERT => "alert",
        ContentType::APPLICATION_DATA => "encrypted record",
        _ => "record",
    }
}
