//! Records that hold less (RFC 6066 §4, RFC 8449).

use countersign::{
    ClientConfig, Policy, Role, ServerConfig,
    wire::extension::{ExtensionType, max_fragment_length::MaxFragmentLength},
};
use countersign_testkit::{ClientHelloParts, Records, Scene, ServerHelloParts, fake, tamper};

use crate::stage::{converse, policy, suite};

/// What the longest record holds that a side has sent under keys, without nonce and tag.
fn longest(pair: &countersign_testkit::Pair<'_>, role: Role) -> usize {
    Records::new(pair.sent(role))
        .filter(|record| record.content_type.0 == 23)
        .map(|record| record.fragment.len() - 24)
        .max()
        .unwrap()
}

fn talk(client: Policy, server: Policy) -> (usize, usize) {
    let mut scene = Scene::fake();
    let credential = scene.keys[0].credential().clone();
    scene.client = ClientConfig::builder(fake::provider()).policy(client).build().unwrap();
    let builder = ServerConfig::builder(fake::provider()).policy(server);
    scene.server = builder.credential(credential).build().unwrap();
    let mut pair = scene.pair();
    pair.run();
    pair.server.send(&vec![7; 40_000]).unwrap();
    pair.run();
    converse_on(&mut pair);
    (longest(&pair, Role::Client), longest(&pair, Role::Server))
}

fn converse_on(pair: &mut countersign_testkit::Pair<'_>) {
    pair.client.send(&vec![8; 40_000]).unwrap();
    pair.run();
    assert_eq!((pair.client.data().len(), pair.server.data().len()), (40_000, 40_000));
    assert!(pair.client.error().is_none() && pair.server.error().is_none());
}

#[test]
fn each_side_keeps_to_what_the_other_said() {
    let modern = || policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256")]);
    let limited = |limit| Policy { record_size_limit: Some(limit), ..modern() };
    assert_eq!(talk(modern(), modern()), (16384, 16384));
    assert_eq!(talk(limited(100), modern()), (16384, 100));
    assert_eq!(talk(limited(100), limited(200)), (200, 100));
    assert_eq!(talk(modern(), limited(200)), (16384, 16384), "the client has said nothing");
    let fragment = Policy { max_fragment_length: Some(MaxFragmentLength::TWO_TO_9), ..modern() };
    assert_eq!(talk(fragment.clone(), modern()), (512, 512));
    let both = Policy { record_size_limit: Some(100), ..fragment };
    assert_eq!(talk(both, modern()), (16384, 100), "RFC 8449 §5");
}

/// With a limit the handshake itself comes in small records.
#[test]
fn a_handshake_in_small_fragments() {
    let policy = Policy {
        max_fragment_length: Some(MaxFragmentLength::TWO_TO_9),
        ..policy(&[suite("ECDHE-ECDSA-AES128-GCM-SHA256")])
    };
    let mut scene = Scene::fake_chain(3, 1000);
    scene.client = ClientConfig::builder(fake::provider()).policy(policy).build().unwrap();
    let mut pair = scene.pair();
    converse(&mut pair);
    let all_small = Records::new(pair.sent(Role::Server))
        .skip(1)
        .all(|record| record.fragment.len() <= 512 + 24);
    assert!(all_small);
}

/// RFC 8449 §5: beside a record size limit the length of fragments means nothing, whatever it is.
#[test]
fn a_length_of_fragments_beside_a_record_size_limit_is_passed_over() {
    let scene = Scene::fake();
    for number in [1, 9] {
        let mut pair = scene.pair();
        pair.tamper(
            Role::Client,
            tamper::change(0, move |record| {
                let hello = ClientHelloParts::decode(&record.fragment).unwrap();
                let hello = hello.with(ExtensionType::RECORD_SIZE_LIMIT, [0, 100]);
                hello.with(ExtensionType::MAX_FRAGMENT_LENGTH, [number]).record()
            }),
        );
        pair.run();
        let hello = Records::new(pair.sent(Role::Server)).next().unwrap();
        let hello = ServerHelloParts::decode(&hello.messages()[0]).unwrap();
        assert_eq!(hello.get(ExtensionType::MAX_FRAGMENT_LENGTH), None, "{number}");
        assert_eq!(hello.get(ExtensionType::RECORD_SIZE_LIMIT), Some(&[0x40, 0][..]), "{number}");
    }
}
