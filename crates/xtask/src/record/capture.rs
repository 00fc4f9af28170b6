//! A recording as a capture: `capture.pcapng`, which Wireshark opens decrypted.
//!
//! Addresses, ports and times are made up; each chunk is one TCP segment.

use countersign::{Direction, Role};
use etherparse::PacketBuilder;
use pcap_parser::{
    Linktype, ToVec as _,
    pcapng::{
        DecryptionSecretsBlock, EnhancedPacketBlock, InterfaceDescriptionBlock, SecretsType,
        SectionHeaderBlock,
    },
};

use super::{run::Recording, tap::Chunk};
use crate::Failure;

/// The two ends: addresses for documentation (RFC 5737 §3).
const CLIENT: [u8; 4] = [192, 0, 2, 1];
const SERVER: [u8; 4] = [192, 0, 2, 2];
/// The port of the client's first connection; the next has the next.
const CLIENT_PORT: u16 = 49152;
/// Between two packets, in the unit of the time stamps.
const STEP: u64 = 1_000;
/// Microseconds.
const TIME_RESOLUTION: u8 = 6;
const TTL: u8 = 64;
const WINDOW: u16 = u16::MAX;

/// The whole file.
pub(super) fn pcapng(recording: &Recording) -> Result<Vec<u8>, Failure> {
    let mut file = section()?;
    file.extend(interface()?);
    if !recording.key_log.is_empty() {
        file.extend(secrets(&recording.key_log)?);
    }
    let mut time = recording.manifest.time * 1_000_000;
    let manifest = &recording.manifest;
    for (client, chunks) in (CLIENT_PORT..).zip(&recording.conversations) {
        for packet in Conversation::of(manifest.role, [client, manifest.port], chunks)? {
            file.extend(block(&packet, time)?);
            time += STEP;
        }
    }
    Ok(file)
}

fn section() -> Result<Vec<u8>, Failure> {
    let mut block = SectionHeaderBlock {
        block_type: 0,
        block_len1: 0,
        bom: 0,
        major_version: 0,
        minor_version: 0,
        section_len: -1,
        options: Vec::new(),
        block_len2: 0,
    };
    Ok(block.to_vec()?)
}

fn interface() -> Result<Vec<u8>, Failure> {
    let mut block = InterfaceDescriptionBlock {
        block_type: 0,
        block_len1: 0,
        linktype: Linktype::RAW,
        reserved: 0,
        snaplen: 0,
        options: Vec::new(),
        block_len2: 0,
        if_tsresol: TIME_RESOLUTION,
        if_tsoffset: 0,
    };
    Ok(block.to_vec()?)
}

fn secrets(key_log: &str) -> Result<Vec<u8>, Failure> {
    let mut block = DecryptionSecretsBlock {
        block_type: 0,
        block_len1: 0,
        secrets_type: SecretsType::TlsKeyLog,
        secrets_len: u32::try_from(key_log.len())?,
        data: key_log.as_bytes(),
        options: Vec::new(),
        block_len2: 0,
    };
    Ok(block.to_vec()?)
}

fn block(packet: &[u8], time: u64) -> Result<Vec<u8>, Failure> {
    let len = u32::try_from(packet.len())?;
    let mut block = EnhancedPacketBlock {
        block_type: 0,
        block_len1: 0,
        if_id: 0,
        ts_high: u32::try_from(time >> 32)?,
        ts_low: u32::try_from(time & u64::from(u32::MAX))?,
        caplen: len,
        origlen: len,
        data: packet,
        options: Vec::new(),
        block_len2: 0,
    };
    Ok(block.to_vec()?)
}

/// The packets of a TCP connection.
struct Conversation {
    packets: Vec<Vec<u8>>,
    /// The client's and the server's.
    ports: [u16; 2],
    /// What the client and the server send next.
    next: [u32; 2],
}

/// What a packet does besides carrying data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Opens,
    Carries,
    Closes,
}

impl Conversation {
    fn of(role: Role, ports: [u16; 2], chunks: &[Chunk]) -> Result<Vec<Vec<u8>>, Failure> {
        let mut conversation = Self { packets: Vec::new(), ports, next: [1_000, 2_000] };
        conversation.packet(Role::Client, &[], Mark::Opens)?;
        conversation.packet(Role::Server, &[], Mark::Opens)?;
        conversation.packet(Role::Client, &[], Mark::Carries)?;
        for chunk in chunks {
            let sender = match chunk.direction {
                Direction::Sent => role,
                Direction::Received => role.peer(),
            };
            conversation.packet(sender, &chunk.bytes, Mark::Carries)?;
        }
        conversation.packet(role, &[], Mark::Closes)?;
        conversation.packet(role.peer(), &[], Mark::Closes)?;
        conversation.packet(role, &[], Mark::Carries)?;
        Ok(conversation.packets)
    }

    fn packet(&mut self, sender: Role, data: &[u8], mark: Mark) -> Result<(), Failure> {
        let client = (CLIENT, self.ports[0], self.next[0]);
        let server = (SERVER, self.ports[1], self.next[1]);
        let (from, to) = match sender {
            Role::Client => (client, server),
            Role::Server => (server, client),
        };
        let mut builder = PacketBuilder::ipv4(from.0, to.0, TTL).tcp(from.1, to.1, from.2, WINDOW);
        if mark == Mark::Opens {
            builder = builder.syn();
        }
        if mark == Mark::Closes {
            builder = builder.fin();
        }
        if mark != Mark::Opens || sender == Role::Server {
            builder = builder.ack(to.2);
        }
        if !data.is_empty() {
            builder = builder.psh();
        }
        let mut packet = Vec::with_capacity(builder.size(data.len()));
        builder.write(&mut packet, data)?;
        self.packets.push(packet);
        let taken = u32::try_from(data.len())? + u32::from(mark != Mark::Carries);
        match sender {
            Role::Client => self.next[0] += taken,
            Role::Server => self.next[1] += taken,
        }
        Ok(())
    }
}
