//! What the observer makes of a side that shows something else than a plain chain of certificates.

#![expect(clippy::unwrap_used, reason = "a handshake that fails is a mistake of the test")]

mod compressed;
mod raw_keys;

use countersign::{
    CertifiedKey, ClientAuthentication, ClientConfig, Event, Policy, Role, ServerConfig,
    crypto::{CertificateCompression, SigningKey},
};
use countersign_observe::{Complete, Keys, Observation, Observer, Proof, Verdict};
use countersign_testkit::{Scene, tls13};
use pki_types::{PrivateKeyDer, pem::PemObject as _};

const SERVER: &str = include_str!("../../../../test-vectors/keys/rsa-2048-key.pem");
const CLIENT: &str = include_str!("../../../../test-vectors/keys/client-p256-key.pem");

fn signing_key(pem: &str) -> Box<dyn SigningKey> {
    let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).unwrap();
    countersign_rustcrypto::signing_key(&key).unwrap()
}

/// Both sides show one of `keys`, the server's first.
fn scene(
    keys: [CertifiedKey; 2],
    policy: Policy,
    compressions: &'static [&'static dyn CertificateCompression],
) -> Scene {
    let mut scene = Scene::fake();
    let [server, client] = keys;
    scene.client = ClientConfig::builder(countersign_rustcrypto::provider())
        .policy(policy.clone())
        .credential(client.credential().clone())
        .certificate_compressions(compressions)
        .key_log(true)
        .build()
        .unwrap();
    scene.server = ServerConfig::builder(countersign_rustcrypto::provider())
        .policy(policy)
        .credential(server.credential().clone())
        .certificate_compressions(compressions)
        .client_authentication(ClientAuthentication::Required)
        .build()
        .unwrap();
    (scene.keys, scene.client_keys) = (vec![server], vec![client]);
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

/// What came of `of` on the side `from`.
fn verdicts(all: &[Observation], from: Role, of: Proof) -> Vec<Verdict> {
    let of_it = |it: &Observation| match *it {
        Observation::Verdict { from: its, of: proof, verdict } if (its, proof) == (from, of) => {
            Some(verdict)
        }
        _ => None,
    };
    all.iter().filter_map(of_it).collect()
}

/// The handshake is complete, both `Finished` are right, and nothing was out of the way.
fn assert_verified(all: &[Observation]) {
    let verified =
        |it: &Observation| matches!(it, Observation::Complete(Complete { verified: true, .. }));
    assert!(all.iter().any(verified), "{all:?}");
    let wrong = |it: &Observation| {
        matches!(it, Observation::Malformed { .. } | Observation::OutOfOrder { .. })
    };
    assert!(!all.iter().any(wrong), "{all:?}");
}
