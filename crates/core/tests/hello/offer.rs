//! What our own client offers.

use std::fmt::Write as _;

use countersign::{
    ClientConfigBuilder, PadClientHello, Policy, ProtocolName,
    pki_types::ServerName,
    wire::{ClientHello, extension::ExtensionType},
};
use countersign_testkit::{Records, Scene, fake::KeyKind};

fn scene(client: impl FnOnce(ClientConfigBuilder) -> ClientConfigBuilder) -> Scene {
    Scene::fake_with(&[KeyKind::EcdsaP256], client, |server| server)
}

/// The ClientHello with its header.
fn hello(scene: &Scene) -> Vec<u8> {
    let mut client = scene.client_side();
    client.settle();
    Records::new(&client.take_output()).next().unwrap().fragment
}

fn has(message: &[u8], kind: ExtensionType) -> bool {
    ClientHello::decode(&message[4..]).unwrap().extensions.get(kind).is_some()
}

/// The bytes are what a change of the offer shows up in.
#[test]
fn the_offer() {
    let scene = scene(|client| client.protocols([ProtocolName::new("h2").unwrap()]));
    let message = hello(&scene);
    let hello = ClientHello::decode(&message[4..]).unwrap();
    let mut text = String::new();
    writeln!(text, "{}, {} bytes", hello.legacy_version, message.len()).unwrap();
    writeln!(text, "random {:02x?}", hello.random).unwrap();
    for suite in hello.cipher_suites.iter().map(countersign::crypto::CipherSuite) {
        writeln!(text, "{suite}").unwrap();
    }
    writeln!(text, "compression {:?}", hello.compression_methods).unwrap();
    for (kind, data) in hello.extensions.iter() {
        writeln!(text, "{kind} {data:02x?}").unwrap();
    }
    insta::assert_snapshot!(text);
}

/// RFC 6066 §3: literal addresses are not names.
#[test]
fn the_servers_name() {
    assert!(has(&hello(&scene(|client| client)), ExtensionType::SERVER_NAME));
    let quiet = scene(|client| client.send_server_name(false));
    assert!(!has(&hello(&quiet), ExtensionType::SERVER_NAME));
    for address in ["192.0.2.1", "2001:db8::1"] {
        let mut scene = scene(|client| client);
        scene.server_name = ServerName::try_from(address).unwrap();
        assert!(!has(&hello(&scene), ExtensionType::SERVER_NAME), "{address}");
    }
}

/// RFC 7685 §4: no hello of 256 to 511 bytes, whatever else is in it; and no padding where the
/// policy wants none, or the length is harmless.
#[test]
fn padding() {
    let policy = |pad| Policy { pad_client_hello: pad, ..countersign_testkit::tls12() };
    let mut padded = 0;
    for len in 1..=250 {
        let protocol = || [ProtocolName::new(vec![b'p'; len]).unwrap()];
        let never = hello(&scene(|client| {
            client.policy(policy(PadClientHello::Never)).protocols(protocol())
        }));
        assert!(!has(&never, ExtensionType::PADDING));
        let avoiding = hello(&scene(|client| {
            client.policy(policy(PadClientHello::AvoidOldBalancers)).protocols(protocol())
        }));
        if (256..512).contains(&never.len()) {
            assert!(has(&avoiding, ExtensionType::PADDING));
            // The extension has a header of 4 bytes at least.
            assert_eq!(avoiding.len(), 512.max(never.len() + 4));
            padded += 1;
        } else {
            assert_eq!(avoiding.len(), never.len());
        }
    }
    assert!(padded > 100);
}

/// Promise 2: the same inputs give the same bytes.
#[test]
fn the_same_randomness_gives_the_same_hello() {
    assert_eq!(hello(&scene(|client| client)), hello(&scene(|client| client)));
    let scene = scene(|client| client);
    let mut other = scene.client_side();
    other.random = Box::new(countersign_testkit::SeededRandom::new(99));
    other.settle();
    let other = Records::new(&other.take_output()).next().unwrap().fragment;
    let here = hello(&scene);
    assert_ne!(here[6..38], other[6..38]);
    assert_eq!((&here[..6], &here[38..]), (&other[..6], &other[38..]));
}
