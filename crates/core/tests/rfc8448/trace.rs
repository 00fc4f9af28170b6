//! The traces, as the files in `test-vectors` have them.

use std::collections::BTreeMap;

use countersign::{
    Role,
    crypto::{
        AeadAlgorithm, EphemeralKey, HashAlgorithm, NamedGroup, Random, RandomFailed, Secret,
    },
    schedule::{Hkdf, TrafficLabel},
    wire::{HandshakeType, Message13},
};
use countersign_rustcrypto::provider;

/// The cipher of the one suite that the traces use, TLS_AES_128_GCM_SHA256.
pub(crate) const CIPHER: AeadAlgorithm = AeadAlgorithm::Aes128Gcm;

/// One handshake.
pub(crate) struct Trace {
    pub(crate) name: &'static str,
    pub(crate) steps: Vec<Step>,
}

/// What one side does, and the values that are shown.
pub(crate) struct Step {
    pub(crate) who: Role,
    pub(crate) what: &'static str,
    fields: Vec<(&'static str, Vec<u8>)>,
}

macro_rules! traces {
    ($($name:literal),+) => {
        [$(($name, include_str!(concat!("../../../../test-vectors/rfc8448/", $name, ".txt")))),+]
    };
}

pub(crate) fn all() -> impl Iterator<Item = Trace> {
    traces![
        "simple-1-rtt",
        "resumed-0-rtt",
        "hello-retry-request",
        "client-authentication",
        "compatibility-mode"
    ]
    .into_iter()
    .map(|(name, text)| Trace { name, steps: parse(text) })
}

pub(crate) fn named(name: &str) -> Trace {
    all().find(|trace| trace.name == name).unwrap()
}

fn parse(text: &'static str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(field) = line.strip_prefix("    ") {
            let (name, hex) = field.split_once(" = ").unwrap();
            steps.last_mut().unwrap().fields.push((name, bytes(hex)));
            continue;
        }
        let (who, what) = line.split_once(": ").unwrap();
        let who = if who == "client" { Role::Client } else { Role::Server };
        steps.push(Step { who, what, fields: Vec::new() });
    }
    steps
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

impl Step {
    pub(crate) fn find(&self, name: &str) -> Option<&[u8]> {
        self.fields.iter().find(|field| field.0 == name).map(|field| &field.1[..])
    }

    #[track_caller]
    pub(crate) fn get(&self, name: &str) -> &[u8] {
        self.find(name).unwrap_or_else(|| panic!("{} shows no {name}", self.what))
    }

    /// What this step puts onto the wire as a handshake record.
    fn handshake(&self) -> Option<&[u8]> {
        self.find("payload").filter(|_| self.what == "send handshake record")
    }

    /// The messages in it.
    pub(crate) fn messages(&self) -> impl Iterator<Item = &[u8]> {
        self.handshake().into_iter().flat_map(split)
    }
}

impl Trace {
    /// The steps that say so.
    pub(crate) fn steps(&self, what: &str) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.what == what)
    }

    /// The one step that says so, with this field.
    #[track_caller]
    pub(crate) fn value(&self, what: &str, name: &str) -> &[u8] {
        self.find(what, name).unwrap_or_else(|| panic!("{} has no {what}, {name}", self.name))
    }

    pub(crate) fn find(&self, what: &str, name: &str) -> Option<&[u8]> {
        self.steps(what).next().map(|step| step.get(name))
    }

    /// The steps that put a record onto the wire.
    pub(crate) fn records(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.find("complete record").is_some())
    }

    /// The handshake messages of both sides, in order.
    pub(crate) fn messages(&self) -> Vec<(Role, &[u8])> {
        let steps = self.steps.iter();
        steps.flat_map(|step| step.messages().map(|one| (step.who, one))).collect()
    }

    /// Those of one side.
    pub(crate) fn messages_of(&self, who: Role) -> Vec<&[u8]> {
        self.messages().into_iter().filter(|one| one.0 == who).map(|one| one.1).collect()
    }

    /// The secrets that a key log tells, by its labels.
    pub(crate) fn logged(&self) -> BTreeMap<&'static str, Vec<u8>> {
        let find = |name: &str| self.find(&format!("derive secret \"tls13 {name}\""), "expanded");
        let traffic = TrafficLabel::all().map(|label| (label.key_log(), find(label.name())));
        let all = traffic.chain([("EXPORTER_SECRET", find("exp master"))]);
        all.filter_map(|(label, secret)| Some((label, secret?.to_vec()))).collect()
    }

    /// The last message of a kind that a side sent.
    #[track_caller]
    pub(crate) fn message(&self, who: Role, kind: HandshakeType) -> &[u8] {
        let mut found = self.messages().into_iter().rev();
        found.find(|(sender, one)| *sender == who && one[0] == kind.0).unwrap().1
    }

    /// The hash of the messages up to this one; in the place of a hello that was answered with a
    /// HelloRetryRequest stands its hash (RFC 8446 §4.4.1).
    pub(crate) fn hash_to(&self, who: Role, kind: HandshakeType) -> Vec<u8> {
        let end = self.message(who, kind);
        let messages = self.messages();
        let retried = messages.iter().filter(|one| one.1[0] == 1).count() == 2;
        let mut transcript = Vec::new();
        for (at, (_, message)) in messages.into_iter().enumerate() {
            if at == 0 && retried {
                transcript.extend_from_slice(&[254, 0, 0, 32]);
                transcript.extend_from_slice(hkdf().hash(message).as_ref());
            } else {
                transcript.extend_from_slice(message);
            }
            if core::ptr::eq(message, end) {
                break;
            }
        }
        hkdf().hash(&transcript).as_ref().to_vec()
    }

    /// The group of the key exchange.
    pub(crate) fn group(&self) -> NamedGroup {
        match self.name {
            "hello-retry-request" => NamedGroup::SECP256R1,
            _ => NamedGroup::X25519,
        }
    }

    /// The key pair of a side that the key exchange was made with.
    pub(crate) fn key_pair(&self, who: Role) -> Box<dyn EphemeralKey> {
        let step = self.key_pair_step(who);
        let mut random = Draws(step.get("private key").to_vec());
        let key = provider().group(self.group()).unwrap().start(&mut random).unwrap();
        assert_eq!(key.public_key(), step.get("public key"), "{}", self.name);
        key
    }

    /// The last that a side makes: of two the first was for a hello that was not accepted.
    pub(crate) fn key_pair_step(&self, who: Role) -> &Step {
        self.key_pair_steps(who).last().unwrap()
    }

    pub(crate) fn key_pair_steps(&self, who: Role) -> impl Iterator<Item = &Step> {
        let makes = move |step: &&Step| step.who == who && step.find("private key").is_some();
        self.steps.iter().filter(makes)
    }

    /// The pre-shared key, where one is used.
    pub(crate) fn psk(&self) -> Option<Secret> {
        let psk = self.value("extract secret \"early\"", "IKM");
        psk.iter().any(|byte| *byte != 0).then(|| Secret::new(psk))
    }
}

/// The messages of a flight.
pub(crate) fn split(mut flight: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let header = flight.first_chunk::<4>()?;
        let len = usize::from(header[2]) << 8 | usize::from(header[3]);
        let (message, rest) = flight.split_at(4 + len);
        flight = rest;
        Some(message)
    })
}

pub(crate) fn decode(message: &[u8]) -> Message13<'_> {
    Message13::decode(HandshakeType(message[0]), &message[4..]).unwrap()
}

pub(crate) fn hkdf() -> Hkdf {
    Hkdf::new(&provider(), HashAlgorithm::Sha256).unwrap()
}

/// These bytes, and then none.
pub(crate) struct Draws(pub(crate) Vec<u8>);

impl Random for Draws {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        if self.0.len() < out.len() {
            return Err(RandomFailed);
        }
        let rest = self.0.split_off(out.len());
        out.copy_from_slice(&self.0);
        self.0 = rest;
        Ok(())
    }
}
