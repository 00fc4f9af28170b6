//! Faults on our own side: what the driver refuses, and what it lends that fails.

use countersign::{
    Answers, ChooseConfiguration, OfferedHello, Policy, RefuseHello, RefusedHello,
    Role::{Client, Server},
    ServerConfig, StateName as S,
    crypto::{CryptoError, EphemeralKey, KeyExchangeGroup, NamedGroup, Provider, Random},
    fault::FaultKind as F,
};
use countersign_testkit::{NoRandom, Scene, fake};

use super::{
    Case,
    seen::{Seen, see},
    stage::{client_hello, scene, served_by},
};

pub(crate) const CASES: &[Case] = &[
    (F::NameNotServed, Server, S::WaitConfiguration, || refused(RefuseHello::NameNotServed)),
    (F::Declined, Server, S::WaitConfiguration, || refused(RefuseHello::Declined)),
    (F::SigningFailed, Server, S::WaitSignature, || {
        let mut scene = Scene::fake();
        scene.keys.clear();
        served_by(&scene, |hello| hello)
    }),
    (F::RandomnessFailed, Client, S::Start, || {
        let scene = Scene::fake();
        let mut client = scene.client_side();
        client.random = Box::new(NoRandom);
        see(&mut client)
    }),
    (F::RandomnessFailed, Server, S::WaitConfiguration, || {
        let scene = Scene::fake();
        let mut server = scene.server_side();
        server.random = Box::new(NoRandom);
        server.receive(&client_hello(&scene).record().bytes());
        see(&mut server)
    }),
    (F::ProviderFailed, Server, S::WaitConfiguration, provider_that_refuses),
    (F::KeysUsedUp, Client, S::Connected, keys_used_up),
];

struct Refuses(RefuseHello);

impl ChooseConfiguration for Refuses {
    fn choose(&self, _: &OfferedHello) -> Result<ServerConfig, RefusedHello> {
        Err(RefusedHello { why: self.0, reason: "as the test wants".into() })
    }
}

fn refused(why: RefuseHello) -> Seen {
    let scene = Scene::fake();
    let refuses = Refuses(why);
    let mut server = scene.server_side();
    server.answers = Answers::server(&refuses, &scene.keys);
    server.receive(&client_hello(&scene).record().bytes());
    see(&mut server)
}

/// A group that makes no key.
struct Broken;

impl KeyExchangeGroup for Broken {
    fn name(&self) -> NamedGroup {
        NamedGroup::X25519
    }

    fn start(&self, _: &mut dyn Random) -> Result<Box<dyn EphemeralKey>, CryptoError> {
        Err(CryptoError::Unsupported)
    }
}

fn provider_that_refuses() -> Seen {
    let mut scene = Scene::fake();
    let provider = Provider { groups: &[&Broken], ..fake::provider() };
    let policy = Policy { groups: vec![NamedGroup::X25519], ..countersign_testkit::tls12() };
    scene.server = ServerConfig::builder(provider)
        .policy(policy)
        .credential(scene.keys[0].credential().clone())
        .build()
        .unwrap();
    served_by(&scene, |hello| hello)
}

/// Each record counts its text in blocks of 16 bytes, and one for its tag: two for Finished and
/// for each byte that is sent alone.
fn keys_used_up() -> Seen {
    let policy = Policy { max_blocks_per_key: Some(2 * 4), ..countersign_testkit::tls12() };
    let scene = scene(|client| client.policy(policy), |server| server);
    let mut pair = scene.pair();
    pair.run();
    for _ in 0..3 {
        pair.client.send(b"x").unwrap();
    }
    assert!(pair.client.send(b"x").is_err());
    see(&mut pair.client)
}
