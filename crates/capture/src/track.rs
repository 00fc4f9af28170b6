//! Connections: which packet belongs to which, who opened it, and the bytes of both sides in the
//! order in which they went over.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    time::Duration,
};

use bytes::BytesMut;

use crate::{
    direction::{Direction, Piece},
    file::Packet,
    limits::{MAX_FLOWS, MAX_HELD, MAX_WAITING_TOTAL},
    packet::{Endpoint, NotTcp, Segment, segment},
};

/// Counts connections from 0 in the order in which they were seen.
pub type FlowId = u64;

/// A side of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Who opened it.
    Client,
    /// Who was called.
    Server,
}

/// A connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Its number.
    pub id: FlowId,
    /// Who opened it.
    pub client: Endpoint,
    /// Who was called.
    pub server: Endpoint,
    /// Who opened it was seen; else it is guessed from the ports.
    pub certain: bool,
}

/// What happens on a connection.
#[derive(Debug)]
pub enum FlowEvent {
    /// It begins, or was first seen.
    Opened(Flow),
    /// Bytes of one side.
    Data {
        /// On which.
        id: FlowId,
        /// Whose.
        from: Side,
        /// When the packet was caught that made them known.
        time: Option<Duration>,
        /// The bytes.
        bytes: BytesMut,
    },
    /// Bytes of one side that were not caught.
    Lost {
        /// On which.
        id: FlowId,
        /// Whose.
        from: Side,
        /// How many.
        bytes: u64,
    },
    /// It ended, or is followed no longer.
    Closed {
        /// Which.
        id: FlowId,
    },
}

/// Follows connections. What is held is bounded by [`crate::limits`].
#[derive(Default)]
pub struct Tracker {
    flows: HashMap<(Endpoint, Endpoint), Tracked>,
    /// Which was silent for how long: the number of the packet that came last.
    silent: BTreeMap<u64, (Endpoint, Endpoint)>,
    packets: u64,
    opened: FlowId,
    waiting: usize,
}

/// A connection that is followed.
struct Tracked {
    flow: Flow,
    client: Direction,
    server: Direction,
    held: VecDeque<Held>,
    last: u64,
    closed: bool,
}

/// A packet whose turn has not come.
struct Held {
    from: Side,
    sequence: u32,
    acknowledged: Option<u32>,
    fin: bool,
    uncaught: u32,
    time: Option<Duration>,
    data: BytesMut,
}

impl Tracker {
    /// Nothing is followed yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a packet in. `Err` where it is none of TCP.
    pub fn packet(
        &mut self,
        packet: &Packet<'_>,
        out: &mut impl FnMut(FlowEvent),
    ) -> Result<(), NotTcp> {
        let segment = segment(packet)?;
        self.packets += 1;
        let key = ordered(segment.from, segment.to);
        let begins = segment.syn && segment.acknowledged.is_none();
        if begins && let Some(known) = self.flows.get(&key) {
            // Ports are used again; the same SYN once more is the same connection.
            let direction = known.side(known.side_of(&segment));
            if known.closed || !direction.has_reached(segment.sequence.wrapping_add(1)) {
                self.close(key, out);
            }
        }
        if !self.flows.contains_key(&key) {
            if !segment.syn && segment.data.is_empty() {
                return Ok(());
            }
            self.open(key, &segment, out);
        }
        if let Some(tracked) = self.flows.get_mut(&key) {
            self.silent.remove(&tracked.last);
            tracked.last = self.packets;
            self.silent.insert(self.packets, key);
            let before = tracked.waiting();
            tracked.segment(&segment, packet.time, out);
            self.waiting = self.waiting + tracked.waiting() - before;
            if tracked.closed {
                tracked.forget();
            }
        }
        self.make_room(out);
        Ok(())
    }

    /// The file is at its end: what waited for others is given.
    pub fn finish(&mut self, out: &mut impl FnMut(FlowEvent)) {
        let mut keys: Vec<_> = self.flows.iter().map(|(key, it)| (it.flow.id, *key)).collect();
        keys.sort_unstable_by_key(|(id, _)| *id);
        for (_, key) in keys {
            self.close(key, out);
        }
    }

    fn open(
        &mut self,
        key: (Endpoint, Endpoint),
        segment: &Segment<'_>,
        out: &mut impl FnMut(FlowEvent),
    ) {
        let answers = segment.acknowledged.is_some();
        // Servers have the lower ports.
        let from_client = match (segment.syn, answers) {
            (true, answers) => !answers,
            (false, _) => segment.from.port() >= segment.to.port(),
        };
        let (client, server) =
            if from_client { (segment.from, segment.to) } else { (segment.to, segment.from) };
        let flow = Flow { id: self.opened, client, server, certain: segment.syn };
        self.opened += 1;
        out(FlowEvent::Opened(flow));
        self.flows.insert(
            key,
            Tracked {
                flow,
                client: Direction::default(),
                server: Direction::default(),
                held: VecDeque::new(),
                last: self.packets,
                closed: false,
            },
        );
    }

    fn close(&mut self, key: (Endpoint, Endpoint), out: &mut impl FnMut(FlowEvent)) {
        let Some(mut tracked) = self.flows.remove(&key) else { return };
        self.silent.remove(&tracked.last);
        self.waiting -= tracked.waiting();
        if !tracked.closed {
            tracked.end(out);
        }
    }

    /// Gives up what has been silent for the longest, where there is too much.
    fn make_room(&mut self, out: &mut impl FnMut(FlowEvent)) {
        while self.flows.len() > MAX_FLOWS || self.waiting > MAX_WAITING_TOTAL {
            let Some((_, key)) = self.silent.pop_first() else { return };
            self.close(key, out);
        }
    }
}

impl Tracked {
    fn side(&self, side: Side) -> &Direction {
        match side {
            Side::Client => &self.client,
            Side::Server => &self.server,
        }
    }

    fn side_of(&self, segment: &Segment<'_>) -> Side {
        if segment.from == self.flow.client { Side::Client } else { Side::Server }
    }

    /// Of one side and of the other.
    fn both(&mut self, side: Side) -> (&mut Direction, &mut Direction) {
        match side {
            Side::Client => (&mut self.client, &mut self.server),
            Side::Server => (&mut self.server, &mut self.client),
        }
    }

    /// Bytes that are held.
    fn waiting(&self) -> usize {
        let held: usize = self.held.iter().map(|held| held.data.len()).sum();
        held + self.client.waiting_bytes() + self.server.waiting_bytes()
    }

    fn segment(
        &mut self,
        segment: &Segment<'_>,
        time: Option<Duration>,
        out: &mut impl FnMut(FlowEvent),
    ) {
        if self.closed {
            return;
        }
        let from = self.side_of(segment);
        let (own, peer) = self.both(from);
        own.start(segment.sequence.wrapping_add(u32::from(segment.syn)));
        if let Some(acknowledged) = segment.acknowledged.filter(|_| !segment.syn) {
            peer.start(acknowledged);
        }
        self.held.push_back(Held {
            from,
            sequence: segment.sequence.wrapping_add(u32::from(segment.syn)),
            acknowledged: segment.acknowledged,
            fin: segment.fin,
            uncaught: segment.uncaught,
            time,
            data: BytesMut::from(segment.data),
        });
        self.release(MAX_HELD, out);
        if segment.rst || self.client.is_finished() && self.server.is_finished() {
            self.end(out);
        }
    }

    /// Takes what has its turn: all that it acknowledges was given. When more than `most` packets
    /// wait, what they wait for is lost.
    fn release(&mut self, most: usize, out: &mut impl FnMut(FlowEvent)) {
        while let Some(held) = self.held.front() {
            let (id, from) = (self.flow.id, held.from);
            let (time, acknowledged) = (held.time, held.acknowledged);
            let waits = self.held.len();
            let (_, peer) = self.both(from);
            if let Some(acknowledged) = acknowledged
                && !peer.has_reached(acknowledged)
            {
                if self.take_waiting_for(from.other(), out) {
                    continue;
                }
                if waits <= most {
                    return;
                }
                let (_, peer) = self.both(from);
                peer.skip_to(acknowledged, &mut |piece| out(event(id, from.other(), time, piece)));
            }
            if let Some(held) = self.held.pop_front() {
                self.take(&held, out);
            }
        }
    }

    /// A packet of `side` further back whose turn does not depend on what is waited for.
    fn take_waiting_for(&mut self, side: Side, out: &mut impl FnMut(FlowEvent)) -> bool {
        let Some(place) = self.held.iter().position(|held| held.from == side) else { return false };
        let Some(held) = self.held.remove(place) else { return false };
        self.take(&held, out);
        true
    }

    fn take(&mut self, held: &Held, out: &mut impl FnMut(FlowEvent)) {
        let (id, from, time) = (self.flow.id, held.from, held.time);
        let (own, _) = self.both(from);
        let mut tell = |piece| out(event(id, from, time, piece));
        let len = u32::try_from(held.data.len()).unwrap_or_default();
        own.take(held.sequence, &held.data, &mut tell);
        let behind = held.sequence.wrapping_add(len);
        if held.uncaught > 0 && own.has_reached(behind) {
            own.uncaught(held.uncaught, &mut tell);
        }
        if held.fin {
            own.end(behind.wrapping_add(held.uncaught));
        }
    }

    fn end(&mut self, out: &mut impl FnMut(FlowEvent)) {
        self.release(0, out);
        let (id, time) = (self.flow.id, None);
        for side in [Side::Client, Side::Server] {
            let (own, _) = self.both(side);
            while own.waiting_bytes() > 0 {
                own.give_up(&mut |piece| out(event(id, side, time, piece)));
            }
        }
        self.closed = true;
        out(FlowEvent::Closed { id });
    }

    /// It is known as closed, so that what comes late opens nothing; its bytes are let go.
    fn forget(&mut self) {
        self.held = VecDeque::new();
    }
}

impl Side {
    /// The one across.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Client => Self::Server,
            Self::Server => Self::Client,
        }
    }
}

fn event(id: FlowId, from: Side, time: Option<Duration>, piece: Piece) -> FlowEvent {
    match piece {
        Piece::Data(bytes) => FlowEvent::Data { id, from, time, bytes },
        Piece::Lost(bytes) => FlowEvent::Lost { id, from, bytes },
    }
}

fn ordered(one: Endpoint, other: Endpoint) -> (Endpoint, Endpoint) {
    if one <= other { (one, other) } else { (other, one) }
}
