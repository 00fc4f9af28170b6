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
struct Writer<'a> {
    trace: &'a Trace,
    labels: Vec<TrafficLabel>,
    sequence: u64,
}

impl<'a> Writer<'a> {
    fn new(trace: &'a Trace, who: Role) -> Self {
        let labels = TrafficLabel::all().filter(|label| label.sender() == who);
        let is_shown = |label: &TrafficLabel| trace.find(&step(*label), "expanded").is_some();
        Self { trace, labels: labels.filter(is_shown).collect(), sequence: 0 }
    }

    fn keys(&self) -> AeadKeys {
        let label = self.labels[0];
        let secret = self.trace.value(&step(label), "expanded");
        let secret = TrafficSecret::known(hkdf(), label, secret).unwrap();
        let TrafficKeys::Tls13(keys) = secret.keys(&provider(), CIPHER).unwrap() else {
            panic!("keys of another version")
        };
        keys
    }

    /// Opens a record, and seals what it has shown.
    fn check(&mut self, record: &[u8], content_type: ContentType, payload: &[u8]) {
        let (keys, name) = (self.keys(), self.trace.name);
        let nonce = keys.nonce(self.sequence);
        let (header, fragment) = record.split_at(5);
        let (text, tag) = fragment.split_last_chunk::<16>().unwrap();
        let mut opened = text.to_vec();
        keys.key().open(&nonce, header, &mut opened, tag).unwrap();
        assert_eq!(opened, [payload, &[content_type.0]].concat(), "{name}");
        let again = keys.key().seal(&nonce, header, &mut opened).unwrap();
        assert_eq!((&opened[..], &again), (text, tag), "{name}");
        self.sequence += 1;
        // What comes behind these is under the next keys.
        let ends = [HandshakeType::END_OF_EARLY_DATA, HandshakeType::FINISHED].map(|kind| kind.0);
        let last = (content_type == ContentType::HANDSHAKE).then(|| split(payload).last().unwrap());
        if last.is_some_and(|message| ends.contains(&message[0])) {
            self.labels.remove(0);
            self.sequence = 0;
        }
    }
}

fn step(label: TrafficLabel) -> String {
    format!("derive secret \"tls13 {}\"", label.name())
}

fn content_type(what: &str) -> ContentType {
    match what {
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
            // A hello or a ChangeCipherSpec is not protected.
            if record[0] != ContentType::APPLICATION_DATA.0 {
                assert_eq!(record[5..], *step.get("payload"));
                continue;
            }
            let writer = if step.who == Role::Client { &mut client } else { &mut server };
            writer.check(record, content_type(step.what), step.get("payload"));
            count += 1;
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
