//! Every kind of key that an observer can be given opens the recordings that it is for.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a recording that cannot be read fails")]

#[path = "played/mod.rs"]
mod played;

use std::{fs, path::PathBuf};

use bytes::Bytes;
use countersign::{
    ClientConfig, Policy, PreSharedKey, PreSharedKeyRequest, PreSharedKeys, Role, ServerConfig,
    crypto::{CipherSuite, Secret},
};
use countersign_observe::{Keys, Observation, Observer, SealedWhy, Verdict};
use countersign_testkit::{Scene, tls12};
use pki_types::{PrivateKeyDer, pem::PemObject as _};
use played::Player;

fn vectors() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors")
}

/// Plays a recording without the secrets that are inside; gives them back.
fn without_secrets(name: &str, keys: Keys) -> (Player, String) {
    let path = vectors().join(name).join("capture.pcapng");
    let mut with = Player::new(Keys::new(), usize::MAX);
    with.play(&path);
    let mut player = Player::new(keys, usize::MAX);
    player.ignores_secrets = true;
    player.play(&path);
    (player, String::from_utf8(with.key_log).unwrap())
}

fn secrets(player: &Player) -> String {
    let observations = player.played().into_iter().flat_map(|it| &it.observations);
    let lines = observations.filter_map(|it| match it {
        Observation::Secret(secret) => Some(secret.line()),
        _ => None,
    });
    lines.collect()
}

/// Each `Finished` was read and is right, and nothing is left unread.
fn is_open(player: &Player) -> bool {
    let mut observations = player.played().into_iter().flat_map(|it| &it.observations);
    observations.all(|it| match it {
        Observation::Sealed { .. } => false,
        Observation::Verdict { verdict, .. } => *verdict == Verdict::Good,
        _ => true,
    })
}

fn rsa_key() -> Keys {
    let pem = fs::read(vectors().join("keys/rsa-2048-key.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(&pem).unwrap();
    let mut keys = Keys::new();
    keys.add_rsa_key(countersign_rustcrypto::signing_key(&key).unwrap());
    keys
}

#[test]
fn without_keys_the_rest_is_sealed() {
    let (player, _) = without_secrets("g4-rsa-client", Keys::new());
    assert_eq!(secrets(&player), "");
    let observations = player.played().into_iter().flat_map(|it| &it.observations);
    let sealed =
        |it: &&Observation| matches!(it, Observation::Sealed { why: SealedWhy::NoKeys, .. });
    assert!(observations.filter(sealed).count() >= 4);
}

#[test]
fn a_servers_rsa_key_gives_the_secrets_that_the_log_has() {
    for name in ["g4-rsa-client", "g4-rsa-server", "g4-rsa-certificate-client", "g4-rsa-nss-client"]
    {
        let (player, key_log) = without_secrets(name, rsa_key());
        assert_eq!(secrets(&player), key_log, "{name}");
        assert!(is_open(&player), "{name}");
    }
}

#[test]
fn an_rsa_key_does_not_open_what_was_agreed_on_otherwise() {
    let (player, _) = without_secrets("g3-ecdhe-rsa-client", rsa_key());
    assert!(!is_open(&player));
}

/// The lines that `openssl s_client` prints, put into one.
#[test]
fn a_line_that_names_the_session_opens_it() {
    let name = "g6-id-hit-client";
    let (with, key_log) = without_secrets(name, Keys::new());
    assert!(!is_open(&with));
    let master = key_log.lines().next().unwrap().split(' ').next_back().unwrap();
    let hello = with.played()[0].observations.iter().find_map(|it| match it {
        Observation::Message(seen) if seen.kind.0 == 2 => Some(seen.clone()),
        _ => None,
    });
    let hello = hello.unwrap();
    // Behind header, version and random: the length of the id, and the id.
    let id = &hello.bytes[39..39 + usize::from(hello.bytes[38])];
    let id: Vec<String> = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let id = id.concat();
    let mut keys = Keys::new();
    keys.add_line(&format!("RSA Session-ID:{id} Master-Key:{master}")).unwrap();
    let (player, _) = without_secrets(name, keys);
    assert!(is_open(&player));
}

/// What was learned of the first connection opens those that resume its session.
#[test]
fn a_session_that_was_seen_opens_the_connection_that_resumes_it() {
    for name in ["g6-id-hit-client", "g6-ticket-hit-client", "g6-ticket-hit-server"] {
        let (_, key_log) = without_secrets(name, Keys::new());
        let mut keys = Keys::new();
        keys.add_line(key_log.lines().next().unwrap()).unwrap();
        let (player, _) = without_secrets(name, keys);
        let ids: Vec<u64> = player.played().iter().map(|played| played.flow.id).collect();
        assert!(ids.len() > 1, "{name}");
        assert!(is_open(&player), "{name}");
    }
}

/// A key log of another connection is no harm.
#[test]
fn wrong_secrets_are_said_not_to_fit() {
    let (_, key_log) = without_secrets("g1-client", Keys::new());
    let line = key_log.lines().next().unwrap();
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let turned: String = words[2].chars().rev().collect();
    words[2] = turned;
    let mut keys = Keys::new();
    keys.add_line(&words.join(" ")).unwrap();
    keys.add_pre_shared_key(b"somebody", Secret::new(&[7; 16]));
    let (player, _) = without_secrets("g1-client", keys);
    let observations = player.played().into_iter().flat_map(|it| &it.observations);
    let why = observations.filter_map(|it| match it {
        Observation::Sealed { why, .. } => Some(*why),
        _ => None,
    });
    let why: Vec<SealedWhy> = why.collect();
    assert!(!why.is_empty() && why.iter().all(|it| *it == SealedWhy::NotAuthentic), "{why:?}");
}

/// Both sides have it.
struct OneKey;

impl PreSharedKeys for OneKey {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        Some(PreSharedKey::new(Bytes::from_static(b"me"), Secret::new(&[7; 16])))
    }
}

/// What both sides of a handshake with a pre-shared key alone say, by turns (RFC 4279 §2).
fn with_pre_shared_key() -> Vec<(Role, Vec<u8>)> {
    let provider = countersign_rustcrypto::provider();
    let policy = || Policy { suites: vec![CipherSuite(0x00a8)], ..tls12() };
    let mut scene = Scene::fake();
    scene.client = ClientConfig::builder(provider).policy(policy()).build().unwrap();
    scene.server = ServerConfig::builder(provider).policy(policy()).build().unwrap();
    scene.pre_shared_keys = Box::new(OneKey);
    let (mut client, mut server) = (scene.client_side(), scene.server_side());
    let mut said = Vec::new();
    client.settle();
    for _ in 0..4 {
        said.push((Role::Client, client.take_output()));
        server.receive(&said.last().unwrap().1);
        said.push((Role::Server, server.take_output()));
        client.receive(&said.last().unwrap().1);
    }
    client.send(b"countersign").unwrap();
    said.push((Role::Client, client.take_output()));
    said
}

#[test]
fn a_pre_shared_key_opens_what_it_protects() {
    for (identity, opens) in [(&b"me"[..], true), (b"you", false)] {
        let mut keys = Keys::new();
        keys.add_pre_shared_key(identity, Secret::new(&[7; 16]));
        let mut observer = Observer::new(countersign_rustcrypto::provider());
        let mut data = Vec::new();
        let mut good = 0;
        for (role, bytes) in with_pre_shared_key() {
            observer.feed(role, &bytes, &mut keys);
        }
        while let Some(observation) = observer.next_observation() {
            match observation {
                Observation::Data { bytes, .. } => data.extend_from_slice(&bytes),
                Observation::Verdict { verdict, .. } => {
                    good += usize::from(verdict == Verdict::Good);
                }
                _ => {}
            }
        }
        let expected: (&[u8], usize) = if opens { (b"countersign", 2) } else { (b"", 0) };
        assert_eq!((&data[..], good), expected);
    }
}
