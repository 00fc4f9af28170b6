//! Whole files, written packet by packet: every link layer, both formats, doubled, early and lost
//! segments, ports that are used again.

#![expect(clippy::unwrap_used, reason = "a file that cannot be read fails its test")]

use std::io::Cursor;

use countersign_capture::{
    Block, CaptureError, CaptureFile, FlowEvent, Side, Tracker, limits::MAX_BLOCK,
};
use etherparse::{PacketBuilder, VlanId};

const CLIENT: [u8; 4] = [192, 0, 2, 1];
const SERVER: [u8; 4] = [192, 0, 2, 2];

/// A segment without its lower layers.
#[derive(Clone, Copy, Default)]
struct Segment<'a> {
    from_server: bool,
    sequence: u32,
    ack: Option<u32>,
    syn: bool,
    fin: bool,
    data: &'a [u8],
}

fn ipv4(segment: Segment<'_>) -> Vec<u8> {
    let (from, to, ports) = if segment.from_server {
        (SERVER, CLIENT, (443, 5000))
    } else {
        (CLIENT, SERVER, (5000, 443))
    };
    let mut builder =
        PacketBuilder::ipv4(from, to, 64).tcp(ports.0, ports.1, segment.sequence, 1000);
    if segment.syn {
        builder = builder.syn();
    }
    if segment.fin {
        builder = builder.fin();
    }
    if let Some(ack) = segment.ack {
        builder = builder.ack(ack);
    }
    let mut packet = Vec::new();
    builder.write(&mut packet, segment.data).unwrap();
    packet
}

/// A pcap file in little-endian, with microseconds.
fn pcap(link: u32, packets: &[Vec<u8>]) -> Vec<u8> {
    let mut file = Vec::new();
    for field in [0xa1b2_c3d4_u32, 4 << 16 | 2, 0, 0, 65535, link] {
        file.extend(field.to_le_bytes());
    }
    for packet in packets {
        let len = u32::try_from(packet.len()).unwrap();
        for field in [1, 2, len, len] {
            file.extend(field.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

/// What came of a file, in short: `C:bytes`, `S:bytes`, `C-3` for lost ones, `open`, `end`.
fn events(file: Vec<u8>) -> Vec<String> {
    let mut capture = CaptureFile::new(Cursor::new(file)).unwrap();
    let mut tracker = Tracker::new();
    let mut words = Vec::new();
    let mut tell = |event: FlowEvent| {
        let side = |side| if side == Side::Client { 'C' } else { 'S' };
        words.push(match event {
            FlowEvent::Opened(flow) => format!("open {} {}", flow.client.port(), flow.certain),
            FlowEvent::Data { from, bytes, .. } => {
                format!("{}:{}", side(from), String::from_utf8_lossy(&bytes))
            }
            FlowEvent::Lost { from, bytes, .. } => format!("{}-{bytes}", side(from)),
            FlowEvent::Closed { .. } => "end".to_owned(),
        });
    };
    while let Some(block) = capture.next_block().unwrap() {
        if let Block::Packet(packet) = block {
            let _ = tracker.packet(&packet, &mut tell);
        }
    }
    tracker.finish(&mut tell);
    words
}

fn dialogue() -> Vec<Segment<'static>> {
    let none = Segment::default();
    vec![
        Segment { syn: true, sequence: 9, ..none },
        Segment { from_server: true, syn: true, sequence: 99, ack: Some(10), ..none },
        Segment { sequence: 10, ack: Some(100), data: b"abc", ..none },
        Segment { from_server: true, sequence: 100, ack: Some(13), data: b"xyz", ..none },
        Segment { sequence: 13, ack: Some(103), fin: true, ..none },
        Segment { from_server: true, sequence: 103, ack: Some(14), fin: true, ..none },
        Segment { sequence: 14, ack: Some(104), ..none },
    ]
}

const WHOLE: [&str; 4] = ["open 5000 true", "C:abc", "S:xyz", "end"];

#[test]
fn every_link_layer() {
    let ip: Vec<Vec<u8>> = dialogue().into_iter().map(ipv4).collect();
    let behind = |head: &[u8]| ip.iter().map(|ip| [head, ip].concat()).collect::<Vec<_>>();
    let sll: &[u8] = &[0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 8, 0];
    let sll2: &[u8] = &[8, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0];
    let ethernet: &[u8] = &[2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 8, 0];
    for (link, head) in [
        (1, ethernet),
        (101, &[][..]),
        (228, &[]),
        (0, &[2, 0, 0, 0]),
        (108, &[0, 0, 0, 2]),
        (113, sll),
        (276, sll2),
    ] {
        assert_eq!(events(pcap(link, &behind(head))), WHOLE, "link type {link}");
    }
    assert_eq!(events(pcap(105, &ip)), [""; 0], "802.11 is not read");
}

#[test]
fn vlans_and_ipv6() {
    let build = |segment: Segment<'_>| {
        let [client, server] = [[0xfe; 16], [0xfd; 16]];
        let (from, to, ports) = if segment.from_server {
            (server, client, (443, 5000))
        } else {
            (client, server, (5000, 443))
        };
        let mut builder = PacketBuilder::ethernet2([2; 6], [4; 6])
            .double_vlan(VlanId::try_new(7).unwrap(), VlanId::try_new(9).unwrap())
            .ipv6(from, to, 64)
            .tcp(ports.0, ports.1, segment.sequence, 1000);
        if segment.syn {
            builder = builder.syn();
        }
        if segment.fin {
            builder = builder.fin();
        }
        if let Some(ack) = segment.ack {
            builder = builder.ack(ack);
        }
        let mut packet = Vec::new();
        builder.write(&mut packet, segment.data).unwrap();
        packet
    };
    let packets: Vec<Vec<u8>> = dialogue().into_iter().map(build).collect();
    assert_eq!(events(pcap(1, &packets)), WHOLE);
}

#[test]
fn doubled_early_and_lost_segments() {
    let mut all = dialogue();
    let none = Segment::default();
    all.insert(3, all[2]);
    // The second half before the first; the answer comes before both.
    all[2] = Segment { sequence: 11, ack: Some(100), data: b"bc", ..none };
    all[3] = Segment { sequence: 10, ack: Some(100), data: b"a", ..none };
    let packets: Vec<Vec<u8>> = all.iter().copied().map(ipv4).collect();
    assert_eq!(events(pcap(101, &packets)), ["open 5000 true", "C:a", "C:bc", "S:xyz", "end"]);

    // The packets of both sides change places: an answer waits for what it answers.
    let mut all = dialogue();
    all.swap(2, 3);
    let packets: Vec<Vec<u8>> = all.iter().copied().map(ipv4).collect();
    assert_eq!(events(pcap(101, &packets)), WHOLE);

    // What was answered and never caught is lost.
    let mut all = dialogue();
    all.remove(2);
    let packets: Vec<Vec<u8>> = all.iter().copied().map(ipv4).collect();
    assert_eq!(events(pcap(101, &packets)), ["open 5000 true", "C-3", "S:xyz", "end"]);
}

#[test]
fn a_connection_in_the_middle_and_ports_used_again() {
    let middle: Vec<Vec<u8>> = dialogue().into_iter().skip(2).map(ipv4).collect();
    assert_eq!(events(pcap(101, &middle)), ["open 5000 false", "C:abc", "S:xyz", "end"]);

    let mut again = dialogue();
    again.truncate(4);
    again.extend(dialogue().into_iter().map(|segment| Segment {
        sequence: segment.sequence.wrapping_add(1 << 20),
        ack: segment.ack.map(|ack| ack.wrapping_add(1 << 20)),
        ..segment
    }));
    let packets: Vec<Vec<u8>> = again.into_iter().map(ipv4).collect();
    assert_eq!(events(pcap(101, &packets)), [WHOLE, WHOLE].concat());
}

#[test]
fn a_packet_that_was_cut_short_says_what_is_missing() {
    let mut packets: Vec<Vec<u8>> = dialogue().into_iter().map(ipv4).collect();
    let len = packets[2].len();
    packets[2].truncate(len - 2);
    assert_eq!(events(pcap(101, &packets)), ["open 5000 true", "C:a", "C-2", "S:xyz", "end"]);
}

/// A pcapng file of one section with a key log of so many bytes, and another.
fn with_key_logs(lens: &[usize]) -> Vec<u8> {
    let block = |kind: u32, body: &[u8]| {
        let len = u32::try_from(body.len() + 12).unwrap().to_le_bytes();
        [&kind.to_le_bytes()[..], &len, body, &len].concat()
    };
    let section = [&0x1a2b_3c4d_u32.to_le_bytes()[..], &[1, 0, 0, 0], &[0xff; 8]].concat();
    let mut file = block(0x0a0d_0d0a, &section);
    for len in lens {
        let head = [0x544c_534b, u32::try_from(*len).unwrap()].map(u32::to_le_bytes).concat();
        file.extend(block(10, &[&head[..], &vec![b'#'; *len]].concat()));
    }
    file
}

#[test]
fn long_blocks_are_read_up_to_their_bound() {
    let lens = [1 << 10, 1 << 20, 1 << 18, (1 << 18) - 4, MAX_BLOCK / 2];
    let mut capture = CaptureFile::new(Cursor::new(with_key_logs(&lens))).unwrap();
    let mut came = Vec::new();
    while let Some(block) = capture.next_block().unwrap() {
        if let Block::KeyLog(log) = block {
            came.push(log.len());
        }
    }
    assert_eq!(came, lens);
    let mut capture = CaptureFile::new(Cursor::new(with_key_logs(&[MAX_BLOCK * 4]))).unwrap();
    let error = loop {
        match capture.next_block() {
            Ok(block) => assert!(block.is_some()),
            Err(error) => break error,
        }
    };
    assert!(matches!(error, CaptureError::BlockTooLong), "{error}");
}

#[test]
fn files_that_are_none_and_files_that_end_early() {
    let bad = CaptureFile::new(Cursor::new(b"GET / HTTP/1.0\r\n\r\n and more text".to_vec()));
    assert!(matches!(bad.err().unwrap(), CaptureError::NotACapture));
    assert!(CaptureFile::new(Cursor::new(Vec::new())).is_err());
    let whole = pcap(101, &dialogue().into_iter().map(ipv4).collect::<Vec<_>>());
    for end in 0..whole.len() {
        let Ok(mut capture) = CaptureFile::new(Cursor::new(whole[..end].to_vec())) else {
            assert!(end < 24, "{end}");
            continue;
        };
        let mut blocks = 0;
        while let Ok(Some(_)) = capture.next_block() {
            blocks += 1;
        }
        assert!(blocks <= 8, "{end}");
    }
}
