//! Sessions in the order in which they were stored, and an index over their ids.
//!
//! ```text
//! heads   [ · | ↓ | · | ↓ | … ]                       one for some two sessions
//!               │       │
//! ring    … [ header id session ][ header id session ] …    oldest → newest
//!                └─ next: an older record of the same chain
//! ```
//!
//! Records lie side by side, each as long as it is: there are no slots to be left half empty, so a
//! session with a client's certificate takes its room from the same memory as the others. Room is
//! made at the old end alone.

use std::hash::{BuildHasher, RandomState};

use countersign::{crypto::Secret, pki_types::UnixTime};

use super::{
    record::{HEADER, Header, Link, MAX_ID},
    ring::Ring,
};
use crate::span::Span;

/// Memory for each chain of the index, in bytes. A session without a client's certificate takes
/// 122, so that a full log has some two in a chain.
const MEMORY_PER_CHAIN: usize = 256;

/// How many sessions that are over each call wipes at most. One would keep up with what comes in;
/// with more, what has piled up goes away, and no call takes long.
const WIPED_PER_CALL: usize = 4;

pub(super) struct Log {
    ring: Ring,
    /// The newest record of each chain.
    heads: Box<[Link]>,
    /// Keyed: who asks for ids chooses them, and is not to choose which chain grows long.
    hasher: RandomState,
    sessions: usize,
}

impl Log {
    /// Takes `memory` bytes for all that it will ever hold.
    pub(super) fn new(memory: usize) -> Self {
        // A link holds 32 bits.
        let memory = memory.min(u32::MAX as usize - 1).min(isize::MAX.unsigned_abs());
        let chains = (memory / MEMORY_PER_CHAIN).max(1);
        let ring = memory.saturating_sub(chains * size_of::<Link>());
        Self {
            ring: Ring::new(ring),
            heads: vec![Link::default(); chains].into_boxed_slice(),
            hasher: RandomState::new(),
            sessions: 0,
        }
    }

    pub(super) fn sessions(&self) -> usize {
        self.sessions
    }

    /// Keeps a session in place of one with the same id. The oldest make room for it; one that
    /// is longer than all memory is not kept.
    pub(super) fn insert(&mut self, id: &[u8], session: &[u8], span: Span, now: UnixTime) {
        self.remove(id);
        self.wipe_some(now, WIPED_PER_CALL);
        let Some(header) = Header::of(id, session, span) else { return };
        let len = header.record_len();
        if len > self.ring.capacity() || !span.holds(now) {
            return;
        }
        while self.ring.free() < len {
            self.pop_oldest();
        }
        let chain = self.chain(id);
        let Some(head) = self.heads.get_mut(chain) else { return };
        let header = Header { next: *head, ..header };
        *head = Link::to(self.ring.end());
        self.ring.push(&header.encode());
        self.ring.push(id);
        self.ring.push(session);
        self.sessions += 1;
    }

    /// The session, if it may be used now. One that is over is freed.
    pub(super) fn get(&mut self, id: &[u8], now: UnixTime) -> Option<Secret> {
        self.wipe_some(now, WIPED_PER_CALL);
        let (at, header) = self.find(id)?;
        if header.span.is_over(now) {
            self.free(at, header);
        }
        header.span.holds(now).then(|| {
            let len = usize::from(header.session_len);
            Secret::filled(len, |out| self.ring.read(at + HEADER + id.len(), out))
        })
    }

    /// True where there was one.
    pub(super) fn remove(&mut self, id: &[u8]) -> bool {
        let found = self.find(id);
        if let Some((at, header)) = found {
            self.free(at, header);
        }
        found.is_some()
    }

    /// Takes up to `most` sessions that are over from the old end; true where there may be more.
    pub(super) fn wipe_some(&mut self, now: UnixTime, most: usize) -> bool {
        for _ in 0..most {
            let oldest = self.ring.start().map(|at| self.header(at));
            if !oldest.is_some_and(|header| header.is_freed() || header.span.is_over(now)) {
                return false;
            }
            self.pop_oldest();
        }
        true
    }

    fn find(&self, id: &[u8]) -> Option<(usize, Header)> {
        let mut link = self.heads.get(self.chain(id)).copied().unwrap_or_default();
        while let Some(at) = link.position() {
            let header = self.header(at);
            if usize::from(header.id_len) == id.len() && self.ring.is_at(at + HEADER, id) {
                return Some((at, header));
            }
            link = header.next;
        }
        None
    }

    /// Wipes a session wherever it lies. Its room comes free when it is the oldest.
    fn free(&mut self, at: usize, header: Header) {
        self.unlink(at, header);
        self.ring.wipe(at, header.record_len());
        self.ring.write(at, &header.freed().encode());
    }

    fn pop_oldest(&mut self) {
        let Some(at) = self.ring.start() else { return };
        let header = self.header(at);
        if !header.is_freed() {
            self.unlink(at, header);
        }
        self.ring.pop(header.record_len());
    }

    /// Takes a record out of its chain.
    fn unlink(&mut self, at: usize, header: Header) {
        let mut id = [0; MAX_ID];
        let id = id.get_mut(..usize::from(header.id_len)).unwrap_or_default();
        self.ring.read(at + HEADER, id);
        let chain = self.chain(id);
        self.sessions -= 1;
        let Some(head) = self.heads.get_mut(chain) else { return };
        if *head == Link::to(at) {
            *head = header.next;
            return;
        }
        let mut link = *head;
        while let Some(newer) = link.position() {
            let before = self.header(newer);
            if before.next == Link::to(at) {
                let before = Header { next: header.next, ..before };
                self.ring.write(newer, &before.encode());
                return;
            }
            link = before.next;
        }
    }

    fn header(&self, at: usize) -> Header {
        let mut bytes = [0; HEADER];
        self.ring.read(at, &mut bytes);
        Header::decode(bytes)
    }

    fn chain(&self, id: &[u8]) -> usize {
        let chain = self.hasher.hash_one(id) % self.heads.len() as u64;
        usize::try_from(chain).unwrap_or_default()
    }
}
