//! How much a record may hold: RFC 8449 and RFC 6066 §4 in TLS 1.3; and padding (RFC 8446 §5.4).

use countersign::{
    Policy, Role,
    wire::{ContentType, extension::max_fragment_length::MaxFragmentLength},
};
use countersign_testkit::{Pair, tls13};

use crate::stage::{converse, modern, pair, records};

/// The plaintext of the longest protected record, its type and padding included, in bytes.
fn longest(pair: &Pair<'_>, from: Role) -> usize {
    const TAG: usize = 16;
    let records = records(pair, from);
    let protected =
        records.iter().filter(|record| record.content_type == ContentType::APPLICATION_DATA);
    protected.map(|record| record.fragment.len() - TAG).max().unwrap()
}

#[test]
fn the_type_counts_towards_a_record_size_limit() {
    for (client, server) in [(Some(64), Some(512)), (Some(1000), None), (Some(300), Some(64))] {
        let limited = |record_size_limit| Policy { record_size_limit, ..tls13() };
        let scene = modern(
            |builder| builder.policy(limited(client)),
            |builder| builder.policy(limited(server)),
        );
        let mut pair = pair(&scene, 1);
        let long = vec![7; 5000];
        pair.run();
        pair.server.send(&long).unwrap();
        pair.client.send(&long).unwrap();
        pair.run();
        assert_eq!((pair.client.data(), pair.server.data()), (&long[..], &long[..]));
        assert_eq!(longest(&pair, Role::Server), usize::from(client.unwrap()));
        assert_eq!(longest(&pair, Role::Client), server.map_or(5001, usize::from));
    }
}

#[test]
fn a_length_of_fragments_holds_both_ways() {
    let max_fragment_length = Some(MaxFragmentLength::TWO_TO_9);
    let policy = Policy { max_fragment_length, ..tls13() };
    let scene = modern(|client| client.policy(policy), |server| server);
    let mut pair = pair(&scene, 1);
    converse(&mut pair);
    assert_eq!((longest(&pair, Role::Client), longest(&pair, Role::Server)).0, 513);
    assert!(longest(&pair, Role::Server) <= 513);
}

#[test]
fn records_are_padded_to_a_multiple() {
    let policy = Policy { record_padding: 128, ..tls13() };
    let scene = modern(|client| client, |server| server.policy(policy));
    let mut pair = pair(&scene, 1);
    converse(&mut pair);
    let records = records(&pair, Role::Server);
    let mut protected =
        records.iter().filter(|record| record.content_type == ContentType::APPLICATION_DATA);
    assert!(protected.all(|record| (record.fragment.len() - 16) % 128 == 0));
}
