//! A large capture: one real TLS 1.2 connection with a long download, again and again from other
//! addresses, a few at a time side by side.

use std::{
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::Path,
};

use countersign::{ClientConfig, Event, Role};
use countersign_testkit::{Scene, SeededRandom, Step, tls12};
use etherparse::PacketBuilder;

use crate::Failure;

/// What a connection downloads.
pub(super) const CONNECTION_MIB: usize = 8;
/// Connections that go on at once.
const AT_ONCE: u64 = 16;
/// What a segment carries, in bytes.
const SEGMENT: usize = 1448;
const SERVER: [u8; 4] = [192, 0, 2, 1];
const PORT: u16 = 443;

/// Some bytes of one side.
type Chunk = (Role, Vec<u8>);

/// Writes the capture and its key log; tells how many connections there are.
pub(super) fn write(capture: &Path, keys: &Path, bytes: u64) -> Result<u64, Failure> {
    let (chunks, key_log) = connection()?;
    fs::write(keys, key_log)?;
    let one: usize = chunks.iter().map(|(_, bytes)| bytes.len()).sum();
    let connections = (bytes / u64::try_from(one)?).max(1);
    let mut file = BufWriter::with_capacity(1 << 20, File::create(capture)?);
    // pcap, version 2.4, microseconds, Ethernet.
    for field in [0xa1b2_c3d4_u32, 4 << 16 | 2, 0, 0, 1 << 18, 1] {
        file.write_all(&field.to_le_bytes())?;
    }
    let mut time = 1_767_225_600_000_000;
    let mut number = 0;
    while number < connections {
        let group = number..connections.min(number + AT_ONCE);
        number = group.end;
        let mut flows: Vec<_> = group.map(|number| Flow::new(number, &chunks)).collect();
        while !flows.is_empty() {
            for flow in &mut flows {
                flow.step(&mut file, &mut time)?;
            }
            flows.retain(|flow| !flow.is_done());
        }
    }
    file.flush()?;
    Ok(connections)
}

/// A handshake and the download, and the secret.
fn connection() -> Result<(Vec<Chunk>, String), Failure> {
    let provider = countersign_rustcrypto::provider();
    let random = &mut SeededRandom::new(7);
    let kind = countersign_rustcrypto::KeyKind::P256;
    let key = countersign_rustcrypto::generate_key(kind, random)
        .map_err(|error| format!("no key: {error}"))?;
    let mut scene = Scene::over(provider, key.key);
    scene.client = ClientConfig::builder(provider)
        .policy(tls12())
        .key_log(true)
        .build()
        .map_err(|error| error.to_string())?;
    let (mut client, mut server) = (scene.client_side(), scene.server_side());
    let mut chunks: Vec<Chunk> = Vec::new();
    client.settle();
    loop {
        let sent = client.take_output();
        let answered = if sent.is_empty() { Step::Told } else { server.receive(&sent) };
        let received = server.take_output();
        let over = sent.is_empty() && received.is_empty();
        chunks.extend([(Role::Client, sent), (Role::Server, received.clone())]);
        if over || matches!(answered, Step::Failed) {
            break;
        }
        client.receive(&received);
    }
    let text = b"Two parties know each other by their countersign. ".repeat(320);
    for _ in 0..(CONNECTION_MIB << 20) / text.len() {
        server.send(&text).map_err(|error| error.to_string())?;
        chunks.push((Role::Server, server.take_output()));
    }
    chunks.retain(|(_, bytes)| !bytes.is_empty());
    let key_log = client.noted().iter().find_map(|noted| match &noted.event {
        Event::KeyLog(line) => Some(line.line()),
        _ => None,
    });
    Ok((chunks, key_log.ok_or("the handshake has failed")?))
}

/// One connection, packet by packet.
struct Flow<'a> {
    client: ([u8; 4], u16),
    chunks: &'a [Chunk],
    chunk: usize,
    offset: usize,
    begun: bool,
    /// The next sequence numbers of client and server.
    next: [u32; 2],
}

impl<'a> Flow<'a> {
    fn new(number: u64, chunks: &'a [Chunk]) -> Self {
        let [.., high, middle, low] = number.to_be_bytes();
        let client = ([10, high, middle, low], 50_000);
        Self { client, chunks, chunk: 0, offset: 0, begun: false, next: [1, 1] }
    }

    fn is_done(&self) -> bool {
        self.chunk >= self.chunks.len()
    }

    /// Writes the next packet.
    fn step(&mut self, file: &mut impl std::io::Write, time: &mut u64) -> Result<(), Failure> {
        if !self.begun {
            self.begun = true;
            return self.packet(Role::Client, &[], true, file, time);
        }
        let Some((role, bytes)) = self.chunks.get(self.chunk) else { return Ok(()) };
        let rest = bytes.get(self.offset..).unwrap_or_default();
        let segment = rest.get(..SEGMENT).unwrap_or(rest);
        self.offset += segment.len();
        if self.offset >= bytes.len() {
            (self.chunk, self.offset) = (self.chunk + 1, 0);
        }
        self.packet(*role, segment, false, file, time)
    }

    fn packet(
        &mut self,
        from: Role,
        data: &[u8],
        syn: bool,
        file: &mut impl std::io::Write,
        time: &mut u64,
    ) -> Result<(), Failure> {
        let (address, port) = self.client;
        let [client, server] = self.next;
        let builder = PacketBuilder::ethernet2([2; 6], [4; 6]);
        let builder = match from {
            Role::Client => builder.ipv4(address, SERVER, 64).tcp(
                port,
                PORT,
                if syn { client - 1 } else { client },
                u16::MAX,
            ),
            Role::Server => builder.ipv4(SERVER, address, 64).tcp(PORT, port, server, u16::MAX),
        };
        let builder = match (syn, from) {
            (true, _) => builder.syn(),
            (false, Role::Client) => builder.ack(server),
            (false, Role::Server) => builder.ack(client),
        };
        let mut packet = Vec::with_capacity(builder.size(data.len()));
        builder.write(&mut packet, data)?;
        let len = u32::try_from(packet.len())?;
        let seconds = u32::try_from(*time / 1_000_000)?;
        let micros = u32::try_from(*time % 1_000_000)?;
        for field in [seconds, micros, len, len] {
            file.write_all(&field.to_le_bytes())?;
        }
        file.write_all(&packet)?;
        *time += 10;
        let place = usize::from(from == Role::Server);
        if let Some(next) = self.next.get_mut(place) {
            *next = next.wrapping_add(u32::try_from(data.len())?);
        }
        Ok(())
    }
}
