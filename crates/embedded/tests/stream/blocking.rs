//! The blocking stream: data, sizes, slow transports, half close.

use countersign::Misuse;
use countersign_embedded::{Error, Sizes, blocking::TlsStream};
use countersign_testkit::{Scene, SeededRandom, Step};
use embedded_io::{BufRead, Error as _, ErrorKind, Read, Write};

use crate::{lent_to_client, lent_to_server, peer::Peer, plaintext};

fn run(sizes: Sizes, most: usize, test: impl FnOnce(&mut TlsStream<'_, Peer<'_>>)) {
    let scene = Scene::fake();
    let mut random = SeededRandom::new(7);
    let mut peer = Peer::new(scene.server_side());
    peer.most = most;
    let lent = lent_to_client(&scene, &mut random);
    test(&mut TlsStream::client(&scene.client, scene.server_name.clone(), lent, sizes, peer));
}

fn exchange(stream: &mut TlsStream<'_, Peer<'_>>) {
    let sent = plaintext(40_000);
    stream.write_all(&sent).unwrap();
    stream.flush().unwrap();
    assert!(stream.summary().is_some());
    stream.get_mut().settle();
    assert!(stream.get_ref().side.data() == sent);

    stream.get_mut().side.send(&sent).unwrap();
    let mut back = vec![0; sent.len()];
    stream.read_exact(&mut back).unwrap();
    assert!(back == sent);
}

#[test]
fn data_goes_both_ways() {
    run(Sizes::default(), usize::MAX, exchange);
}

#[test]
fn one_byte_at_a_time_will_do() {
    run(Sizes { read: 1, write: 1000 }, 1, exchange);
    run(Sizes { read: 3000, write: 1 }, 1, |stream| {
        stream.write_all(b"slow").unwrap();
        stream.flush().unwrap();
        stream.get_mut().settle();
        assert_eq!(stream.get_ref().side.data(), b"slow");
    });
}

#[test]
fn odd_sizes_will_do() {
    for (size, most) in [(0, 7), (5, 1000), (6, 5), (100, 99), (16_421, 4096), (70_000, 65_000)] {
        run(Sizes { read: size, write: size.max(50) }, most, exchange);
    }
}

#[test]
fn no_more_is_sealed_than_the_output_has_room_for() {
    run(Sizes { read: 100, write: 500 }, usize::MAX, |stream| {
        stream.handshake().unwrap();
        stream.get_mut().offered = 0;
        assert_eq!(stream.write(&plaintext(300)).unwrap(), 300);
        assert_eq!(stream.get_ref().offered, 0, "it waits for more, or for a flush");
        let room = 500 - 300 - 29;
        assert_eq!(stream.write(&plaintext(1000)).unwrap(), room);
        assert_eq!(stream.write(&plaintext(1000)).unwrap(), 500, "the output was full");
        stream.flush().unwrap();
        assert_eq!(stream.get_ref().offered, 500 + 29);
    });
}

#[test]
fn reads_ask_for_what_the_caller_said_or_for_the_record() {
    run(Sizes { read: 1, write: 500 }, usize::MAX, |stream| {
        stream.handshake().unwrap();
        stream.get_mut().asked.clear();
        stream.get_mut().side.send(&plaintext(2000)).unwrap();
        stream.get_mut().side.send(b"!").unwrap();
        assert_eq!(stream.fill_buf().unwrap().len(), 2000);
        stream.consume(2000);
        assert_eq!(stream.fill_buf().unwrap(), b"!");
        stream.consume(1);
        assert_eq!(stream.get_ref().asked, [5, 2024, 5, 25], "headers, and what they announce");
    });
    run(Sizes { read: 512, write: 500 }, usize::MAX, |stream| {
        stream.handshake().unwrap();
        stream.get_mut().asked.clear();
        stream.get_mut().side.send(&plaintext(2000)).unwrap();
        assert_eq!(stream.fill_buf().unwrap().len(), 2000);
        assert_eq!(stream.get_ref().asked, [512, 2029 - 512]);
    });
}

#[test]
fn output_goes_out_before_an_answer_is_waited_for() {
    run(Sizes::default(), usize::MAX, |stream| {
        stream.write_all(b"question").unwrap();
        assert!(stream.read(&mut [0; 8]).is_err(), "nobody answers");
        assert_eq!(stream.get_ref().side.data(), b"question");
    });
}

#[test]
fn each_direction_closes_on_its_own() {
    let mut buffer = [0; 8];
    run(Sizes::default(), usize::MAX, |stream| {
        stream.write_all(b"last").unwrap();
        stream.close_write().unwrap();
        let error = stream.write(b"more").unwrap_err();
        assert_eq!(error, Error::Misuse(Misuse::SendAfterClose));
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
        assert_eq!(stream.get_mut().settle(), Step::PeerClosed);
        assert_eq!(stream.get_ref().side.data(), b"last");
        stream.get_mut().side.send(b"answer").unwrap();
        assert_eq!(stream.read(&mut buffer).unwrap(), 6);
        stream.get_mut().side.close().unwrap();
        assert_eq!(stream.read(&mut buffer).unwrap(), 0);
        assert_eq!(stream.get_mut().settle(), Step::Closed);
    });
    run(Sizes::default(), usize::MAX, |stream| {
        stream.handshake().unwrap();
        stream.get_mut().side.close().unwrap();
        assert_eq!(stream.read(&mut buffer).unwrap(), 0);
        stream.write_all(b"all the same").unwrap();
        stream.flush().unwrap();
        stream.shutdown().unwrap();
        assert_eq!(stream.get_mut().settle(), Step::Closed);
        assert_eq!(stream.get_ref().side.data(), b"all the same");
    });
}

#[test]
fn empty_reads_and_writes_do_nothing() {
    run(Sizes::default(), usize::MAX, |stream| {
        assert_eq!(stream.read(&mut []).unwrap(), 0);
        assert_eq!(stream.write(&[]).unwrap(), 0);
        stream.flush().unwrap();
        stream.get_mut().settle();
        assert_eq!(stream.get_ref().side.data(), b"");
    });
}

#[test]
fn a_server_serves() {
    let scene = Scene::fake();
    let mut random = SeededRandom::new(7);
    let peer = Peer::new(scene.client_side());
    let lent = lent_to_server(&scene, &mut random);
    let mut stream = TlsStream::server(&scene.server, lent, Sizes::default(), peer);
    stream.get_mut().settle();
    exchange(&mut stream);
}
