//! TLS 1.3: data before the handshake is complete, and new keys, over both kinds of transport.

use countersign::{Answers, ClientConfigBuilder, EarlyData, Event, ServerConfigBuilder, Sessions};
use countersign_embedded::{Error, Lent, Sizes, TlsStream, blocking};
use countersign_testkit::{Kept, Scene, SeededRandom, fake::KeyKind, tls13};
use embedded_io_async::{Read as _, Write as _};

use crate::{
    clock, lent_to_client, lent_to_server,
    peer::Peer,
    pipe::{both, pipe},
    plaintext,
};

/// The most that the server takes.
const MOST: usize = 500;

fn scene() -> Scene {
    let client =
        |client: ClientConfigBuilder| client.policy(tls13()).resumption(true).early_data(true);
    let server =
        |server: ServerConfigBuilder| server.policy(tls13()).tickets(true).max_early_data(500);
    Scene::fake_with(&[KeyKind::EcdsaP256], client, server)
}

fn answers(scene: &Scene) -> [Answers<'_>; 2] {
    [
        Answers { sessions: &scene.client_sessions, ..Answers::client(&*scene.verifier) },
        Answers { sessions: &scene.server_sessions, ..Answers::server(&scene.server, &scene.keys) },
    ]
}

/// One connection over pipes that move `most` bytes: how much went early, what became of it, and
/// what the server read of it and behind it.
fn talk(scene: &Scene, seed: u64, most: usize) -> (usize, EarlyData, Vec<u8>, Vec<u8>) {
    let mut random = [SeededRandom::new(seed), SeededRandom::new(seed + 1)];
    let [near, far] = &mut random;
    let [of_client, of_server] = answers(scene);
    let (ours, theirs) = pipe(most);
    let sizes = Sizes { read: 100, write: 64 };
    let lent = Lent { answers: of_client, random: near, clock: &clock };
    let mut client = TlsStream::client(&scene.client, scene.server_name.clone(), lent, sizes, ours);
    let lent = Lent { answers: of_server, random: far, clock: &clock };
    let mut server = TlsStream::server(&scene.server, lent, sizes, theirs);
    let data = plaintext(800);
    let say = async {
        let mut taken = 0;
        loop {
            match client.write_early(&data[taken..]).await.unwrap() {
                0 => break,
                some => taken += some,
            }
        }
        client.handshake().await.unwrap();
        let outcome = client.summary().unwrap().early_data;
        let arrived = if outcome == EarlyData::Accepted { taken } else { 0 };
        client.write_all(&data[arrived..]).await.unwrap();
        client.shutdown().await.unwrap();
        (taken, outcome)
    };
    let hear = async {
        let (mut early, mut late, mut buffer) = (Vec::new(), Vec::new(), [0; 30]);
        loop {
            match server.read_early(&mut buffer).await.unwrap() {
                0 => break,
                read => early.extend_from_slice(&buffer[..read]),
            }
        }
        loop {
            match server.read(&mut buffer).await.unwrap() {
                0 => break,
                read => late.extend_from_slice(&buffer[..read]),
            }
        }
        server.close_write().await.unwrap();
        (early, late)
    };
    let ((taken, outcome), (early, late)) = both(say, hear);
    assert!([early.clone(), late.clone()].concat() == data, "all of it arrives, once, in order");
    (taken, outcome, early, late)
}

#[test]
fn early_data_arrives_marked_and_only_as_much_as_is_allowed() {
    let scene = scene();
    let (taken, outcome, early, _) = talk(&scene, 1, 1000);
    assert_eq!((taken, outcome, early.len()), (0, EarlyData::None, 0));
    for (seed, most) in [(3, 1), (5, 33), (7, 10_000)] {
        let (taken, outcome, early, _) = talk(&scene, seed, most);
        assert_eq!((taken, outcome, early.len()), (MOST, EarlyData::Accepted, MOST));
    }
}

#[test]
fn over_a_blocking_transport_what_is_rejected_goes_again() {
    let scene = scene();
    talk(&scene, 1, 1000);
    let nothing = Kept::default();
    for verdict in [false, true] {
        let mut random = SeededRandom::new(9);
        let mut side = scene.server_side();
        // Who has no ticket does not even ask.
        let sessions: &dyn Sessions = if verdict { &scene.server_sessions } else { &nothing };
        side.answers = Answers { sessions, ..side.answers };
        let [of_client, _] = answers(&scene);
        let lent = Lent { answers: of_client, random: &mut random, clock: &clock };
        let (name, sizes) = (scene.server_name.clone(), Sizes::default());
        let mut stream =
            blocking::TlsStream::client(&scene.client, name, lent, sizes, Peer::new(side));
        assert_eq!((stream.early_data_left(), stream.write_early(b"early").unwrap()), (0, 5));
        assert_eq!(stream.early_data_left(), MOST - 5);
        stream.handshake().unwrap();
        let wanted = if verdict { EarlyData::Accepted } else { EarlyData::Rejected };
        assert_eq!(stream.summary().unwrap().early_data, wanted);
        stream.get_mut().settle();
        let told = stream.get_ref().side.noted();
        let marked = told.iter().any(|noted| matches!(noted.event, Event::EarlyData(_)));
        assert_eq!(marked, verdict);
    }
}

#[test]
fn new_keys_over_a_blocking_transport_and_none_in_older_versions() {
    for (scene, has_them) in [(Scene::fake_tls13(), true), (Scene::fake(), false)] {
        let mut random = SeededRandom::new(9);
        let lent = lent_to_client(&scene, &mut random);
        let (name, sizes) = (scene.server_name.clone(), Sizes::default());
        let peer = Peer::new(scene.server_side());
        let mut stream = blocking::TlsStream::client(&scene.client, name, lent, sizes, peer);
        match stream.update_keys(true) {
            Ok(()) => assert!(has_them),
            Err(Error::Misuse(_)) => assert!(!has_them),
            Err(error) => panic!("{error}"),
        }
        embedded_io::Write::write_all(&mut stream, b"under new keys").unwrap();
        embedded_io::Write::flush(&mut stream).unwrap();
        stream.get_mut().settle();
        assert_eq!(stream.get_ref().side.data(), b"under new keys");
        stream.get_mut().side.send(b"here too").unwrap();
        let mut back = [0; 8];
        embedded_io::Read::read_exact(&mut stream, &mut back).unwrap();
        assert_eq!(&back, b"here too");
    }
}

#[test]
fn a_server_changes_its_keys_too() {
    let scene = Scene::fake_tls13();
    let (mut near, mut far) = (SeededRandom::new(1), SeededRandom::new(2));
    let (ours, theirs) = pipe(50);
    let (name, sizes) = (scene.server_name.clone(), Sizes::default());
    let lent = lent_to_client(&scene, &mut near);
    let mut client = TlsStream::client(&scene.client, name, lent, sizes, ours);
    let lent = lent_to_server(&scene, &mut far);
    let mut server = TlsStream::server(&scene.server, lent, sizes, theirs);
    let say = async {
        server.update_keys(true).await.unwrap();
        server.write_all(b"hello").await.unwrap();
        server.shutdown().await.unwrap();
    };
    let hear = async {
        let mut heard = [0; 5];
        client.read_exact(&mut heard).await.unwrap();
        client.shutdown().await.unwrap();
        heard
    };
    let ((), heard) = both(say, hear);
    assert_eq!(&heard, b"hello");
}
