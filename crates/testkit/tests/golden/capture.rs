//! `capture.pcapng`: who sent what, in order, out of the packets of its TCP connections.

use std::{fs, path::Path};

use countersign::Role;
use countersign_testkit::{Records, golden::Manifest};
use etherparse::{SlicedPacket, TransportSlice};
use pcap_parser::{Block, PcapBlockOwned, PcapNGReader, traits::PcapReaderIterator as _};

/// The port of the client's first connection; the next has the next.
const CLIENT_PORT: u16 = 49152;
/// Room for the largest block, bytes.
const BLOCK_ROOM: usize = 256 * 1024;

/// Some bytes that went over in one piece.
pub(crate) struct Piece {
    pub(crate) ours: bool,
    pub(crate) bytes: Vec<u8>,
}

/// The bytes of both sides of one connection.
#[derive(Default)]
pub(crate) struct Conversation {
    pub(crate) pieces: Vec<Piece>,
}

/// What a peer sends, in pieces.
pub(crate) struct Input {
    /// Before TLS.
    pub(crate) plain: Vec<Vec<u8>>,
    pub(crate) tls: Vec<Vec<u8>>,
}

/// A whole file.
pub(crate) struct Capture {
    pub(crate) conversations: Vec<Conversation>,
    /// The lines of its block of secrets.
    pub(crate) key_log: String,
}

impl Capture {
    pub(crate) fn read(path: &Path, manifest: &Manifest) -> Self {
        let mut capture = Self {
            conversations: (0..manifest.connections).map(|_| Conversation::default()).collect(),
            key_log: String::new(),
        };
        let file = fs::File::open(path).expect("the capture is in the checkout");
        let mut reader = PcapNGReader::new(BLOCK_ROOM, file).expect("it is a pcapng file");
        loop {
            let (offset, block) = match reader.next() {
                Ok(next) => next,
                Err(pcap_parser::PcapError::Eof) => return capture,
                Err(pcap_parser::PcapError::Incomplete(_)) => {
                    reader.refill().expect("the file can be read");
                    continue;
                }
                Err(error) => panic!("{}: {error}", path.display()),
            };
            match block {
                PcapBlockOwned::NG(Block::EnhancedPacket(packet)) => {
                    capture.packet(&packet.data[..packet.caplen as usize], manifest);
                }
                PcapBlockOwned::NG(Block::DecryptionSecrets(secrets)) => {
                    let lines = &secrets.data[..secrets.secrets_len as usize];
                    capture.key_log.push_str(std::str::from_utf8(lines).expect("it is text"));
                }
                _ => {}
            }
            reader.consume(offset);
        }
    }

    /// Keeps the segment's bytes, where it has any.
    fn packet(&mut self, packet: &[u8], manifest: &Manifest) {
        let packet = SlicedPacket::from_ip(packet).expect("it is an IP packet");
        let Some(TransportSlice::Tcp(segment)) = packet.transport else {
            panic!("it is no TCP segment");
        };
        let (from, to) = (segment.source_port(), segment.destination_port());
        let (sender, client) =
            if from == manifest.port { (Role::Server, to) } else { (Role::Client, from) };
        let bytes = segment.payload().to_vec();
        if !bytes.is_empty() {
            let conversation = &mut self.conversations[usize::from(client - CLIENT_PORT)];
            conversation.pieces.push(Piece { ours: sender == manifest.role, bytes });
        }
    }
}

/// What a client's first record begins with: the type of handshake messages.
const HANDSHAKE: u8 = 22;

impl Conversation {
    /// All that our side sent.
    pub(crate) fn ours(&self) -> Vec<u8> {
        let ours = self.pieces.iter().filter(|piece| piece.ours);
        ours.flat_map(|piece| piece.bytes.iter().copied()).collect()
    }

    /// The peer's pieces of the plaintext before TLS, and those of TLS. No line of plaintext begins
    /// as a record does, and a client's hello is the first.
    fn theirs(&self, role: Role) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        let clients_hello = |piece: &Piece| {
            piece.ours == (role == Role::Client) && piece.bytes.first() == Some(&HANDSHAKE)
        };
        let begin = self.pieces.iter().position(clients_hello).expect("there is a ClientHello");
        let (plain, tls) = self.pieces.split_at(begin);
        let theirs = |pieces: &[Piece]| {
            let theirs = pieces.iter().filter(|piece| !piece.ours);
            theirs.map(|piece| piece.bytes.clone()).collect()
        };
        (theirs(plain), theirs(tls))
    }

    /// The peer's bytes as they came.
    pub(crate) fn as_they_came(&self, role: Role) -> Input {
        let (plain, tls) = self.theirs(role);
        Input { plain, tls }
    }

    /// The same, one piece for each record.
    pub(crate) fn by_record(&self, role: Role) -> Input {
        let (plain, tls) = self.theirs(role);
        let stream = tls.concat();
        let tls: Vec<_> = Records::new(&stream).map(|record| record.bytes()).collect();
        assert_eq!(tls.concat(), stream, "the recording ends in the middle of a record");
        Input { plain, tls }
    }

    /// The same, one by one.
    pub(crate) fn by_byte(&self, role: Role) -> Input {
        let (plain, tls) = self.theirs(role);
        let cut = |pieces: Vec<Vec<u8>>| pieces.concat().chunks(1).map(<[u8]>::to_vec).collect();
        Input { plain: cut(plain), tls: cut(tls) }
    }
}
