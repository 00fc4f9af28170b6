//! Is every mishap noticed by the machine, so that nothing comes out that did not go in?
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use countersign::{Role, StateName};
use countersign_testkit::{Mishap, Pair, RawRecord, Records, Scene, assert_walk, each_mishap};

fn conversation(pair: &mut Pair<'_>) {
    pair.run();
    let _ = pair.client.send(b"question");
    pair.run();
    let _ = pair.server.send(b"answer");
    let _ = pair.server.close();
    pair.run();
    let _ = pair.client.close();
    pair.run();
}

#[test]
fn no_mishap_brings_in_what_was_not_sent() {
    for (scene, step) in [(Scene::fake(), 3), (Scene::fake_tls13(), 3)] {
        let mut good = scene.pair();
        conversation(&mut good);
        assert_eq!((good.server.data(), good.client.data()), (&b"question"[..], &b"answer"[..]));
        for from in [Role::Client, Role::Server] {
            let mut kinds = [0; 2];
            let runs = each_mishap(
                || scene.pair(),
                from,
                conversation,
                step,
                |mishap, pair| {
                    let (asked, answered) = (pair.server.data(), pair.client.data());
                    assert!(b"question".starts_with(asked) && b"answer".starts_with(answered));
                    // Somebody notices, or it made no difference at all.
                    let failed = pair.client.error().is_some() || pair.server.error().is_some();
                    let stuck = [&pair.client, &pair.server]
                        .iter()
                        .any(|side| side.connection.state().state != StateName::Connected);
                    let whole = asked == b"question" && answered == b"answer";
                    assert!(failed || stuck || whole || is_waited_for(mishap), "{mishap}");
                    kinds[usize::from(failed)] += 1;
                },
            );
            assert!(runs > 300 && kinds[1] > runs / 2, "{runs} {kinds:?}");
        }
    }
}

/// What never arrives, or is said to be longer than it is, cannot be noticed before something
/// behind it comes.
fn is_waited_for(mishap: Mishap) -> bool {
    match mishap {
        Mishap::Lose { .. } | Mishap::Swap { .. } => true,
        Mishap::Flip { byte, .. } => matches!(byte, 3 | 4),
        _ => false,
    }
}

#[test]
fn a_stream_that_is_cut_is_told_as_such() {
    let scene = Scene::fake();
    each_mishap(
        || scene.pair(),
        Role::Server,
        conversation,
        1,
        |mishap, pair| {
            if mishap.ends_the_stream() {
                let error = pair.client.error().unwrap();
                assert!(error.to_string().contains("without close_notify"), "{mishap}: {error}");
            }
        },
    );
}

#[test]
fn every_place_has_its_mishaps() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    conversation(&mut pair);
    let sent = pair.sent(Role::Client);
    let records: Vec<RawRecord> = Records::new(sent).collect();
    let all = Mishap::all(&records).count();
    assert_eq!(all, 9 * sent.len() + 3 * records.len());
}

#[test]
fn each_does_what_it_says() {
    let records: Vec<_> = (0..3_u8)
        .map(|it| RawRecord::handshake(countersign::wire::HandshakeType(it), &[it; 3]))
        .collect();
    let apply = |mishap: Mishap| {
        let mut tamper = mishap.tamper();
        let arriving: Vec<_> = records
            .iter()
            .enumerate()
            .flat_map(|(index, record)| tamper(index, record.clone()))
            .collect();
        arriving
    };
    let [a, b, c] = [0, 1, 2].map(|index: usize| records[index].bytes());
    assert_eq!(apply(Mishap::Lose { record: 1 }), [&a[..], &c].concat());
    assert_eq!(apply(Mishap::Double { record: 1 }), [&a[..], &b, &b, &c].concat());
    assert_eq!(apply(Mishap::Swap { record: 0 }), [&b[..], &a, &c].concat());
    assert_eq!(apply(Mishap::Cut { record: 1, bytes: 4 }), [&a[..], &b[..4]].concat());
    let flipped = apply(Mishap::Flip { record: 2, byte: 0, bit: 3 });
    assert_eq!(flipped[a.len() + b.len()], c[0] ^ 8);
}

#[test]
fn the_walk_of_a_lost_record() {
    let scene = Scene::fake();
    let mut pair = scene.pair();
    // The client's ChangeCipherSpec.
    pair.tamper(Role::Client, Mishap::Lose { record: 2 }.tamper());
    conversation(&mut pair);
    assert_walk!(pair);
}
