//! Is a connection over QUIC (RFC 9001 §4), which has no records, recorded and replayed too?

use bytes::BytesMut;
use countersign::{
    Answers, EncryptionLevel, Event, HandshakeBytes, Policy, ProtocolName, Surroundings,
    pki_types::UnixTime, wire::ProtocolVersion,
};
use countersign_tape::Recorder;
use countersign_testkit::{Scene, SeededRandom, fake::KeyKind};

use crate::{agreement::agrees, meeting::Text};

/// Polls until the machine wants something; returns what is to be sent.
fn settle(
    recorder: &mut Recorder,
    answers: &Answers<'_>,
    random: &mut SeededRandom,
) -> Vec<HandshakeBytes> {
    let mut sent = Vec::new();
    let mut output = BytesMut::new();
    loop {
        let now = UnixTime::since_unix_epoch(std::time::Duration::from_secs(1_700_000_000));
        let mut lent = Surroundings { now, random: &mut *random, output: &mut output };
        match recorder.poll(&mut lent).unwrap() {
            Event::Handshake(bytes) => sent.push(bytes),
            Event::Ask(id, request) => {
                let answer = answers.answer(&request, random);
                recorder.answer(id, answer).unwrap();
            }
            Event::NeedInput { .. } => return sent,
            _ => {}
        }
    }
}

#[test]
fn handshake_bytes_by_level() {
    let policy = || Policy::modern().with_versions([ProtocolVersion::TLS13]);
    let protocol = || [ProtocolName::new("h3").unwrap()];
    let scene = Scene::fake_with(
        &[KeyKind::EcdsaP256],
        |client| client.policy(policy()).protocols(protocol()),
        |server| server.policy(policy()).protocols(protocol()),
    );
    let texts = (Text::default(), Text::default());
    let (name, recording) = (scene.server_name.clone(), Some(texts.0.recording()));
    let mut client = Recorder::quic_client(&scene.client, name, b"ours", recording).unwrap();
    let recording = Some(texts.1.recording());
    let mut server = Recorder::quic_server(&scene.server, b"theirs", recording).unwrap();
    // Of a level that is not read yet: refused, and nothing is changed.
    client.handshake_input(EncryptionLevel::OneRtt, b"early").unwrap_err();
    let (of_client, of_server) = (scene.client_side().answers, scene.server_side().answers);
    let mut random = (SeededRandom::new(1), SeededRandom::new(2));
    let mut to_server = settle(&mut client, &of_client, &mut random.0);
    while !to_server.is_empty() {
        let mut to_client = Vec::new();
        for HandshakeBytes { level, bytes } in to_server.drain(..) {
            server.handshake_input(level, &bytes).unwrap();
            to_client.extend(settle(&mut server, &of_server, &mut random.1));
        }
        for HandshakeBytes { level, bytes } in to_client {
            assert_eq!(client.handshake_input(level, &bytes).unwrap(), bytes.len());
            to_server.extend(settle(&mut client, &of_client, &mut random.0));
        }
    }
    assert!(client.is_connected() && server.is_connected());
    drop((client, server));
    let (client, server) = (texts.0.get(), texts.1.get());
    assert!(client.contains("\nquic transport_parameters=6f757273\n"), "{client}");
    assert!(client.contains("misuse LevelNotReady level=OneRtt reading=Initial"), "{client}");
    assert!(server.contains("event TransportParameters bytes=6f757273"), "{server}");
    agrees(&client);
    agrees(&server);
}
