//! Raw public keys in the place of certificates (RFC 7250): the observer knows by the answers in
//! the hellos what it sees, and checks signatures with it.

#![expect(clippy::unwrap_used, reason = "a handshake that fails is a mistake of the test")]

use countersign::{
    CertificateType, CertifiedKey, ClientAuthentication, ClientConfig, Event, Policy, Role,
    ServerConfig,
};
use countersign_observe::{Complete, Keys, Observation, Observer, Proof, Verdict};
use countersign_testkit::{Scene, tls12, tls13};
use pki_types::{PrivateKeyDer, pem::PemObject as _};

const SERVER: &str = include_str!("../../../test-vectors/keys/rsa-2048-key.pem");
const CLIENT: &str = include_str!("../../../test-vectors/keys/client-p256-key.pem");

fn raw(name: &str, pem: &str) -> CertifiedKey {
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    CertifiedKey::raw_public_key(name, countersign_rustcrypto::signing_key(&key).unwrap()).unwrap()
}

/// Both sides show a key.
fn scene(policy: &Policy) -> Scene {
    let mut scene = Scene::fake();
    let policy =
        Policy { certificate_types: vec![CertificateType::RAW_PUBLIC_KEY], ..policy.clone() };
    scene.keys = vec![raw("server", SERVER)];
    scene.client_keys = vec![raw("client", CLIENT)];
    scene.client = ClientConfig::builder(countersign_rustcrypto::provider())
        .policy(policy.clone())
        .credential(scene.client_keys[0].credential().clone())
        .key_log(true)
        .build()
        .unwrap();
    scene.server = ServerConfig::builder(countersign_rustcrypto::provider())
        .policy(policy)
        .credential(scene.keys[0].credential().clone())
        .client_authentication(ClientAuthentication::Required)
        .build()
        .unwrap();
    scene
}

fn observations(scene: &Scene) -> Vec<Observation> {
    let mut pair = scene.pair();
    pair.run();
    let logged = pair.client.noted().iter().filter_map(|noted| match &noted.event {
        Event::KeyLog(secret) => Some(secret.line()),
        _ => None,
    });
    let mut keys = Keys::new();
    keys.add_log(logged.collect::<String>().as_bytes());
    let mut observer = Observer::new(countersign_rustcrypto::provider());
    // A hello, all of the server's flight, and the rest of the client's.
    let [client, server] = [Role::Client, Role::Server].map(|role| pair.sent(role).to_vec());
    let hello = 5 + usize::from(u16::from_be_bytes([client[3], client[4]]));
    // Up to the ServerHelloDone, which is empty; in TLS 1.3 the client says nothing between.
    let done = server.windows(4).position(|four| four == [14, 0, 0, 0]);
    let is_tls13 = scene.client.policy().versions == tls13().versions;
    let flight = done.filter(|_| !is_tls13).map_or(server.len(), |done| done + 4);
    let (server_flight, server_rest) = server.split_at(flight);
    let pieces = [
        (Role::Client, &client[..hello]),
        (Role::Server, server_flight),
        (Role::Client, &client[hello..]),
        (Role::Server, server_rest),
    ];
    for (from, piece) in pieces {
        observer.feed(from, piece, &mut keys);
    }
    std::iter::from_fn(|| observer.next_observation()).collect()
}

#[test]
fn signatures_are_checked_with_the_key_itself() {
    for policy in [tls12(), tls13()] {
        let all = observations(&scene(&policy));
        let good = |role, proof| {
            all.iter().any(|it| {
                matches!(it, Observation::Verdict { from, of, verdict: Verdict::Good }
                    if (*from, *of) == (role, proof))
            })
        };
        let is_tls13 = policy == tls13();
        let of_server = if is_tls13 { Proof::CertificateVerify } else { Proof::ServerKeyExchange };
        assert!(good(Role::Server, of_server), "{all:?}");
        assert!(good(Role::Client, Proof::CertificateVerify), "{all:?}");
        let verified =
            |it: &Observation| matches!(it, Observation::Complete(Complete { verified: true, .. }));
        assert!(all.iter().any(verified), "{all:?}");
        let wrong = |it: &&Observation| {
            matches!(it, Observation::Malformed { .. } | Observation::OutOfOrder { .. })
        };
        assert!(!all.iter().any(|it| wrong(&it)), "{all:?}");
    }
}
