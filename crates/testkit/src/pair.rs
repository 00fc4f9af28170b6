//! A client and a server in memory, and the wire between them.

use std::collections::VecDeque;

use countersign::Role;

use crate::{Framing, RawRecord, Records, Side, Step, fake::Unpacking, walk};

/// How bytes arrive: what one read from a socket would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chunks {
    /// All that was sent at once.
    Whole,
    /// Record by record.
    Records,
    /// Each record in two parts, the first of so many bytes; shorter ones whole.
    RecordsCutAt(usize),
    /// So many bytes at once, each entry in turn, and from the front again. Zeros count as 1.
    Sizes(Vec<usize>),
}

/// Changes the records of one direction: given a record and its number, the bytes that arrive.
type Tamper = Box<dyn FnMut(usize, RawRecord) -> Vec<u8>>;

/// One direction of the wire.
struct Wire {
    framing: Framing,
    protected: bool,
    /// Each protected message of TLS 1.3 in a record of its own.
    unpacking: Option<Unpacking>,
    tamper: Option<Tamper>,
    records: usize,
    chunks: Chunks,
    turn: usize,
    in_flight: VecDeque<Vec<u8>>,
    sent: Vec<u8>,
}

impl Wire {
    fn new() -> Self {
        Self {
            framing: Framing::AsIs,
            protected: false,
            unpacking: None,
            tamper: None,
            records: 0,
            chunks: Chunks::Whole,
            turn: 0,
            in_flight: VecDeque::new(),
            sent: Vec::new(),
        }
    }

    fn carry(&mut self, bytes: &[u8]) {
        self.sent.extend_from_slice(bytes);
        let mut records = Records::new(bytes);
        let flight: Vec<_> = records.by_ref().collect();
        let mut arriving = Vec::new();
        let mut flight = self.framing.apply(flight, &mut self.protected);
        if let Some(unpacking) = &mut self.unpacking {
            flight = flight.into_iter().flat_map(|record| unpacking.unpack(record)).collect();
        }
        for record in flight {
            let bytes = match &mut self.tamper {
                Some(tamper) => tamper(self.records, record),
                None => record.bytes(),
            };
            self.records += 1;
            arriving.extend(bytes);
        }
        arriving.extend_from_slice(records.rest());
        self.cut(&arriving);
    }

    fn cut(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let len = match &self.chunks {
                Chunks::Sizes(sizes) if !sizes.is_empty() => {
                    let len = sizes.get(self.turn % sizes.len()).copied().unwrap_or(1);
                    self.turn += 1;
                    len.clamp(1, bytes.len())
                }
                Chunks::Records | Chunks::RecordsCutAt(_) => first_record_len(bytes),
                _ => bytes.len(),
            };
            let (mut chunk, rest) = bytes.split_at(len);
            if let Chunks::RecordsCutAt(at) = self.chunks
                && let Some((front, back)) = chunk.split_at_checked(at)
                && !front.is_empty()
                && !back.is_empty()
            {
                self.in_flight.push_back(front.to_vec());
                chunk = back;
            }
            self.in_flight.push_back(chunk.to_vec());
            bytes = rest;
        }
    }
}

/// What a test made of a record may be cut short: then that is all there is.
fn first_record_len(bytes: &[u8]) -> usize {
    let mut records = Records::new(bytes);
    let whole = records.next().is_some();
    bytes.len() - if whole { records.rest().len() } else { 0 }
}

/// A client and a server in memory.
pub struct Pair<'a> {
    /// One side.
    pub client: Side<'a>,
    /// The other side.
    pub server: Side<'a>,
    to_client: Wire,
    to_server: Wire,
    walk: walk::Walk,
}

impl<'a> Pair<'a> {
    /// Nothing is sent before the first [`Pair::run`].
    pub fn new(client: Side<'a>, server: Side<'a>) -> Self {
        let walk = walk::Walk::new(client.connection.state(), server.connection.state());
        Self { client, server, to_client: Wire::new(), to_server: Wire::new(), walk }
    }

    /// From here on each protected handshake message of TLS 1.3 has a record of its own, both
    /// ways. Under the fake provider alone, and from the beginning.
    #[must_use]
    pub fn unpacking(mut self) -> Self {
        self.to_client.unpacking = Some(Unpacking::default());
        self.to_server.unpacking = Some(Unpacking::default());
        self
    }

    /// The side of a role.
    pub fn side(&mut self, role: Role) -> &mut Side<'a> {
        match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        }
    }

    fn wire_from(&mut self, from: Role) -> &mut Wire {
        match from {
            Role::Client => &mut self.to_server,
            Role::Server => &mut self.to_client,
        }
    }

    /// How the plain handshake messages of both sides are laid into records.
    #[must_use]
    pub fn framing(mut self, framing: Framing) -> Self {
        self.to_client.framing = framing;
        self.to_server.framing = framing;
        self
    }

    /// How bytes arrive at both sides.
    #[must_use]
    pub fn chunks(mut self, chunks: &Chunks) -> Self {
        self.to_client.chunks = chunks.clone();
        self.to_server.chunks = chunks.clone();
        self
    }

    /// How what `from` sends arrives, from here on.
    pub fn set_wire(&mut self, from: Role, framing: Framing, chunks: Chunks) {
        let wire = self.wire_from(from);
        wire.framing = framing;
        wire.chunks = chunks;
    }

    /// Changes the records that `from` sends, from here on: `tamper` is given each record with
    /// its number, and returns the bytes that arrive. See [`crate::tamper`] for ready-made ones.
    pub fn tamper(
        &mut self,
        from: Role,
        tamper: impl FnMut(usize, RawRecord) -> Vec<u8> + 'static,
    ) {
        self.wire_from(from).tamper = Some(Box::new(tamper));
    }

    /// Runs until neither side can go on by itself: both want bytes, an answer that is held
    /// back, or nothing any more.
    pub fn run(&mut self) {
        self.run_until(|_| false);
    }

    /// Runs until `done`, which is asked after each poll; tells whether it came to that.
    ///
    /// With tracing on, [`Framing::EachMessage`] and [`Chunks::Records`], nothing behind the
    /// message that was last told has reached the machine then.
    pub fn run_until(&mut self, mut done: impl FnMut(&Self) -> bool) -> bool {
        let mut idle = 0;
        while idle < 2 {
            for role in [Role::Client, Role::Server] {
                idle += 1;
                while self.poll(role) {
                    idle = 0;
                    if done(self) {
                        return true;
                    }
                }
            }
        }
        false
    }

    /// One poll of a side. Where it has nothing more to tell, all that it put out goes onto the
    /// wire as one flight; where it wants bytes, the next chunk arrives. False where there is
    /// nothing to go on with.
    pub fn poll(&mut self, role: Role) -> bool {
        let side = match role {
            Role::Client => &mut self.client,
            Role::Server => &mut self.server,
        };
        let step = side.poll();
        self.walk.note(role, side);
        if step == Step::Told {
            return true;
        }
        let carried = self.carry(role);
        match step {
            Step::NeedInput(_) => self.deliver(role.peer()) || carried,
            _ => carried,
        }
    }

    /// Takes what `from` put out onto the wire.
    pub fn carry(&mut self, from: Role) -> bool {
        let output = self.side(from).take_output();
        self.wire_from(from).carry(&output);
        !output.is_empty()
    }

    /// The next chunk of what `from` sent arrives; false if there is none.
    pub fn deliver(&mut self, from: Role) -> bool {
        let Some(chunk) = self.wire_from(from).in_flight.pop_front() else { return false };
        self.side(from.peer()).feed(&chunk);
        true
    }

    /// What `from` has sent and the other side has not read is the last: the transport ends
    /// behind it, without `close_notify`.
    pub fn hang_up(&mut self, from: Role) {
        while self.deliver(from) {}
        self.side(from.peer()).connection.end_of_input();
    }

    /// Takes away what is in flight from a side.
    pub fn intercept(&mut self, from: Role) -> Vec<u8> {
        let chunks: Vec<_> = self.wire_from(from).in_flight.drain(..).collect();
        chunks.concat()
    }

    /// All that a side has put out, before anything was changed.
    pub fn sent(&self, from: Role) -> &[u8] {
        match from {
            Role::Client => &self.to_server.sent,
            Role::Server => &self.to_client.sent,
        }
    }

    /// What happened at both sides, in words, one fact a line. [`crate::assert_walk`] holds it
    /// against a snapshot.
    pub fn walk(&self) -> String {
        self.walk.text()
    }
}
