//! Faults that a server of TLS 1.3 finds in hellos.

use countersign::{
    PreSharedKey, PreSharedKeyRequest, PreSharedKeys, ProtocolName,
    Role::Server,
    ServerConfig, StateName as S,
    bytes::Bytes,
    crypto::Secret,
    fault::FaultKind as F,
    wire::{ContentType, extension::ExtensionType as E},
};
use countersign_testkit::{ClientHelloParts, NoRandom, Scene, fake, tls13};

use super::{
    Case,
    seen::{Seen, see},
    stage::{client_hello, served_by},
    stage13::{run, scene13, served_again, served13},
};

pub(crate) const CASES: &[Case] = &[
    (F::CompressionOffered, Server, S::WaitConfiguration, || {
        served13(|mut hello| {
            hello.compression_methods = vec![1, 0];
            hello
        })
    }),
    (F::MissingExtension, Server, S::WaitConfiguration, || {
        served13(|hello| hello.without(E::KEY_SHARE))
    }),
    (F::MissingExtension, Server, S::WaitConfiguration, || {
        served13(|hello| hello.without(E::SUPPORTED_GROUPS))
    }),
    // Neither of both, and no pre-shared key that could stand alone.
    (F::MissingExtension, Server, S::WaitConfiguration, || {
        served13(|hello| hello.without(E::SUPPORTED_GROUPS).without(E::KEY_SHARE))
    }),
    (F::MissingExtension, Server, S::WaitConfiguration, || {
        served13(|hello| hello.without(E::SIGNATURE_ALGORITHMS))
    }),
    (F::MissingExtension, Server, S::WaitConfiguration, || {
        served13(|hello| hello.without(E::PSK_KEY_EXCHANGE_MODES).with(E::PRE_SHARED_KEY, psk()))
    }),
    // Twice the same group; one that was not named.
    (F::BadKeyShares, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::KEY_SHARE, [0, 10, 0, 29, 0, 1, 7, 0, 29, 0, 1, 7]))
    }),
    (F::BadKeyShares, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::KEY_SHARE, [0, 5, 0, 25, 0, 1, 7]))
    }),
    (F::BadKeyShare, Server, S::WaitConfiguration, || {
        let share = [&[0, 36, 0, 29, 0, 32][..], &[0; 32]].concat();
        served13(|hello| hello.with(E::KEY_SHARE, share))
    }),
    (F::NoCommonSuite, Server, S::WaitConfiguration, || {
        served13(|mut hello| {
            hello.cipher_suites = vec![0x1305, 0xc02b];
            hello
        })
    }),
    (F::NoCommonGroup, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::SUPPORTED_GROUPS, [0, 2, 0, 25]).with(E::KEY_SHARE, [0, 0]))
    }),
    // What is signed with PKCS#1 v1.5 are certificates alone.
    (F::NoCommonScheme, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::SIGNATURE_ALGORITHMS, [0, 2, 4, 1]))
    }),
    (F::NoCommonCertificateType, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::SERVER_CERTIFICATE_TYPE, [1, 2]))
    }),
    (F::NoCommonProtocol, Server, S::WaitConfiguration, || {
        let h2 = [ProtocolName::new("h2").unwrap()];
        let scene = scene13(|client| client, |server| server.protocols(h2));
        served_by(&scene, |hello| hello.with(E::ALPN, [0, 4, 3, b'f', b't', b'p']))
    }),
    (F::BadFragmentLength, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::MAX_FRAGMENT_LENGTH, [9]))
    }),
    (F::BadRecordSizeLimit, Server, S::WaitConfiguration, || {
        served13(|hello| hello.with(E::RECORD_SIZE_LIMIT, [0, 63]))
    }),
    (F::BadBinder, Server, S::WaitOpenedTicket, || {
        let scene = scene13(|client| client.resumption(true), |server| server.tickets(true));
        scene.pair().run();
        served_by(&scene, flip_binder)
    }),
    (F::BadBinder, Server, S::WaitSession, || {
        let scene = scene13(|client| client.resumption(true), |server| server.session_ids(true));
        scene.pair().run();
        served_by(&scene, flip_binder)
    }),
    // The right name, and another key: the hello is changed behind the binder's back.
    (F::BadBinder, Server, S::WaitPreSharedKey, || {
        served_by(&keyed(), |mut hello| {
            hello.random[0] ^= 1;
            hello
        })
    }),
    (F::UnknownPskIdentity, Server, S::WaitPreSharedKey, || {
        served_by(&keyed_alone(), |hello| hello.with(E::PRE_SHARED_KEY, psk()))
    }),
    (F::UnknownPskIdentity, Server, S::WaitConfiguration, || {
        served_by(&keyed_alone(), |hello| hello.without(E::PRE_SHARED_KEY))
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|mut hello| {
            hello.random[0] ^= 1;
            hello
        })
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|mut hello| {
            hello.cipher_suites.reverse();
            hello
        })
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|hello| hello.with(E::SERVER_NAME, [0, 4, 0, 0, 1, b'x']))
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|hello| hello.without(E::SERVER_NAME))
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|hello| hello.with(E::STATUS_REQUEST, [1, 0, 0, 0, 0]))
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|hello| hello.with(E::EARLY_DATA, []))
    }),
    // A share for another group, and none.
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|hello| hello.with(E::KEY_SHARE, [0, 5, 0, 29, 0, 1, 7]))
    }),
    (F::HelloChanged, Server, S::WaitClientHello, || {
        served_again(|hello| hello.with(E::KEY_SHARE, [0, 0]))
    }),
    (F::MessageAcrossKeyChange, Server, S::WaitSignature, || {
        let scene = Scene::fake_tls13();
        let mut server = scene.server_side();
        let mut record = client_hello(&scene).record();
        record.fragment.extend([20, 0]);
        server.receive(&record.bytes());
        see(&mut server)
    }),
    (F::RandomnessFailed, Server, S::WaitConfiguration, || {
        let scene = Scene::fake_tls13();
        let mut server = scene.server_side();
        server.random = Box::new(NoRandom);
        server.receive(&client_hello(&scene).record().bytes());
        see(&mut server)
    }),
    (F::SigningFailed, Server, S::WaitSignature, || {
        let mut scene = Scene::fake_tls13();
        scene.keys.clear();
        served_by(&scene, |hello| hello)
    }),
    (F::UnprotectedRecord, Server, S::WaitFinished, unprotected),
];

/// A key named `you`, with a binder of zeros.
fn psk() -> Vec<u8> {
    [&[0, 9, 0, 3, b'y', b'o', b'u', 0, 0, 0, 0, 0, 33, 32][..], &[0; 32]].concat()
}

fn flip_binder(hello: ClientHelloParts) -> ClientHelloParts {
    let mut keys = hello.get(E::PRE_SHARED_KEY).unwrap().to_vec();
    *keys.last_mut().unwrap() ^= 1;
    hello.with(E::PRE_SHARED_KEY, keys)
}

struct OneKey;

impl PreSharedKeys for OneKey {
    fn find(&self, request: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        let identity = Bytes::from_static(b"me");
        match request {
            PreSharedKeyRequest::OfIdentity { identity: wanted } if *wanted != identity => None,
            _ => Some(PreSharedKey::new(identity, Secret::new(b"sixteen bytes..."))),
        }
    }
}

/// Both sides have a key.
fn keyed() -> Scene {
    let mut scene =
        scene13(|client| client.pre_shared_keys(true), |server| server.pre_shared_keys(true));
    scene.pre_shared_keys = Box::new(OneKey);
    scene
}

/// The server has nothing else.
fn keyed_alone() -> Scene {
    let mut scene = keyed();
    let builder = ServerConfig::builder(fake::provider()).policy(tls13());
    scene.server = builder.pre_shared_keys(true).build().unwrap();
    scene
}

/// The client's last flight comes in plain text.
fn unprotected() -> Seen {
    let scene = Scene::fake_tls13();
    let mut pair = scene.pair();
    pair.tamper(Server.peer(), |_, mut record| {
        if record.content_type == ContentType::APPLICATION_DATA {
            record.content_type = ContentType::HANDSHAKE;
        }
        record.bytes()
    });
    run(pair)
}
