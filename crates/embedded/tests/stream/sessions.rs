//! What small devices live on: keys that both sides have beforehand, and sessions that spare the
//! second handshake most of its work.

use countersign::{
    Answers, ChannelBinding, ConnectionSummary, Policy, PreSharedKey, PreSharedKeyRequest,
    PreSharedKeys, Resumption,
    crypto::{CipherSuite, Secret},
};
use countersign_embedded::{Lent, Sizes, blocking::TlsStream};
use countersign_testkit::{Scene, SeededRandom, fake::KeyKind};
use embedded_io::{Read as _, Write as _};

use crate::{clock, peer::Peer, plaintext};

/// A connection of `scene` with data both ways, over reads of `most` bytes.
fn converse(scene: &Scene, most: usize) -> ConnectionSummary {
    let mut random = SeededRandom::new(7);
    let mut peer = Peer::new(scene.server_side());
    peer.most = most;
    let answers = Answers {
        sessions: &scene.client_sessions,
        pre_shared_keys: &*scene.pre_shared_keys,
        ..Answers::client(&*scene.verifier)
    };
    let lent = Lent { answers, random: &mut random, clock: &clock };
    let sizes = Sizes { read: 64, write: 64 };
    let mut stream = TlsStream::client(&scene.client, scene.server_name.clone(), lent, sizes, peer);
    let sent = plaintext(300);
    stream.write_all(&sent).unwrap();
    stream.flush().unwrap();
    stream.get_mut().settle();
    assert!(stream.get_ref().side.data() == sent);
    stream.get_mut().side.send(b"answer").unwrap();
    let mut back = [0; 6];
    stream.read_exact(&mut back).unwrap();
    assert_eq!(&back, b"answer");

    let ours = stream.connection().channel_binding(ChannelBinding::TlsExporter);
    let theirs = stream.get_ref().side.connection.channel_binding(ChannelBinding::TlsExporter);
    assert!(ours.is_ok() && ours == theirs);
    stream.summary().unwrap().clone()
}

struct Known;

impl PreSharedKeys for Known {
    fn find(&self, _: &PreSharedKeyRequest) -> Option<PreSharedKey> {
        Some(PreSharedKey::new("device", Secret::new(&[7; 16])))
    }
}

#[test]
fn a_key_beforehand_needs_no_certificate() {
    let policy = || Policy { suites: vec![CipherSuite(0x00a8)], ..countersign_testkit::tls12() };
    let mut scene =
        Scene::fake_with(&[], |client| client.policy(policy()), |server| server.policy(policy()));
    scene.pre_shared_keys = Box::new(Known);
    for most in [1, 100, usize::MAX] {
        let summary = converse(&scene, most);
        assert_eq!(summary.psk_identity.as_deref(), Some(&b"device"[..]));
        assert!(summary.peer_chain.is_empty() && summary.group.is_none());
    }
}

#[test]
fn a_session_is_kept_and_resumed() {
    for (tickets, how) in [(false, Resumption::SessionId), (true, Resumption::Ticket)] {
        let scene = Scene::fake_with(
            &[KeyKind::EcdsaP256],
            |client| client.resumption(true),
            |server| server.session_ids(!tickets).tickets(tickets),
        );
        assert_eq!(converse(&scene, 50).hello.resumption, None);
        assert_eq!(scene.client_sessions.counts().0, 1);
        assert_eq!(converse(&scene, 50).hello.resumption, Some(how));
    }
}
