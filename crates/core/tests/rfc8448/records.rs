//! Every protected record: opened, and sealed again to the same bytes (RFC 8446 §5.2).

use countersign::{
    Role,
    crypto::{AeadKeys, TrafficKeys},
    schedule::{TrafficLabel, TrafficSecret},
    wire::{ContentType, HandshakeType},
};
use countersign_rustcrypto::provider;

use crate::trace::{self, CIPHER, Trace, hkdf, split};

/// What a side writes under, with the number of its next record.
pub(crate) struct Writer<'a> {
    trace: &'a Trace,
    labels: Vec<TrafficLabel>,
    sequence: u64,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(trace: &'a Trace, who: Role) -> Self {
        let labels = TrafficLabel::all().filter(|label| label.sender() == who);
        let is_shown = |label: &TrafficLabel| trace.find(&step(*label), "expanded").is_some();
        Self { trace, labels: labels.filter(is_shown).collect(), sequence: 0 }
    }

    fn keys(&self) -> AeadKeys {
        let label = self.labels[0];
        let secret = self.trace.value(&step(label), "expanded");
        let secret = TrafficSecret::known(hkdf(), label, secret).unwrap();
        match secret.keys(&provider(), CIPHER).unwrap() {
            TrafficKeys::Tls13(keys) => keys,
            #[cfg(feature = "tls12")]
            _ => panic!("keys of another version"),
        }
    }

    /// What is in a record, which is protected but for hellos and ChangeCipherSpec.
    pub(crate) fn read(&mut self, record: &[u8]) -> (ContentType, Vec<u8>) {
        if record[0] == ContentType::APPLICATION_DATA.0 {
            self.open(record)
        } else {
            (ContentType(record[0]), record[5..].to_vec())
        }
    }

    /// Opens a record, and seals what it has shown.
    fn open(&mut self, record: &[u8]) -> (ContentType, Vec<u8>) {
        let (keys, name) = (self.keys(), self.trace.name);
        let nonce = keys.nonce(self.sequence);
        let (header, fragment) = record.split_at(5);
        let (text, tag) = fragment.split_last_chunk::<16>().unwrap();
        let mut opened = text.to_vec();
        keys.key().open(&nonce, header, &mut opened, tag).unwrap();
        let mut sealed = opened.clone();
        let again = keys.key().seal(&nonce, header, &mut sealed).unwrap();
        assert_eq!((&sealed[..], &again), (text, tag), "{name}");
        self.sequence += 1;
        let content_type = ContentType(opened.pop().unwrap());
        // What comes behind these is under the next keys.
        let ends = [HandshakeType::END_OF_EARLY_DATA, HandshakeType::FINISHED].map(|kind| kind.0);
        let last = (content_type == ContentType::HANDSHAKE).then(|| split(&opened).last().unwrap());
        if last.is_some_and(|message| ends.contains(&message[0])) {
            self.labels.remove(0);
            self.sequence = 0;
        }
        (content_type, opened)
    }
}

fn step(label: TrafficLabel) -> String {
    format!("derive secret \"tls13 {}\"", label.name())
}

pub(crate) fn content_type(what: &str) -> ContentType {
    match what {
        "send change_cipher_spec record" => ContentType::CHANGE_CIPHER_SPEC,
        "send handshake record" => ContentType::HANDSHAKE,
        "send application_data record" => ContentType::APPLICATION_DATA,
        "send alert record" => ContentType::ALERT,
        other => panic!("{other}"),
    }
}

#[test]
fn every_protected_record_opens_and_is_sealed_to_the_same_bytes() {
    let mut counts = Vec::new();
    for trace in trace::all() {
        let mut client = Writer::new(&trace, Role::Client);
        let mut server = Writer::new(&trace, Role::Server);
        let mut count = 0;
        for step in &trace.steps {
            let Some(record) = step.find("complete record") else { continue };
            let writer = if step.who == Role::Client { &mut client } else { &mut server };
            let shown = (content_type(step.what), step.get("payload").to_vec());
            assert_eq!(writer.read(record), shown, "{}", trace.name);
            count += usize::from(record[0] == ContentType::APPLICATION_DATA.0);
        }
        counts.push((trace.name, count));
    }
    let shown = [
        ("simple-1-rtt", 7),
        ("resumed-0-rtt", 8),
        ("hello-retry-request", 4),
        ("client-authentication", 4),
        ("compatibility-mode", 4),
    ];
    assert_eq!(counts, shown);
}
