//! How content is laid into records, under no keys and under CBC suites.

use std::vec::Vec;

use bytes::BytesMut;

use super::{
    Opened, ReadSide, WriteSide,
    deframe::{self, Deframed, Rules},
    toy::{Counting, Layout},
};
use crate::{
    crypto::{BLOCK_LEN, HashAlgorithm, Random, RandomFailed, TrafficKeys},
    fault::FaultKind,
    limits::MAX_PLAINTEXT,
    wire::{ContentType, ProtocolVersion},
};

const DATA: ContentType = ContentType::APPLICATION_DATA;

fn layout(tls10: bool, encrypt_then_mac: bool) -> Layout {
    Layout { hash: HashAlgorithm::Sha1, tls10, encrypt_then_mac }
}

fn version(layout: Layout) -> ProtocolVersion {
    if layout.tls10 { ProtocolVersion::TLS10 } else { ProtocolVersion::TLS12 }
}

fn writer(layout: Layout) -> WriteSide {
    let mut writer = WriteSide::new(version(layout));
    writer.set_keys(TrafficKeys::Cbc(layout.keys()));
    writer
}

/// The fragments as they lie on the wire.
fn fragments(layout: Layout, mut output: BytesMut) -> Vec<deframe::Record> {
    let version = Some(version(layout));
    let rules = Rules { first: false, version, protected: true, max_fragment: 1 << 15 };
    let mut records = Vec::new();
    while let Ok(Deframed::Record(record)) = deframe::next(&mut output, &rules) {
        records.push(record);
    }
    assert!(output.is_empty());
    records
}

fn contents(layout: Layout, output: BytesMut) -> Vec<Vec<u8>> {
    let mut reader = ReadSide::default();
    reader.set_keys(TrafficKeys::Cbc(layout.keys()));
    let records = fragments(layout, output).into_iter();
    records
        .map(|record| match reader.open(record).unwrap() {
            Opened::Content { content, .. } => content.to_vec(),
            Opened::Skipped => panic!("nothing is passed over here"),
        })
        .collect()
}

fn lens(layout: Layout, content_type: ContentType, calls: &[&[u8]]) -> Vec<usize> {
    let (mut writer, mut output) = (writer(layout), BytesMut::new());
    for content in calls {
        writer.seal(content_type, content, &mut Counting::default(), &mut output).unwrap();
    }
    let contents = contents(layout, output);
    assert_eq!(contents.concat(), calls.concat());
    contents.iter().map(Vec::len).collect()
}

/// BEAST: where the next IV is on the wire already, one byte of data goes before the rest.
#[test]
fn data_of_tls_1_0_is_split_behind_its_first_byte() {
    let long = std::vec![1; MAX_PLAINTEXT + 2];
    let calls: &[&[u8]] = &[b"", b"1", b"12", b"1234567", &long];
    for encrypt_then_mac in [false, true] {
        let split = lens(layout(true, encrypt_then_mac), DATA, calls);
        assert_eq!(split, [1, 1, 1, 1, 6, 1, MAX_PLAINTEXT, 1]);
        let whole = lens(layout(true, encrypt_then_mac), ContentType::HANDSHAKE, calls);
        assert_eq!(whole, [1, 2, 7, MAX_PLAINTEXT, 2]);
        let later = lens(layout(false, encrypt_then_mac), DATA, calls);
        assert_eq!(later, [1, 2, 7, MAX_PLAINTEXT, 2]);
    }
}

/// The same records as from bytes that are copied, split and all.
#[test]
fn what_is_written_in_place_is_sealed_alike() {
    for layout in Layout::all() {
        let (mut copying, mut copied) = (writer(layout), BytesMut::new());
        let (mut placing, mut placed) = (writer(layout), BytesMut::new());
        let (mut random, mut draws) = (Counting::default(), Counting::default());
        for len in [1, 2, 300, MAX_PLAINTEXT] {
            let content = std::vec![7; len];
            copying.seal(DATA, &content, &mut random, &mut copied).unwrap();
            let fill = |place: &mut [u8]| {
                assert_eq!(place.len(), MAX_PLAINTEXT);
                place[..len].copy_from_slice(&content);
                len
            };
            let taken = placing.seal_with(DATA, usize::MAX, fill, &mut draws, &mut placed);
            assert_eq!(taken, Ok(len));
            assert_eq!(copied, placed, "{layout:?} {len}");
        }
        assert_eq!(placing.seal_with(DATA, 10, |_| 0, &mut draws, &mut placed), Ok(0));
        assert_eq!(copied, placed, "no record of nothing");
    }
}

#[test]
fn content_is_cut_at_the_limit() {
    let plain = |limit: usize| {
        let (mut writer, mut output) = (WriteSide::new(ProtocolVersion::TLS12), BytesMut::new());
        writer.set_max_plaintext(limit);
        let content = std::vec![1; 40_000];
        writer.seal(DATA, &content, &mut Counting::default(), &mut output).unwrap();
        let records = fragments(layout(false, false), output);
        let lens: Vec<usize> = records.iter().map(|record| record.fragment.len()).collect();
        assert_eq!(lens.iter().sum::<usize>(), 40_000);
        (lens.len(), lens[0])
    };
    assert_eq!(plain(512), (79, 512));
    assert_eq!(plain(MAX_PLAINTEXT), (3, MAX_PLAINTEXT));
    assert_eq!(plain(65_535), (3, MAX_PLAINTEXT), "more than a record may hold");
    assert_eq!(plain(0), (40_000, 1));
}

/// BEAST: since TLS 1.1 each record begins with an IV that was drawn for it.
#[test]
fn each_record_has_an_iv_of_its_own() {
    for encrypt_then_mac in [false, true] {
        let layout = layout(false, encrypt_then_mac);
        let (mut writer, mut output) = (writer(layout), BytesMut::new());
        let mut random = Counting::default();
        for _ in 0..3 {
            writer.seal(DATA, b"the same", &mut random, &mut output).unwrap();
        }
        for (record, first) in fragments(layout, output).iter().zip([1, 17, 33]) {
            let drawn: Vec<u8> = (first..).take(BLOCK_LEN).collect();
            assert_eq!(record.fragment[..BLOCK_LEN], drawn);
        }
    }
}

/// The alert behind a failure is not to stand behind half a record.
#[test]
fn a_record_that_cannot_be_sealed_leaves_nothing() {
    struct Nothing;
    impl Random for Nothing {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), RandomFailed> {
            Err(RandomFailed)
        }
    }
    let mut output = BytesMut::from(&b"before"[..]);
    let sealed = writer(layout(false, false)).seal(DATA, b"lost", &mut Nothing, &mut output);
    assert_eq!(sealed.unwrap_err().kind, FaultKind::RandomnessFailed);
    assert_eq!(output[..], *b"before");
    // TLS 1.0 has its IV from the record before, and draws nothing.
    let sealed = writer(layout(true, false)).seal(DATA, b"kept", &mut Nothing, &mut output);
    assert_eq!(sealed, Ok(()));
}
