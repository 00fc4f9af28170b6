//! A bound on the clients that are served at once.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// So many places.
pub(super) struct Slots(Arc<Inner>);

struct Inner {
    free: Mutex<u16>,
    freed: Condvar,
}

/// A place; free again when dropped.
pub(super) struct Slot(Arc<Inner>);

impl Slots {
    pub(super) fn new(count: u16) -> Self {
        Self(Arc::new(Inner { free: Mutex::new(count), freed: Condvar::new() }))
    }

    /// Waits until there is a place. Clients meanwhile wait in the system's queue.
    pub(super) fn take(&self) -> Slot {
        let free = self.0.free.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = self
            .0
            .freed
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Slot(Arc::clone(&self.0))
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        *self.0.free.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.0.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Duration};

    use super::*;

    #[test]
    fn a_full_house_waits_for_somebody_to_leave() {
        let slots = Slots::new(1);
        let first = slots.take();
        let (told, second) = mpsc::channel();
        let waiting = thread::spawn(move || told.send(slots.take()));
        assert!(second.recv_timeout(Duration::from_millis(20)).is_err());
        drop(first);
        assert!(second.recv_timeout(Duration::from_secs(10)).is_ok());
        waiting.join().unwrap().unwrap();
    }
}
