//! What went wrong, and whose fault it was.

use countersign::{Answers, Error as Tls, fault::FaultKind, wire::AlertDescription};
use countersign_embedded::{Error, Lent, Sizes, blocking::TlsStream};
use countersign_testkit::{Scene, SeededRandom};
use embedded_io::{Error as _, ErrorKind, Read, Write};

use crate::{clock, lent_to_client, peer::Peer};

fn run(test: impl FnOnce(&mut TlsStream<'_, Peer<'_>>)) {
    let scene = Scene::fake();
    let mut random = SeededRandom::new(7);
    let peer = Peer::new(scene.server_side());
    let lent = lent_to_client(&scene, &mut random);
    let sizes = Sizes::default();
    test(&mut TlsStream::client(&scene.client, scene.server_name.clone(), lent, sizes, peer));
}

#[test]
fn a_cut_connection_is_not_a_closed_one() {
    run(|stream| {
        stream.handshake().unwrap();
        stream.get_mut().gone = true;
        stream.get_mut().side.send(b"half an ans").unwrap();
        let mut buffer = [0; 100];
        assert_eq!(stream.read(&mut buffer).unwrap(), 11, "what came is told first");
        for _ in 0..2 {
            let error = stream.read(&mut buffer).unwrap_err();
            assert!(matches!(error, Error::Tls(Tls::Truncated { .. })), "{error}");
            assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        }
    });
}

#[test]
fn a_transport_that_paused_goes_on() {
    run(|stream| {
        stream.handshake().unwrap();
        let mut buffer = [0; 100];
        let error = stream.read(&mut buffer).unwrap_err();
        assert_eq!(error, Error::Transport(ErrorKind::TimedOut));
        assert_eq!(error.kind(), ErrorKind::TimedOut);
        assert_eq!(error.to_string(), "the transport failed: TimedOut");
        stream.get_mut().side.send(b"at last").unwrap();
        assert_eq!(stream.read(&mut buffer).unwrap(), 7);
        assert_eq!(buffer[..7], *b"at last");
    });
}

#[test]
fn what_a_full_transport_did_not_take_stays() {
    run(|stream| {
        stream.handshake().unwrap();
        stream.write_all(b"a piece").unwrap();
        stream.get_mut().takes = 10;
        assert_eq!(stream.flush().unwrap_err(), Error::WriteZero);
        assert_eq!(Error::<ErrorKind>::WriteZero.kind(), ErrorKind::WriteZero);
        stream.get_mut().takes = usize::MAX;
        stream.flush().unwrap();
        stream.get_mut().settle();
        assert_eq!(stream.get_ref().side.data(), b"a piece");
    });
}

#[test]
fn a_peer_that_is_refused_is_told() {
    let scene = Scene::fake();
    let mut random = SeededRandom::new(7);
    let lent =
        Lent { answers: Answers::client(&countersign::Nobody), random: &mut random, clock: &clock };
    let peer = Peer::new(scene.server_side());
    let name = scene.server_name.clone();
    let mut stream = TlsStream::client(&scene.client, name, lent, Sizes::default(), peer);
    let error = stream.write(b"secret").unwrap_err();
    let Error::Tls(tls) = &error else { panic!("{error}") };
    assert_eq!(tls.fault(), Some(FaultKind::CertificateUnknown));
    assert_eq!(error.kind(), ErrorKind::InvalidData);
    stream.get_mut().settle();
    let side = &stream.get_ref().side;
    let Some(Tls::AlertReceived { description, .. }) = side.error() else { panic!() };
    assert_eq!(*description, AlertDescription::CERTIFICATE_UNKNOWN);
    assert_eq!(side.data(), b"");
}

#[test]
fn an_alert_of_the_peer_is_told() {
    run(|stream| {
        stream.handshake().unwrap();
        stream.get_mut().side.feed(b"this is no record");
        let error = stream.read(&mut [0; 9]).unwrap_err();
        let Error::Tls(Tls::AlertReceived { .. }) = &error else { panic!("{error}") };
        assert_eq!(error.kind(), ErrorKind::ConnectionAborted);
        assert_eq!(stream.write(b"x").unwrap_err(), error, "it is final");
    });
}
