//! Bleichenbacher and ROBOT (RFC 5246 §7.4.7.1): an attacker sends ciphertexts of his own, and
//! watches. Whatever is wrong with what they decrypt to, the server asks the same, draws the same,
//! sends the same, and fails at the same place.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use countersign::{
    Answer, Cursor, Era, Request, Role, StateName,
    crypto::{Random, RandomFailed, Secret},
    fault::FaultKind,
};
use countersign_rustcrypto::{KeyKind, generate_key, provider};
use countersign_testkit::{RawRecord, Records, Scene, SeededRandom, Step};

/// Length of the modulus of a fake RSA key, and of a padded message, in bytes.
const MODULUS: usize = 256;

/// A padded message as a client makes it (RFC 8017 §7.2.1), for TLS 1.2.
fn padded() -> Vec<u8> {
    let mut message = vec![0, 2];
    message.resize(MODULUS - 49, 0xaa);
    message.extend([0, 3, 3]);
    message.extend([0x55; 46]);
    message
}

/// What the server is told, by name.
fn answers() -> Vec<(&'static str, Result<Secret, String>)> {
    let changed = |change: fn(&mut Vec<u8>)| {
        let mut message = padded();
        change(&mut message);
        Ok(Secret::new(&message))
    };
    vec![
        ("as it should be", changed(|_| {})),
        ("first byte", changed(|message| message[0] = 1)),
        ("block type 1", changed(|message| message[1] = 1)),
        ("no padding", changed(|message| message[2] = 0)),
        ("seven bytes of padding", changed(|message| message[9] = 0)),
        ("zero inside the padding", changed(|message| message[100] = 0)),
        ("no zero behind the padding", changed(|message| message[MODULUS - 49] = 1)),
        (
            "a secret of 47 bytes",
            changed(|message| {
                message[MODULUS - 49] = 9;
                message[MODULUS - 48] = 0;
            }),
        ),
        ("a secret of 49 bytes", changed(|message| message[MODULUS - 50] = 0)),
        (
            "an empty secret",
            changed(|message| {
                message[MODULUS - 49..].fill(7);
                message[MODULUS - 1] = 0;
            }),
        ),
        ("TLS 1.1", changed(|message| message[MODULUS - 47] = 2)),
        ("SSL 3.0", changed(|message| message[MODULUS - 47] = 0)),
        ("another major version", changed(|message| message[MODULUS - 48] = 2)),
        ("all zero", changed(|message| message.fill(0))),
        ("too short for anything", Ok(Secret::new(&[0, 2, 1]))),
        ("nothing", Ok(Secret::new(&[]))),
        ("a driver that could not", Err("the ciphertext is above the modulus".into())),
    ]
}

/// Counts what is drawn.
struct Counting(SeededRandom, Arc<AtomicUsize>);

impl Random for Counting {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), RandomFailed> {
        self.1.fetch_add(out.len(), Ordering::Relaxed);
        self.0.fill(out)
    }
}

/// What anybody sees of the server: its events, its output, its draws, and how it ends.
fn seen(answer: Result<Secret, String>) -> (String, Vec<u8>, usize, Option<FaultKind>) {
    let at = Cursor { role: Role::Server, era: Era::Tls12, state: StateName::WaitPremaster };
    let scene = Scene::through(at);
    let mut pair = scene.pair();
    let drawn = Arc::new(AtomicUsize::new(0));
    pair.server.random = Box::new(Counting(SeededRandom::new(2), drawn.clone()));
    pair.server.hold = true;
    loop {
        pair.run_until(|pair| pair.server.held.is_some());
        if matches!(pair.server.held, Some((_, Request::DecryptPremaster(_)))) {
            break;
        }
        assert!(pair.server.answer_held());
    }
    pair.server.hold = false;
    pair.server.answer_with(Answer::Premaster(answer)).unwrap();
    pair.run();
    let events =
        pair.server.noted().iter().map(|noted| format!("{} {:?}\n", noted.at, noted.event));
    let fault = pair.server.error().and_then(countersign::Error::fault);
    let bytes = drawn.load(Ordering::Relaxed);
    (events.collect(), pair.sent(Role::Server).to_vec(), bytes, fault)
}

#[test]
fn every_bad_ciphertext_looks_like_a_wrong_guess() {
    // A well-made message with a secret that is not this client's: what a guess looks like.
    let guess = seen(answers().remove(0).1);
    // Its Finished does not even open under the keys that come of it.
    assert_eq!(guess.3, Some(FaultKind::BadRecordMac));
    for (name, answer) in answers() {
        let seen = seen(answer);
        assert_eq!(seen.0, guess.0, "{name}: events");
        assert_eq!(seen.1, guess.1, "{name}: output");
        assert_eq!(seen.2, guess.2, "{name}: draws");
        assert_eq!(seen.3, guess.3, "{name}: end");
    }
}

/// The same from outside, with real RSA: ciphertexts that a client would never send.
#[test]
fn a_client_with_ciphertexts_of_its_own_learns_nothing() {
    let key = generate_key(KeyKind::Rsa2048, &mut SeededRandom::new(9)).unwrap().key;
    let modulus_len = 256;
    let mut scene = Scene::over(provider(), key);
    let policy = countersign::Policy {
        suites: vec![countersign::crypto::CipherSuite(0x009c)],
        ..countersign_testkit::tls12()
    };
    let credential = scene.keys[0].credential().clone();
    scene.client =
        countersign::ClientConfig::builder(provider()).policy(policy.clone()).build().unwrap();
    scene.server = countersign::ServerConfig::builder(provider())
        .policy(policy)
        .credential(credential)
        .build()
        .unwrap();
    let ciphertexts = [
        vec![0; modulus_len],
        vec![1; modulus_len],
        vec![0xff; modulus_len],
        vec![0x11; modulus_len],
        vec![2; modulus_len - 1],
        vec![2; modulus_len + 1],
        vec![2; 1],
    ];
    let mut outcomes = Vec::new();
    for ciphertext in ciphertexts {
        let mut pair = scene.pair();
        pair.tamper(
            Role::Client,
            countersign_testkit::tamper::change(1, move |record| {
                let mut messages = record.messages();
                let len = u16::try_from(ciphertext.len()).unwrap().to_be_bytes();
                let body = [&len[..], &ciphertext].concat();
                let kind = countersign::wire::HandshakeType::CLIENT_KEY_EXCHANGE;
                messages[0] = RawRecord::handshake(kind, &body).fragment;
                RawRecord::new(record.content_type, messages.concat())
            }),
        );
        while !matches!(pair.server.poll(), Step::Failed) {
            if !pair.run_until(|pair| pair.server.error().is_some()) {
                break;
            }
        }
        let error = pair.server.error().unwrap();
        let alerts = Records::new(pair.sent(Role::Server)).last().unwrap();
        outcomes.push((error.to_string(), alerts.content_type, alerts.fragment));
    }
    assert_eq!(outcomes[0].2, [2, FaultKind::BadRecordMac.alert().0]);
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]), "{outcomes:#?}");
}
