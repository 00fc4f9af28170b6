//! Drops futures where they wait, and begins anew with what they worked on.

use std::{cell::Cell, future::poll_fn, pin::pin, task::Poll};

use tokio::task::yield_now;

/// When a future is dropped.
#[derive(Clone, Copy)]
pub(crate) enum Drops {
    Never,
    /// Each future, when it has been pending so many times.
    After(usize),
    /// One future alone: that which makes the wait of this number, among those of all futures.
    At(usize),
}

/// Counts the waits of all futures.
pub(crate) struct Interrupter {
    drops: Drops,
    waits: Cell<usize>,
    dropped: Cell<usize>,
}

impl Interrupter {
    pub(crate) fn new(drops: Drops) -> Self {
        Self { drops, waits: Cell::new(0), dropped: Cell::new(0) }
    }

    pub(crate) fn waits(&self) -> usize {
        self.waits.get()
    }

    pub(crate) fn dropped(&self) -> usize {
        self.dropped.get()
    }

    /// A future waits, for the `own`th time; is it to be dropped?
    fn drops(&self, own: usize) -> bool {
        let number = self.waits.replace(self.waits.get() + 1);
        let drops = match self.drops {
            Drops::Never => false,
            Drops::After(waits) => own >= waits,
            Drops::At(at) => number == at,
        };
        self.dropped.set(self.dropped.get() + usize::from(drops));
        drops
    }

    /// Repeats `attempt` until one is not dropped.
    pub(crate) async fn run<R>(&self, mut attempt: impl AsyncFnMut() -> R) -> R {
        loop {
            let mut own = 0;
            let mut future = pin!(attempt());
            let result = poll_fn(|cx| {
                if let Poll::Ready(result) = future.as_mut().poll(cx) {
                    return Poll::Ready(Some(result));
                }
                own += 1;
                if self.drops(own) { Poll::Ready(None) } else { Poll::Pending }
            });
            if let Some(result) = result.await {
                return result;
            }
            // The other side has to get on too.
            yield_now().await;
        }
    }
}
