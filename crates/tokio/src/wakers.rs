//! Who is to be woken: a stream is polled by a reader and a writer, who may be two tasks.
//!
//! Either of them may drive the handshake, and a reader may have to write. A transport keeps one
//! waker for each direction, so that one task's would push out the other's. It is therefore given
//! a waker that stands for both.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Wake, Waker},
};

/// For whom a stream is polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Who waits for data.
    Reader,
    /// Who waits for anything else.
    Writer,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Reader => Self::Writer,
            Self::Writer => Self::Reader,
        }
    }
}

/// The tasks that wait at this moment; waking this wakes them.
#[derive(Default)]
pub(crate) struct Wakers(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    reader: Option<Waker>,
    writer: Option<Waker>,
}

impl Waiting {
    fn of(&mut self, side: Side) -> &mut Option<Waker> {
        match side {
            Side::Reader => &mut self.reader,
            Side::Writer => &mut self.writer,
        }
    }
}

impl Wakers {
    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // Nothing in here can panic with the lock held, except a foreign `clone`.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `side` begins to wait.
    pub(crate) fn wait(&self, side: Side, waker: &Waker) {
        let mut waiting = self.waiting();
        let place = waiting.of(side);
        if !place.as_ref().is_some_and(|known| known.will_wake(waker)) {
            *place = Some(waker.clone());
        }
    }

    /// `side` has what it waited for.
    pub(crate) fn leave(&self, side: Side) {
        let left = self.waiting().of(side).take();
        drop(left);
    }

    /// Something happened that `side` cannot know of.
    pub(crate) fn wake(&self, side: Side) {
        let waker = self.waiting().of(side).take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Wake for Wakers {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let Waiting { reader, writer } = mem::take(&mut *self.waiting());
        for waker in [reader, writer].into_iter().flatten() {
            waker.wake();
        }
    }
}
