//! `capture.pcapng`: who sent what, in order, out of the packets of one TCP connection.

use std::{fs, path::Path};

use countersign::Role;
use countersign_testkit::Records;
use etherparse::{SlicedPacket, TransportSlice};
use pcap_parser::{Block, PcapBlockOwned, PcapNGReader, traits::PcapReaderIterator as _};

/// The port of the server in every recording.
const SERVER_PORT: u16 = 443;
/// Room for the largest block, bytes.
const BLOCK_ROOM: usize = 256 * 1024;

/// Some bytes that went over in one piece.
pub(crate) struct Piece {
    pub(crate) ours: bool,
    bytes: Vec<u8>,
}

/// The bytes of both sides.
pub(crate) struct Capture {
    pub(crate) pieces: Vec<Piece>,
}

impl Capture {
    pub(crate) fn read(path: &Path, role: Role) -> Self {
        let file = fs::File::open(path).expect("the capture is in the checkout");
        let mut reader = PcapNGReader::new(BLOCK_ROOM, file).expect("it is a pcapng file");
        let mut pieces = Vec::new();
        loop {
            let (offset, block) = match reader.next() {
                Ok(next) => next,
                Err(pcap_parser::PcapError::Eof) => break,
                Err(pcap_parser::PcapError::Incomplete(_)) => {
                    reader.refill().expect("the file can be read");
                    continue;
                }
                Err(error) => panic!("{}: {error}", path.display()),
            };
            if let PcapBlockOwned::NG(Block::EnhancedPacket(packet)) = block {
                let data = &packet.data[..packet.caplen as usize];
                pieces.extend(piece(data, role));
            }
            reader.consume(offset);
        }
        Self { pieces }
    }

    /// All that our side sent.
    pub(crate) fn ours(&self) -> Vec<u8> {
        self.stream(true)
    }

    /// All that the peer sent.
    pub(crate) fn theirs(&self) -> Vec<u8> {
        self.stream(false)
    }

    fn stream(&self, ours: bool) -> Vec<u8> {
        let pieces = self.pieces.iter().filter(|piece| piece.ours == ours);
        pieces.flat_map(|piece| piece.bytes.iter().copied()).collect()
    }

    /// The peer's bytes as they came.
    pub(crate) fn peers_pieces(&self) -> Vec<&[u8]> {
        let pieces = self.pieces.iter().filter(|piece| !piece.ours);
        pieces.map(|piece| piece.bytes.as_slice()).collect()
    }
}

/// The segment's bytes, where it has any.
fn piece(packet: &[u8], role: Role) -> Option<Piece> {
    let packet = SlicedPacket::from_ip(packet).expect("it is an IP packet");
    let Some(TransportSlice::Tcp(segment)) = packet.transport else {
        panic!("it is no TCP segment");
    };
    let sender = if segment.source_port() == SERVER_PORT { Role::Server } else { Role::Client };
    let bytes = segment.payload().to_vec();
    (!bytes.is_empty()).then_some(Piece { ours: sender == role, bytes })
}

/// One piece for each record.
pub(crate) fn cut_at_records(stream: &[u8]) -> Vec<&[u8]> {
    let mut rest = stream;
    let mut pieces = Vec::new();
    for record in Records::new(stream) {
        let (piece, behind) = rest.split_at(record.bytes().len());
        pieces.push(piece);
        rest = behind;
    }
    assert!(rest.is_empty(), "the recording ends in the middle of a record");
    pieces
}
