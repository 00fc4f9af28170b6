//! Captures that are written, and read back: directions, times, several connections, long data,
//! addresses of both versions, secrets between packets.

#![cfg(feature = "write")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a file that cannot be read fails its test")]

use std::{
    io::{self, Cursor, Write},
    time::Duration,
};

use countersign_capture::{
    Block, CaptureFile, CaptureWriter, Flow, FlowEvent, Side, Tracker, documentation_endpoints,
};

/// What is in a file, in its order.
#[derive(Debug, PartialEq)]
enum Seen {
    Opened(Flow),
    Data(u64, Side, Duration, Vec<u8>),
    Closed(u64),
    KeyLog(Vec<u8>),
}

fn read(file: Vec<u8>) -> Vec<Seen> {
    let mut capture = CaptureFile::new(Cursor::new(file)).unwrap();
    let mut tracker = Tracker::new();
    let mut seen = Vec::new();
    let tell = |seen: &mut Vec<Seen>, event| {
        seen.push(match event {
            FlowEvent::Opened(flow) => Seen::Opened(flow),
            FlowEvent::Data { id, from, time, bytes } => {
                Seen::Data(id, from, time.unwrap(), bytes.to_vec())
            }
            FlowEvent::Closed { id } => Seen::Closed(id),
            FlowEvent::Lost { .. } => panic!("nothing is missing"),
        });
    };
    while let Some(block) = capture.next_block().unwrap() {
        match block {
            Block::Packet(packet) => {
                tracker.packet(&packet, &mut |event| tell(&mut seen, event)).unwrap();
            }
            Block::KeyLog(lines) => seen.push(Seen::KeyLog(lines.to_vec())),
            Block::Other => {}
        }
    }
    tracker.finish(&mut |event| tell(&mut seen, event));
    seen
}

fn flow(id: u64, client: &str, server: &str) -> Seen {
    let (client, server) = (client.parse().unwrap(), server.parse().unwrap());
    Seen::Opened(Flow { id, client, server, certain: true })
}

#[test]
fn two_connections_at_once_with_secrets_between_them() {
    let mut capture = CaptureWriter::new(Vec::new()).unwrap();
    let [client, server] = documentation_endpoints(0, 443);
    let [another, _] = documentation_endpoints(1, 443);
    let mut one = capture.open(client, server).unwrap();
    let mut other = capture.open(another, server).unwrap();
    capture.set_time(Duration::from_micros(1_500_001));
    capture.data(&mut one, Side::Client, b"hello").unwrap();
    capture.data(&mut other, Side::Client, b"ahoy").unwrap();
    capture.key_log(b"CLIENT_RANDOM 01 02\n").unwrap();
    capture.key_log(b"").unwrap();
    capture.set_step(Duration::from_millis(2));
    capture.data(&mut one, Side::Server, b"welcome").unwrap();
    capture.data(&mut one, Side::Server, b"").unwrap();
    capture.close(other, Side::Server).unwrap();
    capture.data(&mut one, Side::Client, b"bye").unwrap();
    capture.close(one, Side::Client).unwrap();
    let at = |milliseconds: u64| Duration::from_micros(1000 * milliseconds + 1);
    assert_eq!(
        read(capture.into_inner()),
        [
            flow(0, "192.0.2.1:49152", "192.0.2.2:443"),
            flow(1, "192.0.2.1:49153", "192.0.2.2:443"),
            Seen::Data(0, Side::Client, at(1500), b"hello".to_vec()),
            Seen::Data(1, Side::Client, at(1500), b"ahoy".to_vec()),
            Seen::KeyLog(b"CLIENT_RANDOM 01 02\n".to_vec()),
            Seen::Data(0, Side::Server, at(1500), b"welcome".to_vec()),
            Seen::Closed(1),
            // Three packets that close, and the one before, took two milliseconds each.
            Seen::Data(0, Side::Client, at(1508), b"bye".to_vec()),
            Seen::Closed(0),
        ]
    );
}

#[test]
fn long_data_is_cut_into_segments() {
    let long: Vec<u8> = (0..200_000_u32).map(|number| number.to_le_bytes()[1]).collect();
    for (client, server) in [("192.0.2.7:5000", "192.0.2.8:25"), ("[2001:db8::7]:1", "[::1]:2")] {
        let mut capture = CaptureWriter::new(Vec::new()).unwrap();
        let mut conversation =
            capture.open(client.parse().unwrap(), server.parse().unwrap()).unwrap();
        capture.data(&mut conversation, Side::Server, &long).unwrap();
        let seen = read(capture.into_inner());
        let pieces: Vec<&[u8]> = seen
            .iter()
            .filter_map(|seen| match seen {
                Seen::Data(0, Side::Server, _, bytes) => Some(&**bytes),
                _ => None,
            })
            .collect();
        assert_eq!(seen[0], flow(0, client, server));
        assert_eq!(pieces.len(), 4);
        assert_eq!(pieces.concat(), long);
    }
}

#[test]
fn addresses_of_both_versions_meet() {
    for (client, server, seen) in [
        ("[::ffff:192.0.2.1]:5000", "[::ffff:192.0.2.2]:443", ["192.0.2.1:5000", "192.0.2.2:443"]),
        ("192.0.2.1:5000", "[::1]:443", ["[::ffff:192.0.2.1]:5000", "[::1]:443"]),
    ] {
        let mut capture = CaptureWriter::new(Vec::new()).unwrap();
        let conversation = capture.open(client.parse().unwrap(), server.parse().unwrap());
        capture.close(conversation.unwrap(), Side::Client).unwrap();
        assert_eq!(read(capture.into_inner()), [flow(0, seen[0], seen[1]), Seen::Closed(0)]);
    }
}

#[test]
fn a_long_log_is_cut_behind_lines() {
    let line = [b"SECRET ", &[b'0'; 92][..], b"\n"].concat();
    let log = line.repeat(25_000);
    let mut capture = CaptureWriter::new(Vec::new()).unwrap();
    capture.key_log(&log).unwrap();
    capture.key_log(&vec![b'#'; 1 << 21]).unwrap();
    let blocks: Vec<Vec<u8>> = read(capture.into_inner())
        .into_iter()
        .map(|seen| match seen {
            Seen::KeyLog(lines) => lines,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(blocks.len(), 3 + 2);
    assert_eq!(blocks[..3].concat(), log);
    assert!(blocks[..3].iter().all(|block| block.ends_with(b"\n")));
}

/// Takes so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let left = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
        self.0 = left;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_is_told() {
    assert!(CaptureWriter::new(Full(10)).is_err());
    let mut capture = CaptureWriter::new(Full(100)).unwrap();
    let [client, server] = documentation_endpoints(0, 443);
    let error = capture.open(client, server).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}
