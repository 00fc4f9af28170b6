//! Rules b and i: application data, whenever it is sent, and where it lies.

use countersign::{Event, Role, limits::MAX_PLAINTEXT, wire::ContentType};
use countersign_testkit::{Framing, Records, Scene, Step};

use super::{IS_TLS12, opened};

/// Rule i: decrypted in place and split off the input.
#[test]
fn received_data_lies_in_the_input() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    pair.server.send(b"first").unwrap();
    pair.server.send(b"second").unwrap();
    let bytes = pair.server.take_output();
    pair.client.feed(&bytes);
    let input = pair.client.connection.input().as_ptr_range();
    let mut places = Vec::new();
    while pair.client.poll() == Step::Told {
        let Event::Data(data) = &pair.client.noted().last().unwrap().event else { panic!() };
        assert!(input.contains(&data.as_ptr()), "the data was moved");
        places.push(data.as_ptr() as usize - input.start as usize);
    }
    // A header of 5 and an explicit nonce of 8; the first record has 5 bytes and a tag of 16.
    // TLS 1.3 has no such nonce, and the record's type behind its text.
    let (before, behind) = if IS_TLS12 { (5 + 8, 16) } else { (5, 1 + 16) };
    assert_eq!(places, [before, before + 5 + behind + before]);
}

/// Rule i: what stands in the output stays there.
#[test]
fn output_is_appended() {
    let scene = Scene::fake();
    let mut client = scene.client_side();
    client.output.extend_from_slice(b"mine");
    client.settle();
    assert_eq!(client.output[..4], *b"mine");
    assert_eq!(client.output[4], ContentType::HANDSHAKE.0);
}

/// Rule b: the queue keeps the records that the calls would have made later.
#[test]
fn what_is_sent_early_goes_out_in_order_behind_finished() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    assert_eq!(pair.client.send(b"before the first poll"), Ok(21));
    assert_eq!(pair.client.send(b""), Ok(0));
    assert_eq!(pair.server.send(b"before any byte"), Ok(15));
    pair.client.settle();
    assert_eq!(pair.client.send(b"in the handshake"), Ok(16));
    pair.run();
    assert_eq!(
        texts(pair.sent(Role::Client)),
        [&b"before the first poll"[..], b"in the handshake"]
    );
    assert_eq!(texts(pair.sent(Role::Server)), [b"before any byte"]);
    assert_eq!(pair.server.data(), b"before the first pollin the handshake");
    assert_eq!(pair.client.data(), b"before any byte");
}

/// The text of each record of data.
fn texts(sent: &[u8]) -> Vec<Vec<u8>> {
    Records::new(sent)
        .filter_map(|record| match opened(&record)? {
            (ContentType::APPLICATION_DATA, text) => Some(text.to_vec()),
            _ => None,
        })
        .collect()
}

#[test]
fn data_of_any_length_is_cut_into_records() {
    let scene = Scene::fake();
    for len in [0, 1, MAX_PLAINTEXT - 1, MAX_PLAINTEXT, MAX_PLAINTEXT + 1, 3 * MAX_PLAINTEXT] {
        let mut pair = scene.pair();
        pair.run();
        let data: Vec<u8> = (0..=255).cycle().take(len).collect();
        assert_eq!(pair.client.send(&data), Ok(len));
        pair.run();
        assert_eq!(pair.server.data(), data);
        assert_eq!(texts(pair.sent(Role::Client)).len(), len.div_ceil(MAX_PLAINTEXT));
    }
}

/// Rule h: data in front of a fault is delivered, in whatever pieces it came.
#[test]
fn data_before_a_fault_is_delivered() {
    let scene = Scene::fake();
    let mut pair = scene.pair().framing(Framing::AsIs);
    pair.run();
    for text in [&b"one"[..], b"two"] {
        pair.server.send(text).unwrap();
    }
    let mut bytes = pair.server.take_output();
    bytes.extend([23, 3, 3, 0, 30]);
    bytes.extend([0; 30]);
    assert_eq!(pair.client.receive(&bytes), Step::Failed);
    assert_eq!(pair.client.data(), b"onetwo");
}

/// Both directions at once, many times over: the keys of one do not disturb the other.
#[test]
fn data_both_ways() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    pair.run();
    for round in 0..50_u8 {
        pair.client.send(&[round; 3]).unwrap();
        pair.server.send(&[round; 7]).unwrap();
        pair.run();
    }
    assert_eq!((pair.server.data().len(), pair.client.data().len()), (150, 350));
}
