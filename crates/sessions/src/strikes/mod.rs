//! A register of the early data that were taken, so that none are taken twice (RFC 8446 §8.2).

#[cfg(test)]
mod tests;

use std::{
    collections::{HashSet, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
};

use countersign::{EarlyDataRequest, Sessions, pki_types::UnixTime};

use crate::span::seconds;

/// How much of a binder is kept, bytes. Two that agree in so much do not come by chance, and who
/// makes them on purpose has only its own second one refused.
const MARK: usize = 16;

type Mark = [u8; MARK];

/// Says yes to a client's early data if they have not come before (RFC 8446 §8.2).
///
/// Each hello is noted down by its binder for as long as it counts as fresh
/// ([`EarlyDataRequest::window`]); afterwards the machine refuses it by its age. Where the register
/// cannot know, it says no, and the client sends its data once more behind the handshake:
/// - while it is younger than the window: what came before it began may come again. That is not
///   so where nothing older can be opened, [`StrikeRegister::with_fresh_keys`];
/// - when it is full: then it is as if it began anew;
/// - while the clock is behind what it was.
///
/// **Shared by all that open the same tickets.** Two servers with the same ticket keys and a
/// register each take the same early data twice. Servers in one process share one by an `Arc`;
/// a fleet needs a register that all of them ask, or takes no early data.
///
/// **Bounded.** No more than so many hellos are noted down; each takes 80 bytes or less.
pub struct StrikeRegister {
    hellos: usize,
    struck: Mutex<Struck>,
}

#[derive(Default)]
struct Struck {
    /// It knows all that came from this second on. None before the first question.
    knows_since: Option<u32>,
    /// The latest time of a question.
    latest: u32,
    marks: HashSet<Mark>,
    /// By when each may be forgotten: the oldest first.
    order: VecDeque<(u32, Mark)>,
}

impl StrikeRegister {
    /// For so many hellos within one window, which is some 20 seconds. It begins with its first
    /// question, and says no as long as the window is from then on.
    pub fn new(hellos: usize) -> Self {
        Self { hellos, struck: Mutex::default() }
    }

    /// The same where no ticket or session from before the register can be opened, since their
    /// keys or their store begin with it too: it says yes from the first question on.
    pub fn with_fresh_keys(hellos: usize) -> Self {
        let struck = Struck { knows_since: Some(0), ..Struck::default() };
        Self { hellos, struck: Mutex::new(struck) }
    }

    /// How many hellos are noted down, with those that may be forgotten.
    pub fn len(&self) -> usize {
        self.struck().order.len()
    }

    /// True where there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Nothing in this crate panics with the lock in hand, so a poisoned lock is sound.
    fn struck(&self) -> MutexGuard<'_, Struck> {
        self.struck.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions for StrikeRegister {
    fn accept_early_data(&self, request: &EarlyDataRequest) -> bool {
        let Some(mark) = request.binder.first_chunk() else { return false };
        self.struck().strike(*mark, request.window, request.now, self.hellos)
    }
}

impl Struck {
    /// True for what is certainly new. What is refused is noted down too: its data will come
    /// behind the handshake, and must not come again before one.
    fn strike(&mut self, mark: Mark, window: u32, now: UnixTime, most: usize) -> bool {
        let now = seconds(now);
        if now < self.latest {
            // What was forgotten by then could be fresh again.
            return false;
        }
        self.latest = now;
        while let Some((_, mark)) = self.order.front().filter(|(end, _)| *end < now) {
            self.marks.remove(mark);
            self.order.pop_front();
        }
        let knows_since = *self.knows_since.get_or_insert(now);
        if self.marks.contains(&mark) {
            return false;
        }
        if self.order.len() >= most {
            // This one it cannot know again.
            self.knows_since = Some(now);
            return false;
        }
        self.marks.insert(mark);
        self.order.push_back((now.saturating_add(window), mark));
        now.saturating_sub(knows_since) > window
    }
}

/// Shown by their number alone.
impl fmt::Debug for StrikeRegister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StrikeRegister").field("hellos", &self.len()).finish_non_exhaustive()
    }
}
